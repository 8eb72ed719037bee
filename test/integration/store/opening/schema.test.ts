import { expect, test } from 'vitest';
import type { SeekableFiles } from '../../../../src-main/store/files.ts';
import type { Migration } from '../../../../src-main/store/migrate.ts';
import { migrations } from '../../../../src-main/store/migrations/all.ts';
import { bytesIn } from '../../../support/folder-bytes.ts';
import { refusalOf } from '../../../support/store.ts';
import { damage, FOLDER, killedAfter, namesOn, open } from './lives.ts';
import { journalName } from '../../../../src-main/store/journal/journal.ts';

const NEXT = (migrations.at(-1)?.number ?? 0) + 1;
const doors: Migration = { number: NEXT, name: 'doors', statements: ['CREATE TABLE doors (id INTEGER) STRICT'] };

async function refusedUntouched(files: SeekableFiles, known: readonly Migration[]) {
  const before = bytesIn(files, FOLDER);
  const refusal = await refusalOf(open(files, { migrations: known }));
  expect(bytesIn(files, FOLDER)).toEqual(before);
  expect(refusal.code).toBe('STORE_SCHEMA_UNKNOWN');
  return refusal;
}

test('a store of a newer console is refused, and not a byte of it is touched', async () => {
  const files = await killedAfter('a b | c d | e', { migrations: [...migrations, doors] });
  // not even what any other opening would cut off
  damage(files, journalName(5), (bytes) => bytes.subarray(0, -1));
  const { message, details } = await refusedUntouched(files, migrations);
  expect(message).toContain('made by a newer console');
  expect(details).toEqual({ found: migrations.length + 1, known: migrations.length });
});

test('a history that is not the beginning of ours is refused', async () => {
  const files = await killedAfter('a | b', { migrations: [...migrations, doors] });
  const { message } = await refusedUntouched(files, [...migrations, { ...doors, name: 'windows' }]);
  expect(message).toContain(`"${NEXT} doors"`);
  expect(message).toContain(`"${NEXT} windows"`);
});

test('nothing needs to be refused where the schema is known', async () => {
  const files = await killedAfter('a | b', { migrations: [...migrations, doors] });
  await open(files, { migrations: [...migrations, doors] });
  await expect(namesOn(files)).rejects.toMatchObject({ code: 'STORE_SCHEMA_UNKNOWN' });
});
