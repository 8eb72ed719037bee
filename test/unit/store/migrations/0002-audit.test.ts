import { expect, test } from 'vitest';
import { audit } from '../../../../src-main/store/migrations/0002-audit.ts';
import { appendAuditRecord, auditRecordsOf, pageQuery } from '../../../../src-main/store/repositories/audit.ts';
import type { Db } from '../../../../src-main/store/schema.ts';
import { auditEvent } from '../../../support/store.ts';
import { migratedDatabase } from '../migrated-database.ts';

async function records(db: Db) {
  const page = await pageQuery(db, { before: Number.MAX_SAFE_INTEGER, limit: 10 }).executeTakeFirstOrThrow();
  return auditRecordsOf(JSON.parse(page.rows));
}

test('a record comes back as it was appended, the newest first', async () => {
  const { db } = await migratedDatabase([audit]);
  const first = auditEvent({ details: { reason: 'thử nghiệm', attempt: 2, locked: false, until: null } });
  const second = auditEvent({ action: 'session.sign-in', outcome: 'refused' });
  await appendAuditRecord(db, first, 1000);
  await appendAuditRecord(db, second, 2000);
  expect(await records(db)).toEqual([
    { ...second, id: 2, at: 2000 },
    { ...first, id: 1, at: 1000 },
  ]);
});

test.each([
  ['changed', "UPDATE audit_records SET action = 'nothing.happened'"],
  ['deleted', 'DELETE FROM audit_records'],
  [
    'replaced',
    "REPLACE INTO audit_records (id, at, actor_origin, action, outcome, details) VALUES (1, 0, 'console', 'a.b', 'failed', '{}')",
  ],
])('a record cannot be %s', async (_case, statement) => {
  const { exec, db } = await migratedDatabase([audit]);
  await appendAuditRecord(db, auditEvent(), 1000);
  expect(() => exec(statement)).toThrow('audit records');
  expect(await records(db)).toEqual([{ ...auditEvent(), id: 1, at: 1000 }]);
});

test.each([
  ['an outcome that does not exist', "0, 'console', 'a.b', 'fine', '{}'"],
  ['an origin that does not exist', "0, 'moon', 'a.b', 'failed', '{}'"],
  ['an action without a verb', "0, 'console', 'user', 'failed', '{}'"],
  ['details that are no JSON', "0, 'console', 'a.b', 'failed', 'oops'"],
  ['details that are no object', "0, 'console', 'a.b', 'failed', '[]'"],
])('the table itself refuses %s', async (_case, values) => {
  const { exec } = await migratedDatabase([audit]);
  const insert = `INSERT INTO audit_records (at, actor_origin, action, outcome, details) VALUES (${values})`;
  expect(() => exec(insert)).toThrow(/constraint failed|malformed JSON/);
});
