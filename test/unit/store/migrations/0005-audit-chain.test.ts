import { expect, test } from 'vitest';
import { chainHash, GENESIS_HASH, isUntouched } from '../../../../src-main/audit/chain.ts';
import { readHead } from '../../../../src-main/store/audit-trail.ts';
import { migrations } from '../../../../src-main/store/migrations/all.ts';
import { auditRecordsOf, pageQuery } from '../../../../src-main/store/repositories/audit.ts';
import { chainedOf, type AuditRow } from '../../../../src-main/store/repositories/audit-row.ts';
import type { MemoryDatabase } from '../../../../src-main/store/sqlite/memory-database.ts';
import { auditEvent, newTrail, refusalOf } from '../../../support/store.ts';
import { migrate, migratedDatabase } from '../migrated-database.ts';

const BEFORE = migrations.filter(({ number }) => number < 5);

const chained = ({ exec }: MemoryDatabase) =>
  exec('SELECT * FROM audit_records ORDER BY id').map((row) => chainedOf(row as unknown as AuditRow));

/** As many records as there are, in a database from before records were chained. */
async function unchained(count: number): Promise<MemoryDatabase> {
  const database = await migratedDatabase(BEFORE);
  database.exec(`
    WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < ${count})
    INSERT INTO audit_records (at, actor_username, actor_origin, action, subject, outcome, details)
    SELECT 1000 + i, 'nguyễn.ân', 'loopback', 'user.create', 'u-' || i, 'succeeded', '{"username":"x","role":"viewer"}' FROM n`);
  return database;
}

test('a record comes back as it was appended, with all that the log says of it', async () => {
  const { db } = await migratedDatabase(migrations);
  const trail = newTrail();
  const full = auditEvent({
    action: 'robot.move',
    details: { attempt: 2, locked: false, until: null },
    robot: 'hoist-1',
    source: 'simulated',
    oldValue: { z: 1, a: ['đỏ'] },
    newValue: 17.5,
    reason: 'thử nghiệm',
    workstation: 'gate-2',
  });
  await trail.append(db, full, 1000);
  await trail.append(db, auditEvent(), 2000);
  const page = await pageQuery(db, { before: Number.MAX_SAFE_INTEGER, limit: 10 }).executeTakeFirstOrThrow();
  const [second, first] = auditRecordsOf([{ rows: JSON.parse(page.rows), restBelow: null }]);
  expect(first).toMatchObject({ ...full, id: 1, at: 1000, clockId: 'test', monotonicMs: 5, version: 1 });
  expect(first?.previousHash).toBe(GENESIS_HASH);
  const nothing = { robot: null, source: null, oldValue: null, newValue: null, reason: null };
  expect(second).toMatchObject({ ...auditEvent(), ...nothing, id: 2, workstation: 'desk-3' });
  expect(second?.previousHash).toBe(first?.hash);
  expect(trail.head).toEqual({ id: 2, hash: second?.hash });
  expect(await readHead(db)).toEqual(trail.head);
});

test('the hash is that of the canonical text, written out here by hand', async () => {
  const { db, exec } = await migratedDatabase(migrations);
  await newTrail().append(db, auditEvent({ details: { b: 1, a: 2 } }), 1000);
  const text =
    '{"action":"user.create","actor":{"origin":"command-line","role":null,"sessionId":null,"userId":null,' +
    '"username":"installer"},"at":1000,"clockId":"test","details":{"a":2,"b":1},"id":1,"monotonicMs":5,' +
    '"newValue":null,"oldValue":null,"outcome":"succeeded","reason":null,"robot":null,"source":null,' +
    '"subject":null,"version":1,"workstation":"desk-3"}';
  expect(exec('SELECT hash FROM audit_records')).toEqual([{ hash: chainHash(GENESIS_HASH, text) }]);
});

test('records from before are chained from the first on, the same way every time, and the chain goes on', async () => {
  const hashes: string[][] = [];
  for (let run = 0; run < 2; run++) {
    const database = await unchained(5_003);
    await migrate(database, migrations, false, 5000);
    const trail = newTrail();
    trail.head = await readHead(database.db);
    await trail.append(database.db, auditEvent(), 1);
    const all = chained(database);
    expect(all).toHaveLength(5_004);
    expect(all.every(isUntouched)).toBe(true);
    expect(all.every(({ previousHash }, index) => previousHash === (all[index - 1]?.hash ?? GENESIS_HASH))).toBe(true);
    expect(all[4_999]?.record).toMatchObject({ id: 5_000, at: 6_000, clockId: 'unknown', workstation: null });
    expect((await readHead(database.db)).id).toBe(5_004);
    hashes.push(all.map(({ hash }) => hash));
  }
  expect(hashes[0]).toEqual(hashes[1]);
}, 30_000);

test('what had been cut off the end before stays missed: its number is not given again', async () => {
  const database = await unchained(5);
  database.exec('DROP TRIGGER audit_records_go_into_segments_only; DELETE FROM audit_records WHERE id > 3');
  const guard = BEFORE.flatMap(({ statements }) => statements).findLast((text) =>
    text.includes('go_into_segments_only'),
  );
  database.exec(guard ?? '');
  await migrate(database, migrations, false, 5000);
  expect(await readHead(database.db)).toMatchObject({ id: 5, hash: chained(database)[2]?.hash });
});

test('records that were sealed without a chain are refused, and nothing has happened', async () => {
  const database = await unchained(5);
  database.exec(`INSERT INTO segments VALUES ('audit_records', 1, 2, 0, 0, '${'a'.repeat(64)}', 0)`);
  const refusal = await refusalOf(migrate(database, migrations, false, 5000));
  expect(refusal.code).toBe('STORE_SCHEMA_UNKNOWN');
  expect(database.exec('SELECT count(*) AS count FROM audit_records')).toEqual([{ count: 5 }]);
});

test.each([
  ['changed', "UPDATE audit_records SET action = 'nothing.happened'", 'audit records never change'],
  ['deleted', 'DELETE FROM audit_records', 'audit records are never deleted'],
  ['replaced', 'REPLACE INTO audit_records SELECT * FROM audit_records', 'audit records'],
])('a record cannot be %s', async (_case, statement, message) => {
  const { db, exec } = await migratedDatabase(migrations);
  await newTrail().append(db, auditEvent(), 1000);
  expect(() => exec(statement)).toThrow(message);
});
