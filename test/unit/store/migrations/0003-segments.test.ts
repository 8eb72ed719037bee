import { expect, test } from 'vitest';
import { readHead } from '../../../../src-main/store/audit-trail.ts';
import { migrations } from '../../../../src-main/store/migrations/all.ts';
import { enterSegment, hotRange, listSegments } from '../../../../src-main/store/repositories/segments.ts';
import type { Schema } from '../../../../src-main/store/schema.ts';
import type { MemoryDatabase } from '../../../../src-main/store/sqlite/memory-database.ts';
import { auditEvent, newTrail, SEGMENT_FACTS } from '../../../support/store.ts';
import { migratedDatabase } from '../migrated-database.ts';

/** A database, with all that later steps made of it, and ten audit records. */
async function withRecords(): Promise<MemoryDatabase> {
  const database = await migratedDatabase(migrations);
  const trail = newTrail();
  for (let at = 1; at <= 10; at++) await trail.append(database.db, auditEvent(), at);
  return database;
}

function segment(first: number, last: number): Schema['segments'] {
  return { ...SEGMENT_FACTS, first_id: first, last_id: last, first_at: first, last_at: last };
}

test('a segment that is entered comes back as it was, and the records that it holds are gone', async () => {
  const { db } = await withRecords();
  await enterSegment(db, segment(1, 3));
  await enterSegment(db, segment(4, 6));
  expect(await listSegments(db)).toEqual([segment(1, 3), segment(4, 6)]);
  expect(await hotRange(db)).toEqual({ firstId: 7, lastId: 10 });
});

test.each([
  ['at the end of all', 'id = 10'],
  ['that comes right after the sealed ones', 'id = 4'],
  ['together with sealed ones', 'id IN (3, 4)'],
])('a record %s cannot be deleted: no segment holds it', async (_which, where) => {
  const { exec, db } = await withRecords();
  await db.insertInto('segments').values(segment(1, 3)).execute();
  expect(() => exec(`DELETE FROM audit_records WHERE ${where}`)).toThrow('audit records are never deleted');
  expect(await hotRange(db)).toEqual({ firstId: 1, lastId: 10 });
});

test('without any segment no record can be deleted, nor replaced', async () => {
  const { exec, db } = await withRecords();
  expect(() => exec('DELETE FROM audit_records')).toThrow('audit records are never deleted');
  const again = 'SELECT * FROM audit_records WHERE id = 5';
  expect(() => exec(`REPLACE INTO audit_records ${again}`)).toThrow('audit records are never deleted');
  expect(await hotRange(db)).toEqual({ firstId: 1, lastId: 10 });
});

test('a record that is sealed, but not deleted yet, still cannot be changed', async () => {
  const { exec, db } = await withRecords();
  await db.insertInto('segments').values(segment(1, 3)).execute();
  expect(() => exec('UPDATE audit_records SET at = 0 WHERE id = 2')).toThrow('audit records never change');
});

test('the ids of records go on where they were, also when all of them are sealed', async () => {
  const { db } = await withRecords();
  await enterSegment(db, segment(1, 10));
  expect(await hotRange(db)).toBeNull();
  const trail = newTrail();
  trail.head = await readHead(db);
  expect(trail.head.hash).toBe(SEGMENT_FACTS.last_hash);
  await trail.append(db, auditEvent(), 11);
  expect(await hotRange(db)).toEqual({ firstId: 11, lastId: 11 });
});

test.each([
  ['does not begin with the first record', [], segment(2, 3)],
  ['leaves a gap', [segment(1, 3)], segment(5, 6)],
  ['overlaps the one before it', [segment(1, 3)], segment(3, 6)],
  ['is there already', [segment(1, 3)], segment(1, 3)],
  ['goes before all others', [segment(1, 3)], segment(1, 1)],
])('segments follow each other: one that %s is refused', async (_what, before, next) => {
  const { db } = await withRecords();
  for (const one of before) await enterSegment(db, one);
  await expect(enterSegment(db, next)).rejects.toThrow('a segment begins where the one before it ends');
  expect(await listSegments(db)).toEqual(before);
});

test.each([
  ['changed', 'UPDATE segments SET last_id = 4', 'segments never change'],
  ['given another checksum', `UPDATE segments SET sha256 = '${'f'.repeat(64)}'`, 'segments never change'],
  ['deleted', 'DELETE FROM segments', 'segments are never deleted'],
  ['replaced', 'REPLACE INTO segments SELECT * FROM segments', 'a segment begins where the one before it ends'],
])('a segment cannot be %s', async (_how, statement, words) => {
  const { exec, db } = await withRecords();
  await enterSegment(db, segment(1, 3));
  expect(() => exec(statement)).toThrow(words);
  expect(await listSegments(db)).toEqual([segment(1, 3)]);
});

test.each([
  ['of a table that has none', { table_name: 'users' }],
  ['that ends before it begins', { last_id: 0 }],
  ['that begins before the first record', { first_id: 0 }],
  ['without an end', { last_id: null }],
  ['of a time before 1970', { first_at: -1 }],
  ['sealed before 1970', { sealed_at: -1 }],
  ['with half a checksum', { sha256: 'ab' }],
  ['with text for a number', { last_at: 'yesterday' }],
])('the table itself refuses a segment %s', async (_what, change) => {
  const { db } = await withRecords();
  const row = { ...segment(1, 3), ...change } as Schema['segments'];
  const entering = db.insertInto('segments').values(row).execute();
  await expect(entering).rejects.toThrow(/constraint failed|cannot store|begins where/);
});

test.each([
  ['by person', "actor_user_id = 'x'"],
  ['by action', "action = 'x'"],
])('a page of records %s is found by an index, in its order', async (_how, where) => {
  const { exec } = await migratedDatabase(migrations);
  const plan = exec(
    `EXPLAIN QUERY PLAN SELECT * FROM audit_records WHERE ${where} AND id < 9 ORDER BY id DESC LIMIT 5`,
  );
  expect(plan.map(({ detail }) => String(detail)).join()).toMatch(
    /^SEARCH audit_records USING INDEX audit_records_by_\w+ \([^,]*$/,
  );
});
