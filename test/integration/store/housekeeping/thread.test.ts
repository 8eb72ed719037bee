import { setTimeout } from 'node:timers/promises';
import { expect, onTestFinished, test } from 'vitest';
import { diskFiles } from '../../../../src-main/store/files.ts';
import { inlineHousekeeper, type Housekeeper } from '../../../../src-main/store/housekeeping/housekeeper.ts';
import type { Progress } from '../../../../src-main/store/housekeeping/job.ts';
import type { VerifyJob } from '../../../../src-main/store/integrity/verify.ts';
import { threadedHousekeeper } from '../../../../src-main/store/housekeeping/thread.ts';
import { applyMigrations, schemaOnly } from '../../../../src-main/store/migrate.ts';
import { migrations } from '../../../../src-main/store/migrations/all.ts';
import { openMemoryDatabase } from '../../../../src-main/store/sqlite/memory-database.ts';
import { refusalOf, temporaryFolder } from '../../../support/store.ts';
import { manySegments, tampered } from '../../../support/tamper.ts';

const FRAIL = new URL('frail-worker.ts', import.meta.url);

function closing(housekeeper: Housekeeper): Housekeeper {
  onTestFinished(() => housekeeper.close());
  return housekeeper;
}

async function database(): Promise<Uint8Array> {
  const memory = await openMemoryDatabase(null);
  memory.record();
  await applyMigrations(memory.db, migrations, true, 0);
  const bytes = memory.export();
  memory.close();
  return bytes;
}

async function verifyJob(): Promise<VerifyJob> {
  const folder = await temporaryFolder();
  return {
    kind: 'full',
    folder,
    inUse: false,
    verifierKey: null,
    database: await database(),
    sequence: 0,
    migrations: migrations.map(schemaOnly),
  };
}

const folderJob = (folder: string): VerifyJob => ({
  kind: 'full',
  folder,
  inUse: false,
  verifierKey: null,
  database: null,
  sequence: 0,
  migrations: [],
});

test('every kind of job comes to the same in a thread as it does in place, step by step', async () => {
  const job = await verifyJob();
  const outcomes = [];
  for (const housekeeper of [inlineHousekeeper(diskFiles), closing(threadedHousekeeper())]) {
    const told: Progress[] = [];
    const bytes = job.database?.slice() ?? null;
    const verified = await housekeeper.run(
      'verify',
      { ...job, database: bytes },
      { onProgress: (one) => told.push(one) },
    );
    outcomes.push({ verified, told });
  }
  expect(outcomes[0]?.told.length).toBeGreaterThan(3);
  expect(outcomes[1]).toEqual(outcomes[0]);

  const [inPlace, inThread] = [await temporaryFolder(), await temporaryFolder()];
  const snapshot = { sequence: 7, at: 1, seal: [] };
  const done = await inlineHousekeeper(diskFiles).run('keep-snapshot', {
    ...snapshot,
    folder: inPlace,
    database: await database(),
  });
  const there = closing(threadedHousekeeper()).run('keep-snapshot', {
    ...snapshot,
    folder: inThread,
    database: await database(),
  });
  expect(await there).toEqual(done);
  expect(diskFiles.list(inThread)).toEqual(diskFiles.list(inPlace));
});

test.each([
  ['in place', () => inlineHousekeeper(diskFiles)],
  ['in a thread', () => threadedHousekeeper()],
])('a signal ends a job that is under way, and keeps one from beginning (%s)', async (_where, make) => {
  const housekeeper = closing(make());
  const cancel = new AbortController();
  const onProgress = (): void => cancel.abort();
  const long = { ...(await verifyJob()), database: await tampered(await database(), ...manySegments()) };
  const running = refusalOf(housekeeper.run('verify', long, { onProgress, signal: cancel.signal }));
  const waiting = refusalOf(housekeeper.run('verify', await verifyJob(), { signal: cancel.signal }));
  expect((await running).code).toBe('VERIFY_CANCELLED');
  expect((await waiting).code).toBe('VERIFY_CANCELLED');
  expect((await housekeeper.run('verify', await verifyJob())).steps).toBeGreaterThan(0);
});

test('a failure of the system crosses in its own words', async () => {
  const job = { folder: '/nowhere/at/all', sequence: 1, at: 1, seal: [], database: await database() };
  await expect(closing(threadedHousekeeper()).run('keep-snapshot', job)).rejects.toThrow('ENOENT');
});

test.each([
  ['exit', 'the housekeeping thread ended (3)'],
  ['throw', 'the thread stumbled'],
])('a thread that dies of its job (%s) rejects it, and the next job starts another', async (folder, words) => {
  const housekeeper = closing(threadedHousekeeper(FRAIL));
  const first = await housekeeper.run('verify', folderJob('fine'));
  const dying = housekeeper.run('verify', folderJob(folder));
  const behind = housekeeper.run('verify', folderJob('fine'));
  await expect(dying).rejects.toThrow(words);
  expect(await behind).not.toEqual(first);
  expect(await housekeeper.run('verify', folderJob('fine'))).toEqual(await behind);
});

test('a thread that dies between two jobs is not asked again', async () => {
  const housekeeper = closing(threadedHousekeeper(FRAIL));
  const first = await housekeeper.run('verify', folderJob('exit afterwards'));
  await setTimeout(200);
  expect(await housekeeper.run('verify', folderJob('fine'))).not.toEqual(first);
});
