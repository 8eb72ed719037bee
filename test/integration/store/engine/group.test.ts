import { expect, test } from 'vitest';
import type { Call } from '../../../../src-main/store/engine.ts';
import { names, open } from '../opening/lives.ts';
import { askRecords, askUsers, makeUser, signOut, subjectsIn, told } from './calls.ts';
import { leveredDisk } from './levered-files.ts';

async function opened() {
  const levers = leveredDisk();
  const store = await open(levers.files);
  await store.together([makeUser('ann')]);
  levers.syncs = 0;
  return { levers, store };
}

test('changes that come together share one sync of the disk, and each is done', async () => {
  const { levers, store } = await opened();
  const group = Array.from({ length: 50 }, (_, index) => makeUser(`p${10 + index}`));
  const before = store.status();
  expect((await store.together(group)).map(told)).toEqual(group.map(() => 'done'));
  expect(levers.syncs).toBe(1);
  const { counts, sequence } = store.status();
  expect(counts).toMatchObject({ commits: before.counts.commits + 50, syncs: before.counts.syncs + 1, refused: 0 });
  expect(sequence).toBe(before.sequence + 50);
});

test('calls are carried out in the order in which they came, and each read sees what came before it', async () => {
  const { store } = await opened();
  const group = [askUsers, makeUser('bob'), askUsers, makeUser('cai'), askUsers, signOut('cai'), askRecords];
  const outcomes = await store.together(group);
  expect(outcomes.slice(0, -1).map(told)).toEqual(['ann', 'done', 'ann bob', 'done', 'ann bob cai', 'done']);
  expect(subjectsIn(outcomes.at(-1))).toEqual(['ann', 'bob', 'cai', 'cai']);
});

test('nobody is told anything before the disk has it, not even who only looked', async () => {
  const { levers, store } = await opened();
  let answered = false;
  const heard: boolean[] = [];
  levers.onSync = () => heard.push(answered);
  await store.together([makeUser('bob'), askUsers]).then(() => (answered = true));
  expect(heard).toEqual([false]);
});

test('reads alone take no sync', async () => {
  const { levers, store } = await opened();
  expect((await store.together([askUsers, askUsers])).map(told)).toEqual(['ann', 'ann']);
  expect(levers.syncs).toBe(0);
});

test('groups asked for at once are carried out one after the other, each with its own sync', async () => {
  const { levers, store } = await opened();
  const groups: Call[][] = [[makeUser('bob'), askUsers], [makeUser('cai'), askUsers], [askUsers]];
  const outcomes = await Promise.all(groups.map((group) => store.together(group)));
  expect(outcomes.map((group) => group.map(told))).toEqual([
    ['done', 'ann bob'],
    ['done', 'ann bob cai'],
    ['ann bob cai'],
  ]);
  expect(levers.syncs).toBe(2);
});

const wrong = (changes: object): Call => ({ ...makeUser('dan'), ...changes });

test.each([
  ['a taken name', makeUser('ann'), 'USERNAME_TAKEN'],
  [
    'a constraint of the table',
    wrong({ args: { ...(makeUser('dan') as { args: object }).args, passwordHash: '' } }),
    'INTERNAL',
  ],
  [
    'an audit record that the table refuses',
    wrong({ event: { ...(makeUser('dan') as { event: object }).event, action: 'nothing' } }),
    'INTERNAL',
  ],
  ['a write that does not exist', wrong({ name: 'users.forget' }), 'INTERNAL'],
  ['arguments that are none', wrong({ args: null }), 'INTERNAL'],
])('a write that fails by itself, because of %s, disturbs no other of its group', async (_why, failing, code) => {
  const { levers, store } = await opened();
  const outcomes = await store.together([makeUser('bob'), failing, askUsers, makeUser('cai'), askRecords]);
  expect(outcomes.slice(0, -1).map(told)).toEqual(['done', code, 'ann bob', 'done']);
  // neither the account nor the record that was written before it failed
  expect(subjectsIn(outcomes.at(-1))).toEqual(['ann', 'bob', 'cai']);
  expect(levers.syncs).toBe(1);
  expect(store.status().counts).toMatchObject({ refused: 0 });

  const again = await open(levers.disk.files);
  expect(await names(again)).toBe('ann bob cai');
  const ids = (await again.read('audit.page', { limit: 9 })).map(({ id }) => id);
  expect(ids).toEqual([3, 2, 1]);
});

test('a change that is larger than the journal can hold is refused by itself', async () => {
  const { levers, store } = await opened();
  // a control character takes six bytes there
  const huge = signOut('\u0001'.repeat(11.2 * 2 ** 20));
  const outcomes = await store.together([makeUser('bob'), huge, makeUser('cai'), askRecords]);
  expect(outcomes.slice(0, -1).map(told)).toEqual(['done', 'INTERNAL', 'done']);
  expect(outcomes[1]).toMatchObject({ error: { message: expect.stringContaining('larger than the journal takes') } });
  expect(subjectsIn(outcomes.at(-1))).toEqual(['ann', 'bob', 'cai']);
  expect(store.status().refusing).toBeNull();
  expect(await names(await open(levers.disk.files))).toBe('ann bob cai');
});

test('a group in which every write fails by itself leaves nothing behind, and no sync', async () => {
  const { levers, store } = await opened();
  const { sequence } = store.status();
  const outcomes = await store.together([makeUser('ann'), askUsers, makeUser('ann')]);
  expect(outcomes.map(told)).toEqual(['USERNAME_TAKEN', 'ann', 'USERNAME_TAKEN']);
  expect(levers.syncs).toBe(0);
  expect(store.status().sequence).toBe(sequence);
});

test('a read that fails is answered as such, and disturbs no other', async () => {
  const { store } = await opened();
  const unknown = { kind: 'read', name: 'users.secrets', args: {} } as unknown as Call;
  const outcomes = await store.together([makeUser('bob'), unknown, askUsers]);
  expect(outcomes.map(told)).toEqual(['done', 'INTERNAL', 'ann bob']);
});
