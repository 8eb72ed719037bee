import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import type { AuditPage } from '../../../../src-main/store/repositories/audit.ts';
import { open } from '../opening/lives.ts';
import { stand } from '../snapshots/stand.ts';
import { ACTIONS, append, recordOf } from './records.ts';

const LAST = 100;
const ROWS = 9;

/** A store with a hundred records: more segments than are kept open at once, and some records in the database. */
async function segmented() {
  const made = await stand({ segmentRows: ROWS });
  await append(made.store, 1, LAST);
  await made.store.snapshot();
  await made.store.snapshot();
  return made;
}

/** What a page must hold, looked up in the plainest way. */
function expected({ before = Infinity, limit, actorUserId, action }: AuditPage) {
  return Array.from({ length: LAST }, (_, index) => recordOf(LAST - index))
    .filter(({ id, actor }) => id < before && (actorUserId === undefined || actor.userId === actorUserId))
    .filter((record) => action === undefined || record.action === action)
    .slice(0, limit);
}

const PAGE: fc.Arbitrary<AuditPage> = fc.record(
  {
    limit: fc.oneof(fc.integer({ min: 0, max: 12 }), fc.integer({ min: 0, max: LAST + 5 })),
    before: fc.integer({ min: 0, max: LAST + 5 }),
    actorUserId: fc.constantFrom('ann', 'bob', 'nobody'),
    action: fc.constantFrom(...ACTIONS, 'no.such'),
  },
  { requiredKeys: ['limit'] },
);

test('a page is the same wherever its records lie, whatever is asked and however large it is', async () => {
  const { store, files } = await segmented();
  expect(files.list('/plant/data/segments')).toHaveLength(10);
  const reopened = await open(files);
  await fc.assert(
    fc.asyncProperty(PAGE, fc.boolean(), async (page, anew) => {
      expect(await (anew ? reopened : store).read('audit.page', page)).toMatchObject(expected(page));
    }),
    { numRuns: 120, seed: 1 },
  );
});

test('turning pages gives every record once, in order', async () => {
  const { store } = await segmented();
  for (const limit of [1, 3, ROWS, 10, LAST]) {
    const ids: number[] = [];
    for (;;) {
      const before = ids.at(-1);
      const page = await store.read('audit.page', { limit, ...(before === undefined ? {} : { before }) });
      ids.push(...page.map(({ id }) => id));
      if (page.length < limit) break;
    }
    expect(ids, `pages of ${limit}`).toEqual(Array.from({ length: LAST }, (_, index) => LAST - index));
  }
});

test('pages that are turned while records come and go into segments miss none and repeat none', async () => {
  const { store } = await stand({ segmentRows: 4 });
  await append(store, 1, 40);
  const ids: number[] = [];
  for (let added = 41; ids.at(-1) !== 1; added += 4) {
    const before = ids.at(-1);
    const page = await store.read('audit.page', { limit: 3, ...(before === undefined ? {} : { before }) });
    ids.push(...page.map(({ id }) => id));
    await append(store, added, added + 3);
    await store.snapshot();
  }
  expect(ids).toEqual(Array.from({ length: 40 }, (_, index) => 40 - index));
});

test('what is kept open is not read again', async () => {
  const { files } = await segmented();
  const store = await open(files);
  await store.read('audit.page', { before: 12, limit: 5 });
  const { misses } = store.status().segments;
  expect(misses).toBe(2);
  await store.read('audit.page', { before: 12, limit: 5 });
  expect(store.status().segments).toEqual({ hits: 2, misses });
});

test('a filter that fits nothing lets changes have their turn while it looks through the segments', async () => {
  const { store, files } = await segmented();
  const reopened = await open(files);
  const asked = reopened.read('audit.page', { limit: 1, action: 'no.such' });
  const order: string[] = [];
  const looked = asked.then((page) => order.push(`page of ${page.length}`));
  const changed = append(reopened, LAST + 1, LAST + 1).then(() => order.push('change'));
  await Promise.all([looked, changed]);
  expect(order).toEqual(['change', 'page of 0']);
  expect(reopened.status().segments.misses).toBe(10);
  expect(await store.read('audit.page', { limit: 0 })).toEqual([]);
});
