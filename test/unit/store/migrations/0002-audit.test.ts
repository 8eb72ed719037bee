import { expect, test } from 'vitest';
import { audit } from '../../../../src-main/store/migrations/0002-audit.ts';
import { migratedDatabase } from '../migrated-database.ts';

const INSERT = 'INSERT INTO audit_records (at, actor_origin, action, outcome, details) VALUES';

test.each([
  ['changed', "UPDATE audit_records SET action = 'nothing.happened'"],
  ['deleted', 'DELETE FROM audit_records'],
  [
    'replaced',
    "REPLACE INTO audit_records (id, at, actor_origin, action, outcome, details) VALUES (1, 0, 'console', 'a.b', 'failed', '{}')",
  ],
])('a record cannot be %s', async (_case, statement) => {
  const { exec } = await migratedDatabase([audit]);
  exec(`${INSERT} (1000, 'console', 'a.b', 'succeeded', '{}')`);
  const before = exec('SELECT * FROM audit_records');
  expect(() => exec(statement)).toThrow('audit records');
  expect(exec('SELECT * FROM audit_records')).toEqual(before);
});

test.each([
  ['an outcome that does not exist', "0, 'console', 'a.b', 'fine', '{}'"],
  ['an origin that does not exist', "0, 'moon', 'a.b', 'failed', '{}'"],
  ['an action without a verb', "0, 'console', 'user', 'failed', '{}'"],
  ['details that are no JSON', "0, 'console', 'a.b', 'failed', 'oops'"],
  ['details that are no object', "0, 'console', 'a.b', 'failed', '[]'"],
])('the table itself refuses %s', async (_case, values) => {
  const { exec } = await migratedDatabase([audit]);
  expect(() => exec(`${INSERT} (${values})`)).toThrow(/constraint failed|malformed JSON/);
});
