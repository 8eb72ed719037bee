import { expect, test } from 'vitest';
import { diskFiles } from '../../../../src-main/store/files.ts';
import { inlineHousekeeper } from '../../../../src-main/store/housekeeping/housekeeper.ts';
import type { Progress } from '../../../../src-main/store/housekeeping/job.ts';
import { CHECKS } from '../../../../src-main/store/integrity/finding.ts';
import { nameFindings } from '../../../../src-main/store/integrity/checks/names.ts';
import { readReport } from '../../../../src-main/store/integrity/report.ts';
import { MOST_FINDINGS_PER_CHECK, verify } from '../../../../src-main/store/integrity/verify.ts';
import { migrations } from '../../../../src-main/store/migrations/all.ts';
import en from '../../../../src-renderer/i18n/en.json' with { type: 'json' };
import vi from '../../../../src-renderer/i18n/vi.json' with { type: 'json' };
import { refusalOf } from '../../../support/store.ts';
import { sql, tampered, unnoticed } from '../../../support/tamper.ts';
import { findingsIn, sampleDatabase } from './damaged.ts';

const job = async (database = sampleDatabase()) => ({
  kind: 'full' as const,
  folder: '/nowhere',
  inUse: false,
  database: await database,
  sequence: 0,
  verifierKey: null,
  migrations,
});

test('progress counts every step once, in order, under names that both languages know', async () => {
  const told: Progress[] = [];
  await inlineHousekeeper(diskFiles).run('verify', await job(), { onProgress: (progress) => told.push(progress) });
  expect(told.map(({ done }) => done)).toEqual(told.map((_, index) => index));
  expect(new Set(told.map(({ total }) => total))).toEqual(new Set([told.length]));
  const labels = told.map(({ label }) => label);
  expect(labels).toEqual(expect.arrayContaining(['pages', 'types', 'orphans', 'segment-files', 'journals']));
  for (const words of [en.verify, vi.verify]) expect(Object.keys(words).toSorted()).toEqual([...CHECKS].toSorted());
  expect(labels.filter((label) => !(label in en.verify))).toEqual([]);
});

test('a signal ends it before the next step', async () => {
  const cancel = new AbortController();
  const told: Progress[] = [];
  const onProgress = (progress: Progress): void => {
    told.push(progress);
    if (told.length === 3) cancel.abort();
  };
  const running = inlineHousekeeper(diskFiles).run('verify', await job(), { onProgress, signal: cancel.signal });
  expect((await refusalOf(running)).code).toBe('VERIFY_CANCELLED');
  expect(told).toHaveLength(3);
});

test('a check with too many findings tells the first of them and the number of the rest', async () => {
  const loose = "UPDATE sqlite_schema SET sql = replace(sql, ' STRICT', '') WHERE name = 'users'";
  const many = `WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 100)
    INSERT INTO users (id, username, canonical_name, display_name, role, password_hash, created_at, last_sign_in_at)
    SELECT i, 'U' || i, 'u' || i, 'U', 'viewer', x'00', 'x', 'y' FROM n`;
  const database = tampered(await sampleDatabase(), sql(loose), sql(`PRAGMA ignore_check_constraints = ON; ${many}`));
  const context = { files: diskFiles, onProgress: () => {}, signal: { aborted: false } };
  const { findings, untold } = await verify(context, await job(database));
  expect(findings.filter(({ check }) => check === 'types')).toHaveLength(MOST_FINDINGS_PER_CHECK);
  expect(untold).toBe(200);
});

test('a database that cannot be opened at all is a finding', async () => {
  const database = tampered(
    await sampleDatabase(),
    sql("UPDATE sqlite_schema SET rootpage = 9999 WHERE name = 'settings'"),
  );
  expect(await findingsIn(await database)).toEqual([
    { check: 'pages', table: null, record: null, finding: expect.stringContaining('malformed'), repair: null },
  ]);
});

test('a check that cannot be carried out is a finding, and the others go on', async () => {
  const named = unnoticed(
    ['segments_never_change', 'segments_never_go', 'segments_follow_each_other'],
    sql('DROP TABLE segments; CREATE TABLE segments (table_name TEXT, first_id INTEGER)'),
  );
  const findings = await findingsIn(await tampered(await sampleDatabase(), ...named));
  const notDone = findings.filter(({ finding }) => finding.startsWith('it could not be looked at'));
  expect(notDone.map(({ check }) => check)).toEqual(['audit-chain']);
  expect(findings.map(({ check }) => check)).toContain('schema');
});

test('accounts that a person could not tell apart are named, and those that cannot be looked up', () => {
  const account = (id: string, username: string, canonicalName: string) => ({ id, username, canonicalName });
  const upper = (name: string): string => name.toUpperCase();
  expect(nameFindings([account('1', 'Ann', 'ANN'), account('2', 'Bob', 'BOB')], upper)).toEqual([]);
  const findings = nameFindings([account('1', 'Ann', 'ANN'), account('2', 'ann', 'ann')], upper);
  expect(findings.map(({ record, finding }) => [record, finding])).toEqual([
    ['2', 'the account ann is kept under "ann", but looked up under "ANN"'],
    ['1, 2', '2 accounts have names that are the same person: "ANN"'],
  ]);
});

test('a report that this console does not understand is none', () => {
  expect(readReport(undefined)).toBeNull();
  expect(readReport({ kind: 'full', at: 1, findings: 'many' })).toBeNull();
});
