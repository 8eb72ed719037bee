import { expect, test } from 'vitest';
import { createRecordingLog } from '../../../support/recording-log.ts';
import { createVirtualClock } from '../../../support/virtual-clock.ts';
import { names, open } from '../opening/lives.ts';
import { askRecords, askUsers, makeUser, subjectsIn, told } from './calls.ts';
import { leveredDisk } from './levered-files.ts';

const REFUSED = expect.stringMatching(/^STORE_(UNAVAILABLE|INTERRUPTED)$/);

async function opened() {
  const levers = leveredDisk();
  const clock = createVirtualClock();
  const log = createRecordingLog();
  const changes: unknown[] = [];
  const store = await open(levers.files, { clock, log, onChange: () => changes.push(store.status().refusing) });
  await store.together([makeUser('ann')]);
  return { levers, clock, log, store, changes };
}

test.each(['write', 'sync'] as const)(
  'when the disk does not take a group (%s), none of it happened: also for who looked in between',
  async (operation) => {
    const { levers, store } = await opened();
    const { sequence, counts } = store.status();
    levers.failing.add(operation);
    const group = [askUsers, makeUser('bob'), askUsers, makeUser('ann'), makeUser('cai'), askRecords];
    const outcomes = await store.together(group);
    // even the name that is taken: whoever took it was undone
    expect(outcomes.slice(0, -1).map(told)).toEqual(['ann', REFUSED, 'ann', REFUSED, REFUSED]);
    expect(outcomes[1]).toMatchObject({ error: { details: { reason: 'EIO' } } });
    expect(subjectsIn(outcomes.at(-1))).toEqual(['ann']);
    expect(store.status()).toMatchObject({
      sequence,
      refusing: { reason: 'EIO' },
      counts: { commits: counts.commits },
    });
  },
);

test('a full disk that can still cut back refuses; what was refused never comes back', async () => {
  const { levers, store } = await opened();
  // the write arrives, the sync does not: exactly what could come back
  let syncs = 0;
  levers.onSync = () => (++syncs === 1 ? levers.failing.add('sync') : levers.failing.delete('sync'));
  expect((await store.together([makeUser('bob')])).map(told)).toEqual(['STORE_UNAVAILABLE']);
  expect(await names(await open(levers.disk.files))).toBe('ann');
});

test.each(['truncate', 'sync', 'write'] as const)(
  'when it cannot be cut back either (%s), nobody knows whether it was kept, and it is said so',
  async (operation) => {
    const { levers, store } = await opened();
    levers.onSync = () => levers.failing.add('sync').add(operation);
    const outcomes = await store.together([makeUser('bob'), askUsers, makeUser('cai')]);
    expect(outcomes.map(told)).toEqual(['STORE_INTERRUPTED', 'ann', 'STORE_INTERRUPTED']);
    expect(outcomes[0]).toMatchObject({ error: { details: { reason: 'EIO' } } });
    // where nothing could be written over it, it is there: killed now, the store has it
    const kept = operation === 'write' ? 'ann bob cai' : 'ann';
    expect(await names(await open(levers.disk.files))).toBe(kept);
  },
);

test('once it can be cut back, what nobody knew of is gone for good', async () => {
  const { levers, store } = await opened();
  levers.onSync = () => levers.failing.add('sync').add('write');
  await store.together([makeUser('bob')]);
  levers.onSync = () => {};
  levers.failing.clear();
  expect((await store.together([makeUser('cai'), askUsers])).map(told)).toEqual(['done', 'ann cai']);
  expect(await names(await open(levers.disk.files))).toBe('ann cai');
});

test('while changes are refused reads go on, and each write tries anew', async () => {
  const { levers, store, changes, log } = await opened();
  levers.failing.add('write');
  levers.code = 'ENOSPC';
  const at = createVirtualClock().now();
  for (const name of ['bob', 'cai', 'dan']) {
    const outcomes = await store.together([makeUser(name), askUsers]);
    expect(outcomes.map(told)).toEqual(['STORE_UNAVAILABLE', 'ann']);
    expect(outcomes[0]).toMatchObject({ error: { details: { reason: 'ENOSPC' } } });
  }
  expect(store.status()).toMatchObject({ refusing: { reason: 'ENOSPC', since: at }, counts: { refused: 3 } });
  // told once, however many were refused
  expect(changes).toEqual([{ reason: 'ENOSPC', since: at }]);
  expect(log.lines.filter(({ level }) => level === 'error')).toHaveLength(1);

  levers.failing.clear();
  expect((await store.together([makeUser('eva'), askUsers])).map(told)).toEqual(['done', 'ann eva']);
  expect(store.status()).toMatchObject({ refusing: null, counts: { refused: 3 } });
  expect(changes).toEqual([{ reason: 'ENOSPC', since: at }, null]);
  expect(await names(await open(levers.disk.files))).toBe('ann eva');
});

test('it gets out of refusing by itself within a second, without anybody writing', async () => {
  const { levers, clock, store, changes } = await opened();
  levers.failing.add('sync').add('truncate');
  await store.together([makeUser('bob')]);
  await clock.advance(5000);
  expect(changes).toHaveLength(1);
  expect(store.status().refusing).not.toBeNull();
  levers.failing.clear();
  await clock.advance(1000);
  expect(store.status().refusing).toBeNull();
  expect(changes).toHaveLength(2);
  expect(changes[1]).toBeNull();
});

test('closing while changes are refused does not hang, and loses nothing that was kept', async () => {
  const { levers, store } = await opened();
  levers.failing.add('write');
  await store.together([makeUser('bob')]);
  await store.close();
  expect(await names(await open(levers.disk.files))).toBe('ann');
});
