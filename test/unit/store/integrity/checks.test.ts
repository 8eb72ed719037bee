import { describe, expect, test } from 'vitest';
import { reword, sql, tampered, unnoticed } from '../../../support/tamper.ts';
import { migrations } from '../../../../src-main/store/migrations/all.ts';
import { migratedDatabase } from '../migrated-database.ts';
import { findingsAfter, findingsIn, sampleDatabase } from './damaged.ts';

const user = (id: string, canonicalName: string, role = "'viewer'", createdAt: number | string = 0): string =>
  `INSERT INTO users (id, username, canonical_name, display_name, role, password_hash, created_at)
    VALUES ('${id}', 'U', '${canonicalName}', 'U', ${role}, 'hash', ${createdAt})`;

test('a whole database has no findings, and tampering that changes nothing adds none', async () => {
  expect(await findingsIn(await sampleDatabase())).toEqual([]);
  expect(await findingsIn(await sampleDatabase(), 'quick')).toEqual([]);
  expect(await findingsAfter(...unnoticed(['audit_records_by_action']))).toEqual([]);
});

test('a database of a console that knew fewer tables is verified by what was right then', async () => {
  const older = await migratedDatabase(migrations.slice(0, 2));
  expect(await findingsIn(older.export())).toEqual([]);
});

describe('pages', () => {
  test('an index that lacks a row is named, with its table and a repair', async () => {
    const steps = unnoticed(
      ['audit_records_by_action'],
      sql(
        `INSERT INTO audit_records
          (at, clock_id, monotonic_ms, actor_origin, action, outcome, details, version, previous_hash, hash)
        SELECT 9, 'c', 1, 'console', 'a.b', 'failed', '{}', 1, previous_hash, hash FROM audit_records WHERE id = 12`,
      ),
    );
    expect(await findingsAfter(...steps)).toEqual([
      {
        check: 'pages',
        table: 'audit_records',
        record: 'audit_records_by_action',
        finding: expect.stringMatching(
          /^the index disagrees with its table in 2 places, first: .*audit_records_by_action$/,
        ),
        repair: 'reindex',
      },
    ]);
  });

  test('an index with the right number of wrong rows is found by a full verification, where a quick one sees nothing', async () => {
    const steps = unnoticed(
      ['audit_records_by_action', 'audit_records_never_change'],
      sql("UPDATE audit_records SET action = 'x.y' WHERE id = 7"),
    );
    const database = await tampered(await sampleDatabase(), ...steps);
    expect(await findingsIn(database, 'quick')).toEqual([]);
    expect(await findingsIn(database)).toMatchObject([{ record: 'audit_records_by_action', repair: 'reindex' }]);
  });

  test('damaged pages are found, and then no index is made again on top of them', async () => {
    const database = await sampleDatabase();
    const pageSize = 4096;
    // the b-tree header of the page behind the schema's: type and number of cells
    for (let page = 2; page * pageSize <= database.length; page += 3) {
      database.fill(0xff, (page - 1) * pageSize, (page - 1) * pageSize + 8);
    }
    const findings = await findingsIn(database);
    expect(findings.filter(({ check }) => check === 'pages').length).toBeGreaterThan(0);
    expect(findings.filter(({ repair }) => repair !== null)).toEqual([]);
  });

  test('a value that a CHECK forbids is found', async () => {
    const steps = [sql(`PRAGMA ignore_check_constraints = ON; ${user('4', 'dan', "'viewer'", -1)}`)];
    expect(await findingsAfter(...steps)).toEqual([
      { check: 'pages', table: 'users', record: null, finding: 'CHECK constraint failed in users', repair: null },
    ]);
  });
});

describe('types', () => {
  const looseUsers = reword('users', (words) => words.replace('STRICT', '').replaceAll('NOT NULL', ''));
  const laxUsers = reword('users', (words) => words.replace(' STRICT', ''));
  const strictUsers = reword('users', (words) => `${words} STRICT`);

  test('text in a column of numbers is named by its record', async () => {
    expect(await findingsAfter(laxUsers, sql(user('4', 'dan', "'viewer'", "'x'")), strictUsers)).toEqual([
      {
        check: 'types',
        table: 'users',
        record: '4',
        finding: 'created_at holds text where integer belongs',
        repair: null,
      },
    ]);
  });

  test('so is NULL where there must be a value, and a table that has lost its promise hides neither', async () => {
    const findings = await findingsAfter(
      looseUsers,
      sql("UPDATE users SET display_name = NULL WHERE id = 'id-of-Bob'"),
    );
    expect(findings).toEqual([
      expect.objectContaining({ check: 'schema', record: 'users' }),
      expect.objectContaining({
        check: 'types',
        record: 'id-of-Bob',
        finding: 'display_name holds null where text belongs',
      }),
    ]);
  });
});

describe('schema', () => {
  test.each([
    ['STRICT', (words: string) => words.replace(' STRICT', '')],
    ['UNIQUE', (words: string) => words.replace(' UNIQUE', '')],
    ['NOT NULL', (words: string) => words.replace('display_name TEXT NOT NULL', 'display_name TEXT')],
    ['CHECK', (words: string) => words.replace(' CHECK (created_at >= 0)', '')],
  ])('a table that has lost %s is named', async (promise, change) => {
    // without UNIQUE its index would belong to nobody
    const index =
      promise === 'UNIQUE' ? [sql("DELETE FROM sqlite_schema WHERE name = 'sqlite_autoindex_users_2'")] : [];
    const findings = await findingsAfter(...index, reword('users', change));
    expect(findings).toContainEqual({
      check: 'schema',
      table: 'users',
      record: 'users',
      finding: `the table is not as the migrations make it: it has lost ${promise}`,
      repair: null,
    });
  });

  test('a trigger that is gone, one that was added and one that was pacified are named', async () => {
    const findings = await findingsAfter(
      sql('DROP TRIGGER segments_never_go'),
      sql("CREATE TRIGGER added AFTER INSERT ON users BEGIN SELECT 'hello'; END"),
      reword('audit_records_never_change', (words) => words.replace(/SELECT RAISE.*?\)/, 'SELECT 1')),
    );
    expect(findings.map(({ table, record, finding }) => [table, record, finding])).toEqual([
      ['audit_records', 'audit_records_never_change', expect.stringContaining('it has lost RAISE')],
      ['segments', 'segments_never_go', 'the trigger is missing'],
      ['users', 'added', 'no migration makes this trigger'],
    ]);
  });

  test('an index that is gone is missed', async () => {
    expect(await findingsAfter(sql('DROP INDEX audit_records_by_actor'))).toMatchObject([
      { check: 'schema', table: 'audit_records', record: 'audit_records_by_actor', finding: 'the index is missing' },
    ]);
  });
});

describe('schema history', () => {
  test.each([
    ['comes from a newer console', "INSERT INTO schema_history VALUES (99, 'later', 0)", 'made by a newer console'],
    ['is not ours', "UPDATE schema_history SET name = 'doors' WHERE number = 2", 'another line of the console'],
    ['has a gap', 'DELETE FROM schema_history WHERE number = 1', 'another line of the console'],
    ['is gone', 'DROP TABLE schema_history', 'not made by this console'],
  ])('one that %s is said to be so, and nothing is judged by what does not apply', async (_what, step, words) => {
    expect(await findingsAfter(sql(step))).toEqual([
      {
        check: 'schema-history',
        table: 'schema_history',
        record: null,
        finding: expect.stringContaining(words),
        repair: null,
      },
    ]);
  });
});

describe('duplicates', () => {
  test('two accounts with one canonical name are named, though the index between them would deny it', async () => {
    const steps = unnoticed(
      ['sqlite_autoindex_users_2'],
      reword('users', (words) => words.replace(' UNIQUE', '')),
      sql(user('4', 'ann')),
      reword('users', (words) => words.replace(/canonical_name TEXT NOT NULL/, '$& UNIQUE')),
    );
    const findings = await findingsAfter(...steps);
    expect(findings).toContainEqual({
      check: 'duplicates',
      table: 'users',
      record: 'id-of-Ann, 4',
      finding: '2 records have the same canonical_name',
      repair: null,
    });
    expect(findings).toContainEqual(expect.objectContaining({ check: 'pages', record: 'sqlite_autoindex_users_2' }));
  });
});

describe('orphans', () => {
  test('a setting whose author is gone is named, and can do without', async () => {
    expect(await findingsAfter(sql("DELETE FROM users WHERE id = 'id-of-Ann'"))).toEqual([
      {
        check: 'orphans',
        table: 'settings',
        record: 'language',
        finding: 'changed_by names id-of-Ann of users, which is not there',
        repair: 'forget-account',
      },
    ]);
  });

  test('an account that is only missing from its index is not called gone', async () => {
    const steps = unnoticed(
      ['sqlite_autoindex_users_1'],
      reword('users', (words) => words.replace(' PRIMARY KEY', '')),
      sql("UPDATE users SET id = 'id-of-Zoe' WHERE id = 'id-of-Ann'; UPDATE settings SET changed_by = 'id-of-Zoe'"),
      reword('users', (words) => words.replace(/id TEXT NOT NULL/, '$& PRIMARY KEY')),
    );
    const findings = await findingsAfter(...steps);
    expect(findings.map(({ check, record }) => `${check} ${record}`)).toEqual(['pages sqlite_autoindex_users_1']);
  });
});

describe('the audit chain', () => {
  const guards = ['audit_records_go_into_segments_only', 'audit_records_never_change'];

  test.each([
    ['in the middle', 'id = 8', [['8', 'the record is missing']]],
    [
      'more than one',
      'id IN (6, 7, 10)',
      [
        ['6 to 7', '2 records are missing'],
        ['10', 'the record is missing'],
      ],
    ],
    ['behind the last segment', 'id = 5', [['5', 'the record is missing']]],
    ['at the end', 'id > 10', [['11 to 12', '2 records are missing']]],
    ['all', 'id > 0', [['5 to 12', '8 records are missing']]],
  ])('records that were taken away are missed: %s', async (_where, condition, missing) => {
    const findings = await findingsAfter(...unnoticed(guards, sql(`DELETE FROM audit_records WHERE ${condition}`)));
    expect(findings.map(({ record, finding }) => [record, finding])).toEqual(missing);
    expect(
      findings.every(
        ({ check, table, repair }) => check === 'audit-chain' && table === 'audit_records' && repair === null,
      ),
    ).toBe(true);
  });

  test('a record that is in a segment as well is named', async () => {
    const steps = unnoticed(guards, sql('UPDATE audit_records SET id = 2 WHERE id = 12'));
    const findings = await findingsAfter(...steps);
    expect(findings).toContainEqual(
      expect.objectContaining({ record: '2', finding: 'the record is in a segment as well' }),
    );
  });
});

describe('the segment chain', () => {
  const guards = ['segments_never_change', 'segments_never_go', 'segments_follow_each_other'];

  test.each([
    ['a gap', 'DELETE FROM segments WHERE first_id = 1', 'audit_records 3', 'the records 1 to 2 are in no segment'],
    [
      'an overlap',
      'UPDATE segments SET last_id = 3 WHERE first_id = 1',
      'audit_records 3',
      'the records 3 to 3 are in two segments',
    ],
  ])('%s is named', async (_what, step, record, finding) => {
    const findings = await findingsAfter(...unnoticed(guards, sql(step)));
    expect(findings).toEqual([{ check: 'segment-chain', table: 'segments', record, finding, repair: null }]);
  });
});
