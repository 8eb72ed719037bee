import { setTimeout as sleep } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { STUCK_MS } from '../../../../src-main/store/thread/supervisor.ts';
import { askUsers, makeUser, signOut } from '../engine/calls.ts';
import { supervised } from './stand.ts';

/** Time in which a thread certainly takes up what it was asked, ms. */
const TAKEN_UP_MS = 200;

test('a thread that hangs is noticed, ended and started again; one that nobody asks anything is left alone', async () => {
  const { supervisor, states, told, becomes, clock, log } = await supervised();
  expect(await told(makeUser('ann'))).toBeNull();
  await clock.advance(20 * STUCK_MS);
  const waiting = [told(signOut('hang in the write')), told(askUsers)];
  await sleep(TAKEN_UP_MS);
  const later = [told(makeUser('bob')), told(askUsers)];
  await clock.advance(STUCK_MS);
  expect(states).toEqual([]);
  await clock.advance(3000);
  expect(await Promise.all(waiting)).toEqual(['STORE_INTERRUPTED', 'STORE_UNAVAILABLE']);
  expect(await Promise.all(later)).toEqual(['STORE_INTERRUPTED', 'STORE_UNAVAILABLE']);
  await becomes('accepting');
  expect(states).toEqual(['restarting', 'accepting']);
  expect(supervisor.restarts).toBe(1);
  expect(log.lines.map(({ message }) => message)).toContain('the store’s thread is stuck; ending it');
  expect(await told(askUsers)).toEqual([expect.objectContaining({ username: 'ann' })]);
});

test('closing does not wait for a thread that hangs', async () => {
  const { supervisor, told, clock, log } = await supervised();
  const waiting = told(signOut('hang in the write'));
  await sleep(TAKEN_UP_MS);
  const closed = supervisor.close();
  await sleep(10);
  await clock.advance(STUCK_MS + 3000);
  await closed;
  expect(await waiting).toBe('STORE_INTERRUPTED');
  expect(log.lines.map(({ message }) => message)).toContain('the store’s thread is stuck while closing; ending it');
});

test('nor for one that hangs while it closes', async () => {
  const { supervisor, told, order, clock } = await supervised();
  expect(await told(makeUser('ann'))).toBeNull();
  order('hang-at-the-end');
  const closed = supervisor.close();
  await sleep(TAKEN_UP_MS);
  await clock.advance(STUCK_MS + 3000);
  await closed;
  expect(supervisor.health).toEqual({ state: 'closed' });
});

test('nor for one that hangs when it is started again', async () => {
  const { supervisor, told, order, becomes } = await supervised();
  order('hang-at-the-start');
  expect(await told(signOut('end before the write'))).toBe('STORE_INTERRUPTED');
  await becomes('restarting');
  await sleep(TAKEN_UP_MS);
  expect(await told(askUsers)).toBe('STORE_UNAVAILABLE');
  await supervisor.close();
  expect(supervisor.health).toEqual({ state: 'closed' });
  expect(await told(askUsers)).toBe('STORE_UNAVAILABLE');
});

test('nor for the pause before the next attempt to start it', async () => {
  const { supervisor, told, order, becomes, states } = await supervised();
  order('end-at-the-start');
  expect(await told(signOut('end before the write'))).toBe('STORE_INTERRUPTED');
  await becomes('failed');
  await supervisor.close();
  expect(supervisor.restarts).toBe(0);
  expect(states).toEqual(['restarting', 'failed']);
});

test('closed while it is being started again, no thread is left that works on the folder', async () => {
  const { supervisor, told, becomes, folder, log } = await supervised();
  expect(await told(makeUser('ann'))).toBeNull();
  expect(await told(signOut('end before the write'))).toBe('STORE_INTERRUPTED');
  await becomes('restarting');
  await supervisor.close();
  const other = await supervised({ folder });
  expect(await other.told(askUsers)).toHaveLength(1);
  expect(log.lines.filter(({ message }) => message === 'store opened')).toHaveLength(1);
});
