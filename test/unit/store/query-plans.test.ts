import initSqlJs from 'sql.js/dist/sql-wasm-inline.js';
import { beforeAll, describe, expect, test } from 'vitest';
import type { OneTimeSecret } from '../../../src-main/access/one-time-secret.ts';
import { USER_ORDERS, type UserQuery } from '../../../src-main/access/users.ts';
import { NO_FIGURES } from '../../../src-main/firmware/history/figures.ts';
import { readHead } from '../../../src-main/store/audit-trail.ts';
import { migrations } from '../../../src-main/store/migrations/all.ts';
import { applyMigrations } from '../../../src-main/store/migrate.ts';
import { runRead, type ReadArgs, type ReadName } from '../../../src-main/store/reads.ts';
import { pageQuery } from '../../../src-main/store/repositories/audit.ts';
import { archiveState, enterArchived } from '../../../src-main/store/repositories/archive.ts';
import { keepCheckpoint, lastCheckpoint } from '../../../src-main/store/repositories/checkpoints.ts';
import { enterSegment, hotRange } from '../../../src-main/store/repositories/segments.ts';
import { buildSegment } from '../../../src-main/store/segments/build-segment.ts';
import type { SealedSegments } from '../../../src-main/store/segments/sealed-segments.ts';
import { sealedSegments } from '../../../src-main/store/segments/sealed-segments.ts';
import { diskFiles } from '../../../src-main/store/files.ts';
import { openMemoryDatabase, type MemoryDatabase } from '../../../src-main/store/sqlite/memory-database.ts';
import { runFigures, runWrite, type WriteArgs, type WriteName } from '../../../src-main/store/writes.ts';
import { auditEvent, newTrail, newUser, SEGMENT_FACTS } from '../../support/store.ts';

const seen = new Set<string>();
const trail = newTrail();
let main: MemoryDatabase;
let sealed: MemoryDatabase;

beforeAll(async () => {
  main = await openMemoryDatabase(null, { onQuery: ({ sql }) => void seen.add(sql) });
  main.record();
  await applyMigrations(main.db, migrations, true, 0);
  for (let at = 0; at < 4; at++) await runWrite({ db: main.db, trail }, 'audit.append', {}, auditEvent(), at);
  const sqlJs = await initSqlJs();
  const source = new sqlJs.Database(main.export());
  const segment = buildSegment(sqlJs, source, { firstId: 1, lastId: 2 });
  source.close();
  sealed = await openMemoryDatabase(segment.database);
  main.record();
  return () => [main, sealed].forEach((database) => database.close());
});

const plan = ({ exec }: MemoryDatabase, text: string): string[] =>
  exec(`EXPLAIN QUERY PLAN ${text}`).map(({ detail }) => String(detail));

/** Steps of a plan that read a whole table; what goes along an index, or is only a subquery's answer, does not. */
function scans(database: MemoryDatabase, text: string): string[] {
  const tables = database
    .exec("SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite%'")
    .map(({ name }) => String(name));
  return plan(database, text).filter((step) => tables.some((table) => step === `SCAN ${table}`));
}

test('a scan would be noticed', () => {
  expect(scans(main, 'SELECT * FROM audit_records WHERE outcome = 1')).toEqual(['SCAN audit_records']);
  expect(scans(main, 'SELECT * FROM (SELECT * FROM users u ORDER BY u.role) AS page')).toEqual([]);
  expect(plan(main, 'SELECT * FROM audit_records ORDER BY at')).toContain('USE TEMP B-TREE FOR ORDER BY');
});

describe('a page of audit records', () => {
  const pages = [
    {},
    { actorUserId: 'id-of-Ann' },
    { action: 'user.create' },
    { actorUserId: 'id-of-Ann', action: 'user.create' },
    { robot: 'hoist-1' },
    { outcome: 'refused' as const },
    { outcome: 'succeeded' as const },
    { from: 1, to: 2 },
    { text: 'shift' },
    { robots: ['hoist-1', 'hoist-2'] },
    { limitedTo: { userId: 'id-of-Ann', objects: ['robot', 'alarm'] } },
  ];
  const narrow = [
    [{ actorUserId: 'id-of-Ann' }, 'audit_records_by_actor (actor_user_id=? AND id<?)'],
    [{ action: 'user.create' }, 'audit_records_by_action (action=? AND id<?)'],
    [{ robot: 'hoist-1' }, 'audit_records_by_robot (robot=? AND id<?)'],
    [{ outcome: 'refused' as const }, 'audit_records_by_trouble (outcome=? AND id<?)'],
  ] as const;

  test.each(narrow)('is found along the index for %o', (filter, index) => {
    for (const database of [main, sealed]) {
      const { sql } = pageQuery(database.db, { before: 100, limit: 100, ...filter }).compile();
      expect(plan(database, sql).join()).toContain(index);
    }
  });

  test.each(pages)('is found along an index, in the database as in a segment: %o', (filter) => {
    for (const database of [main, sealed]) {
      const { sql } = pageQuery(database.db, { before: 100, limit: 100, ...filter }).compile();
      const steps = plan(database, sql);
      expect(scans(database, sql)).toEqual([]);
      expect(steps.filter((step) => step.startsWith('SEARCH audit_records USING'))).toHaveLength(1);
      expect(steps.filter((step) => step.includes('TEMP B-TREE'))).toEqual([]);
    }
  });
});

const EVERYBODY: UserQuery = {
  search: '',
  role: null,
  status: 'present',
  order: 'username',
  descending: false,
  offset: 0,
  limit: 20,
};
const SECRET: OneTimeSecret = { hash: 'hash', issued: { run: 'run', uptime: 0, wall: 0 }, redeemed: false };

describe('everything else that the store is asked', () => {
  const byName: { readonly [N in ReadName]: ReadArgs<N> } = {
    'users.count': {},
    'users.list': {},
    'users.names': {},
    'users.page': { ...EVERYBODY, search: 'ann', role: 'operator', status: 'active' },
    'users.byCanonicalName': { canonicalName: 'ann' },
    'users.one': { id: 'id-of-Ann' },
    'roles.list': {},
    'roles.people': {},
    'credentials.find': { canonicalName: 'ann' },
    'throttles.read': { keys: ['one', 'other'] },
    'sessions.list': { userId: 'id-of-Ann', limit: 10 },
    'settings.read': { key: 'language' },
    'links.at': { spanMs: 3_600_000, starts: [0, 3_600_000] },
    'links.history': { robot: 'hoist-1', from: 0 },
    'links.oldest': { before: 1, most: 0, limit: 10 },
    'audit.range': { firstId: 1, lastId: 4 },
    'audit.checkpoints': {},
    'audit.stubs': {},
    'audit.archive': { before: 10 },
    'audit.keySuccessions': {},
    'audit.page': { limit: 3, actorUserId: 'id-of-Ann', action: 'user.create', subject: 'id-of-Ann' },
  };
  const changes: { readonly [N in WriteName]: WriteArgs<N> } = {
    'users.create': newUser('Ann', { role: 'administrator' }),
    'users.recordSignIn': { userId: 'id-of-Ann', at: 1 },
    'users.edit': { id: 'id-of-Bob', displayName: 'Bob', searchText: 'bob bob' },
    'users.assignRole': { id: 'id-of-Bob', role: 'viewer' },
    'users.assignScope': { id: 'id-of-Bob', scope: { robots: ['hoist-1'], groups: [] } },
    'roles.create': {
      id: 'role-1',
      name: 'Hall lead',
      canonicalName: 'hall lead',
      inherits: 'operator',
      changes: [{ resource: 'alarm', action: 'view', granted: true, reason: 'answers for the hall at night' }],
    },
    'roles.edit': { id: 'role-1', name: 'Lead', canonicalName: 'lead', inherits: 'viewer', changes: [] },
    'roles.delete': { id: 'role-1' },
    'users.disable': { id: 'id-of-Bob', disabledAt: 1 },
    'users.delete': { id: 'id-of-Bob', deletedAt: 1 },
    'credentials.resetPassword': {
      id: 'id-of-Cleo',
      unusableHash: 'none',
      secret: SECRET,
      at: 1,
      throttles: [],
      throttleLimit: 9,
      mayBeLast: false,
    },
    'credentials.changePassword': {
      id: 'id-of-Ann',
      verifiedHash: 'a hash',
      passwordHash: 'b hash',
      formerHashes: ['a hash'],
      at: 1,
      sessionId: 'one',
    },
    'secondFactor.enrol': { id: 'id-of-Ann', sealedKey: 'sealed', lastStep: 1, recoveryHashes: ['0', '1'], at: 1 },
    'credentials.prove': {
      userId: 'id-of-Ann',
      role: 'administrator',
      verifiedHash: 'b hash',
      rehashed: null,
      secondFactor: { kind: 'code', stepBefore: 1, step: 1 },
      throttles: [],
      throttleLimit: 9,
    },
    'secondFactor.replaceCodes': { id: 'id-of-Ann', recoveryHashes: ['2', '3'] },
    'sessions.begin': {
      id: 'session',
      userId: 'id-of-Ann',
      role: 'administrator',
      scope: null,
      tokenHash: 'hash',
      origin: 'loopback',
      at: 1,
      verifiedHash: 'b hash',
      rehashed: 'c hash',
      redeemed: null,
      proof: { kind: 'code', stepBefore: 1, step: 2 },
      throttles: [{ key: 'one', state: { failures: 1, last: { run: 'run', uptime: 0, wall: 0 } } }],
      throttleLimit: 10,
      ending: [{ id: 'other', by: 'replaced' }],
    },
    'sessions.mark': { id: 'session', lockedAt: 1, activeAt: 1 },
    'sessions.end': { id: 'session', at: 1, by: 'sign-out', activeAt: 1 },
    'sessions.endAllOf': { userId: 'id-of-Ann', except: 'session', at: 1, by: 'owner' },
    'sessions.closeFormer': { at: 1, forgetBefore: 1 },
    'secondFactor.remove': { id: 'id-of-Ann' },
    'throttles.keep': {
      changes: [
        { key: 'one', state: { failures: 2, last: { run: 'run', uptime: 0, wall: 0 } } },
        { key: 'two', state: { failures: 1, last: { run: 'run', uptime: 0, wall: 0 } } },
      ],
      limit: 1,
    },
    'settings.change': { key: 'language', value: 'vi', at: 1, by: 'id-of-Ann' },
    'audit.newKey': {
      log: 'l',
      old_key_id: '01020304',
      old_verifier_key: null,
      new_key_id: '05060708',
      new_verifier_key: 'l+05060708+A',
      at: 1,
    },
    'audit.append': {},
  };
  const nothingSealed: SealedSegments = { newestBelow: async () => null, cache: { hits: 0, misses: 0 }, close() {} };

  test('no statement of a read, a write or the store itself reads a whole table', async () => {
    for (const name of ['Bob', 'Cleo'])
      await runWrite({ db: main.db, trail }, 'users.create', newUser(name, { secret: SECRET }), auditEvent(), 1);
    seen.clear();
    for (const name of Object.keys(changes) as WriteName[])
      await runWrite({ db: main.db, trail }, name, changes[name], auditEvent(), 1);
    await runFigures(main.db, 'links.keep', {
      at: 1,
      flush: { run: 'one', number: 1 },
      rows: [{ robot: 'hoist-1', spanMs: 3_600_000, startedAt: 0, figures: NO_FIGURES }],
      lives: [],
      daysNow: { robot: 'hoist-1', startedAt: 0 },
      forget: { before: 1, most: 1 },
    });
    for (const name of Object.keys(byName) as ReadName[]) {
      await runRead({ db: main.db, sealed: nothingSealed }, name, byName[name]);
    }
    for (const order of USER_ORDERS) {
      for (const descending of [false, true]) {
        await runRead({ db: main.db, sealed: nothingSealed }, 'users.page', { ...EVERYBODY, order, descending });
      }
    }
    await keepCheckpoint(main.db, {
      segment: 1,
      size: 2,
      state: 'open',
      log: 'l',
      key_id: '01020304',
      signed_at: 1,
      note: 'n',
    });
    await keepCheckpoint(main.db, {
      segment: 1,
      size: 4,
      state: 'sealed',
      log: 'l',
      key_id: '01020304',
      signed_at: 1,
      note: 'n',
    });
    await lastCheckpoint(main.db);
    await lastCheckpoint(main.db, '01020304');
    await readHead(main.db);
    await hotRange(main.db);
    expect(await sealedSegments(diskFiles, '/nowhere').newestBelow(main.db, 'audit_records', 1)).toBeNull();
    await enterSegment(main.db, { ...SEGMENT_FACTS, first_id: 1, last_id: 2, first_at: 0, last_at: 0 });
    await enterSegment(main.db, { ...SEGMENT_FACTS, first_id: 3, last_id: 4, first_at: 0, last_at: 0 });
    await enterArchived(
      main.db,
      { segment: 1, first_id: 1, last_id: 2, folder: '/f', file: 'f', sha256: 'a'.repeat(64), archived_at: 1 },
      { segment: 1, size: 2, state: 'archived', log: 'l', key_id: '01020304', signed_at: 1, note: 'n' },
    );
    expect(await archiveState(main.db, { before: 1 })).toMatchObject({ archived: { lastId: 2 }, due: null });
    expect(seen.size).toBeGreaterThan(12);
    expect([...seen].flatMap((text) => scans(main, text).map((step) => `${step}: ${text}`))).toEqual([]);
  });

  test('what every record that leaves the database is asked for is found at once, however many segments there are', () => {
    const [trigger] = main.exec("SELECT sql FROM sqlite_schema WHERE name = 'audit_records_go_into_segments_only'");
    const query = /\((SELECT last_id[^)]*LIMIT 1)\)/.exec(String(trigger?.['sql']).replaceAll(/\s+/g, ' '))?.[1];
    expect(plan(main, query ?? '')).toEqual(['SEARCH segments USING PRIMARY KEY (table_name=?)']);
  });
});

describe('the schema that the migrations make', () => {
  const rows = (text: string): Record<string, unknown>[] => main.exec(text);

  test('holds every table to its types, and every table has a key', () => {
    const tables = rows("SELECT name, sql FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite%'");
    expect(tables.length).toBeGreaterThanOrEqual(5);
    for (const { name, sql } of tables) {
      expect([name, /\) STRICT(, WITHOUT ROWID)?$/.test(String(sql))]).toEqual([name, true]);
      expect([name, rows(`PRAGMA table_info(${String(name)})`).some(({ pk }) => pk === 1)]).toEqual([name, true]);
    }
  });

  test('has an index for every reference, and the ones that pages and look-ups need', () => {
    const indexed = rows(`
      SELECT m.name AS "table", group_concat(i.name, ', ') AS columns
      FROM sqlite_schema m, pragma_index_list(m.name) l, pragma_index_info(l.name) i
      WHERE m.type = 'table' GROUP BY m.name, l.name`).map(
      ({ table, columns }) => `${String(table)}: ${String(columns)}`,
    );
    expect(indexed).toEqual(
      expect.arrayContaining([
        'users: canonical_name',
        'users: role, canonical_name',
        'audit_records: subject, id',
        'roles: inherits',
        'sessions: user_id, begun_at',
        'audit_records: actor_user_id, id',
        'audit_records: action, id',
        'segments: table_name, first_id',
        'settings: changed_by',
      ]),
    );
    const references = rows(`
      SELECT m.name AS "table", f."from" AS "column" FROM sqlite_schema m, pragma_foreign_key_list(m.name) f
      WHERE m.type = 'table'`).map(({ table, column }) => `${String(table)}: ${String(column)}`);
    expect(references).toContain('settings: changed_by');
    for (const reference of references) expect(indexed.some((one) => one.startsWith(reference))).toBe(true);
  });

  test('lets nothing be unknown or twice that must not be', () => {
    expect(() => main.exec("INSERT INTO settings VALUES ('k', '1', 0, 'nobody')")).toThrow('FOREIGN KEY');
    const nullable = rows(`
      SELECT m.name || '.' || c.name AS "column" FROM sqlite_schema m, pragma_table_info(m.name) c
      WHERE m.type = 'table' AND c."notnull" = 0 AND c.pk = 0 AND m.name NOT LIKE 'sqlite%' ORDER BY 1`);
    expect(nullable.map(({ column }) => column)).toEqual([
      'audit_key_successions.old_key_id',
      'audit_key_successions.old_verifier_key',
      'audit_records.actor_role',
      'audit_records.actor_session_id',
      'audit_records.actor_user_id',
      'audit_records.actor_username',
      'audit_records.new_value',
      'audit_records.old_value',
      'audit_records.reason',
      'audit_records.robot',
      'audit_records.source',
      'audit_records.subject',
      'audit_records.workstation',
      'recovery_codes.hash',
      'roles.inherits',
      'sessions.ended_at',
      'sessions.ended_by',
      'sessions.locked_at',
      'settings.changed_by',
      'users.deleted_at',
      'users.disabled_at',
      'users.last_sign_in_at',
      'users.password_changed_at',
      'users.scope',
    ]);
  });
});
