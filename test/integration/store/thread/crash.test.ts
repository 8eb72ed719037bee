import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test, vi } from 'vitest';
import { journalName } from '../../../../src-main/store/journal/journal.ts';
import { askUsers, makeUser, signOut } from '../engine/calls.ts';
import { supervised } from './stand.ts';

const ann = expect.objectContaining({ username: 'ann' });

test('ended in the middle of a change: nobody knows of it, reads are told to come again, and the store is started anew', async () => {
  const { states, told, restarted, log } = await supervised();
  expect(await told(makeUser('ann'))).toBeNull();
  const asked = [told(askUsers), told(makeUser('bob')), told(signOut('end before the write')), told(askUsers)];
  expect(await Promise.all(asked)).toEqual([
    'STORE_UNAVAILABLE',
    'STORE_INTERRUPTED',
    'STORE_INTERRUPTED',
    'STORE_UNAVAILABLE',
  ]);
  await restarted(1);
  expect(states).toEqual(['restarting', 'accepting']);
  expect(log.lines.map(({ message }) => message)).toContain('the store’s thread ended; starting it again');

  // what had been acknowledged is there, what nobody knows of is not
  expect(await told(askUsers)).toEqual([ann]);
  expect(await told(makeUser('cai'))).toBeNull();
});

test('ended when the disk already had the change: it may have been kept, and it was', async () => {
  const { told, restarted } = await supervised();
  const asked = [told(makeUser('ann')), told(signOut('end behind the sync'))];
  expect(await Promise.all(asked)).toEqual(['STORE_INTERRUPTED', 'STORE_INTERRUPTED']);
  await restarted(1);
  expect(await told(askUsers)).toEqual([ann]);
});

/** Spoils the journal's first change: the schema, which changes that came after it prove to have been kept. */
function spoilJournal(folder: string): () => void {
  const file = path.join(folder, journalName(0));
  const bytes = readFileSync(file);
  writeFileSync(file, Buffer.concat([bytes.subarray(0, 100), Buffer.from('spoilt'), bytes.subarray(106)]));
  return () => writeFileSync(file, bytes);
}

test('one that cannot be opened again is failed, says why, refuses all at once, and is tried again until it can', async () => {
  const { folder, supervisor, states, told, becomes, clock, log } = await supervised();
  for (const name of ['ann', 'bob']) expect(await told(makeUser(name))).toBeNull();
  const mend = spoilJournal(folder);
  const refused = ['STORE_UNAVAILABLE', 'STORE_UNAVAILABLE'];
  expect(await told(signOut('end before the write'))).toBe('STORE_INTERRUPTED');
  expect(await Promise.all([told(askUsers), told(makeUser('cai'))])).toEqual(refused);
  await becomes('failed');
  expect(await Promise.all([told(askUsers), told(makeUser('cai'))])).toEqual(refused);
  expect(supervisor.health).toEqual({ state: 'failed', reason: 'STORE_DAMAGED' });
  expect(log.lines.at(-1)).toMatchObject({ level: 'error', message: 'the store could not be opened again' });
  await clock.advance(4000);
  expect(states).toEqual(['restarting', 'failed']);
  await clock.advance(1000);
  await vi.waitFor(() => expect(states).toEqual(['restarting', 'failed', 'failed']), { timeout: 20_000 });

  mend();
  await clock.advance(5000);
  await becomes('accepting');
  expect(await told(askUsers)).toHaveLength(2);
  expect(supervisor.restarts).toBe(1);
});

test('leave to lose something does not last: what is damaged later is not lost without asking', async () => {
  const { folder, supervisor, told, becomes } = await supervised({ acceptLoss: true });
  for (const name of ['ann', 'bob']) expect(await told(makeUser(name))).toBeNull();
  spoilJournal(folder);
  expect(await told(signOut('end before the write'))).toBe('STORE_INTERRUPTED');
  await becomes('failed');
  expect(supervisor.health).toEqual({ state: 'failed', reason: 'STORE_DAMAGED' });
});

test('a thread that ends again and again is not started again and again without a pause', async () => {
  const { supervisor, told, order, takeBack, clock, becomes, restarted } = await supervised();
  order('short-life');
  expect(await told(signOut('end before the write'))).toBe('STORE_INTERRUPTED');
  await restarted(3);
  await becomes('restarting');
  await new Promise((resolve) => setTimeout(resolve, 300));
  expect(supervisor.restarts).toBe(3);
  takeBack('short-life');
  await clock.advance(5000);
  await becomes('accepting');
  expect(await told(makeUser('ann'))).toBeNull();
  expect(supervisor.restarts).toBe(4);
});

test('a full disk is told as such, from the moment that it is full until it is not', async () => {
  const { supervisor, states, told, order, takeBack, becomes } = await supervised();
  order('full');
  expect(await told(makeUser('ann'))).toBe('STORE_UNAVAILABLE');
  await becomes('refusing');
  expect(supervisor.health).toMatchObject({ state: 'refusing', reason: 'ENOSPC' });
  expect(await told(askUsers)).toEqual([]);
  takeBack('full');
  await becomes('accepting');
  expect(await told(makeUser('ann'))).toBeNull();
  expect(states).toEqual(['refusing', 'accepting']);
});
