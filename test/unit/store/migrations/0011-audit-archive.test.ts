import { expect, test } from 'vitest';
import { signCheckpoint } from '../../../../src-main/audit/checkpoint.ts';
import { EMPTY_ROOT } from '../../../../src-main/audit/merkle.ts';
import { GENESIS_HASH } from '../../../../src-main/audit/chain.ts';
import { signingKeyFromSeed } from '../../../../src-main/audit/signing-key.ts';
import { migrations } from '../../../../src-main/store/migrations/all.ts';
import type { MemoryDatabase } from '../../../../src-main/store/sqlite/memory-database.ts';
import { migrate, migratedDatabase } from '../migrated-database.ts';

const BEFORE = migrations.filter(({ number }) => number < 11);
const HASH = 'a'.repeat(64);

const segment = (first: number, last: number): string =>
  `INSERT INTO segments VALUES ('audit_records', ${first}, ${last}, 0, 0, '${HASH}', '${HASH}', '${HASH}', '${HASH}', 0)`;
const stub = (number: number): string =>
  `INSERT INTO audit_checkpoints VALUES (${number}, 4, 'archived', 'log', '00000000', 0, 'note')`;
const archived = (number: number, first: number, last: number): string =>
  `INSERT INTO archived_segments VALUES (${number}, ${first}, ${last}, '/archive', 'file', '${HASH}', 0)`;

async function withSegments(): Promise<MemoryDatabase> {
  const database = await migratedDatabase(migrations);
  for (const statement of [segment(1, 4), segment(5, 8), segment(9, 12), stub(1), stub(3)]) database.exec(statement);
  return database;
}

test('a checkpoint that was there says which key has signed it', async () => {
  const database = await migratedDatabase(BEFORE);
  const keys = [1, 2, 3, 250].map((seed) => signingKeyFromSeed(`plant/${seed}`, Buffer.alloc(32, seed)));
  for (const [index, key] of keys.entries()) {
    const facts = { segment: index + 1, size: 1, root: EMPTY_ROOT, firstRecord: 1, previousHash: GENESIS_HASH };
    const note = signCheckpoint({ ...facts, lastHash: GENESIS_HASH, at: 0, state: 'open', log: key.name }, key);
    database.exec(`INSERT INTO audit_checkpoints VALUES (${index + 1}, 1, 'open', '${key.name}', 0, '${note}')`);
  }
  await migrate(database, migrations, false, 2);
  expect(database.exec('SELECT key_id FROM audit_checkpoints ORDER BY segment')).toEqual(
    keys.map(({ keyId }) => ({ key_id: Buffer.from(keyId).toString('hex') })),
  );
});

test('the oldest segment goes into the archive once, and stays there', async () => {
  const { exec } = await withSegments();
  exec(archived(1, 1, 4));
  expect(() => exec(archived(1, 1, 4))).toThrow('only the oldest');
  expect(() => exec("UPDATE archived_segments SET folder = '/elsewhere'")).toThrow('never change');
  expect(() => exec('DELETE FROM archived_segments')).toThrow('never forgotten');
  expect(() => exec("DELETE FROM audit_checkpoints WHERE state = 'archived'")).toThrow('never deleted');
});

test.each([
  ['one that is not the oldest', [archived(2, 5, 8)]],
  ['one that does not follow those in the archive', [archived(1, 1, 4), archived(3, 9, 12)]],
  ['a range that is no segment', [archived(1, 1, 3)]],
  ['one without a stub', [archived(1, 1, 4), archived(2, 5, 8)]],
  ['the newest', [archived(1, 1, 4), stub(2), archived(2, 5, 8), archived(3, 9, 12)]],
])('%s stays where it is', async (_, statements) => {
  const { exec } = await withSegments();
  for (const statement of statements.slice(0, -1)) exec(statement);
  expect(() => exec(statements.at(-1) ?? '')).toThrow('only the oldest');
});
