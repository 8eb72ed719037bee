import { expect, test } from 'vitest';
import { audit } from '../../../../src-main/store/migrations/0002-audit.ts';
import { appendAuditRecord, latestAuditRecords } from '../../../../src-main/store/repositories/audit.ts';
import { auditEvent } from '../../../support/store.ts';
import { migratedDatabase } from '../migrated-database.ts';

test('a record comes back as it was appended, the newest first', async () => {
  const { db } = await migratedDatabase([audit]);
  const first = auditEvent({ details: { reason: 'thử nghiệm', attempt: 2, locked: false, until: null } });
  const second = auditEvent({ action: 'session.sign-in', outcome: 'refused' });
  await appendAuditRecord(db, first, 1000);
  await appendAuditRecord(db, second, 2000);
  expect(await latestAuditRecords(db, { limit: 10 })).toEqual([
    { ...second, id: 2, at: 2000 },
    { ...first, id: 1, at: 1000 },
  ]);
  expect(await latestAuditRecords(db, { limit: 1 })).toHaveLength(1);
});

test.each([
  ['changed', "UPDATE audit_records SET action = 'nothing.happened'"],
  ['deleted', 'DELETE FROM audit_records'],
  [
    'replaced',
    "REPLACE INTO audit_records (id, at, actor_origin, action, outcome, details) VALUES (1, 0, 'console', 'a.b', 'failed', '{}')",
  ],
])('a record cannot be %s', async (_case, statement) => {
  const { raw, db } = await migratedDatabase([audit]);
  await appendAuditRecord(db, auditEvent(), 1000);
  expect(() => raw.exec(statement)).toThrow('audit records');
  expect(await latestAuditRecords(db, { limit: 10 })).toEqual([{ ...auditEvent(), id: 1, at: 1000 }]);
});

test.each([
  ['an outcome that does not exist', "0, 'console', 'a.b', 'fine', '{}'"],
  ['an origin that does not exist', "0, 'moon', 'a.b', 'failed', '{}'"],
  ['an action without a verb', "0, 'console', 'user', 'failed', '{}'"],
  ['details that are no JSON', "0, 'console', 'a.b', 'failed', 'oops'"],
  ['details that are no object', "0, 'console', 'a.b', 'failed', '[]'"],
])('the table itself refuses %s', async (_case, values) => {
  const { raw } = await migratedDatabase([audit]);
  const insert = `INSERT INTO audit_records (at, actor_origin, action, outcome, details) VALUES (${values})`;
  expect(() => raw.exec(insert)).toThrow(/constraint failed|malformed JSON/);
});
