import { copyFileSync, readdirSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';
import type { Actor } from '../../../../src-main/audit/record.ts';
import { diskFiles } from '../../../../src-main/store/files.ts';
import type { Verification } from '../../../../src-main/store/integrity/local-verifier.ts';
import type { LocalStore } from '../../../../src-main/store/local-store.ts';
import { recover } from '../../../../src-main/store/opening/recover.ts';
import { auditPage, auditRecordsOf, type AuditRecord } from '../../../../src-main/store/repositories/audit.ts';
import { RawJson } from '../../../../src-main/store/raw-json.ts';
import { createFailingFiles } from '../../../support/failing-files.ts';
import { newUser } from '../../../support/store.ts';
import { misleadIndex, reword, sql, unnoticed, type Tampering } from '../../../support/tamper.ts';
import {
  change,
  closedAtTheEnd,
  findingsOf,
  flipByte,
  openedHere,
  snapshotsOf,
  tamperBoth,
  tamperSnapshot,
  usedFolder,
} from './used-folder.ts';

const BY: Actor = { userId: 'id-of-Ann', username: 'Ann', role: 'administrator', sessionId: 's', origin: 'loopback' };

const opened = async (dir: string): Promise<LocalStore> => closedAtTheEnd(await openedHere(dir));
const repaired = (store: LocalStore): Promise<Verification> => store.verify({ kind: 'full', repair: true, by: BY });
const quarantined = (dir: string): string[] => readdirSync(path.join(dir, 'quarantine')).map((name) => name.slice(14));

async function repairsOnRecord(store: LocalStore): Promise<AuditRecord[]> {
  const [outcome] = await store.run([
    { kind: 'read', name: 'audit.page', args: { limit: 9, action: 'integrity.repair' } },
  ]);
  if (!outcome || 'error' in outcome || !(outcome.value instanceof RawJson)) throw new Error('no page');
  return auditRecordsOf([JSON.parse(outcome.value.text)]);
}

/** An index with as many rows as its table, and one of them wrong: nothing that opening looks at. */
const wrongIndex: readonly Tampering[] = misleadIndex(20);

test('without being asked to, nothing is repaired', async () => {
  const dir = await usedFolder();
  await tamperSnapshot(dir, 0, ...wrongIndex);
  const store = await opened(dir);
  for (let round = 0; round < 2; round++) {
    const { findings, repairs } = await store.verify({ kind: 'full', repair: false, by: BY });
    expect(findings).toMatchObject([{ record: 'audit_records_by_action', repair: 'reindex' }]);
    expect(repairs).toEqual([]);
  }
  expect(await repairsOnRecord(store)).toEqual([]);
});

test('an index that disagrees with its table is made again, on the record, and comes back from the journal', async () => {
  const dir = await usedFolder();
  await tamperSnapshot(dir, 0, ...wrongIndex);
  const store = await opened(dir);
  const { findings, repairs } = await repaired(store);
  expect(findings).toEqual([]);
  expect(repairs).toMatchObject([{ finding: { repair: 'reindex' }, outcome: 'succeeded', problem: null }]);
  expect(await repairsOnRecord(store)).toMatchObject([
    {
      actor: BY,
      subject: 'audit_records_by_action',
      outcome: 'succeeded',
      details: { repair: 'reindex', check: 'pages', table: 'audit_records' },
    },
  ]);
  // what the disk holds at this moment, as a kill would leave it: the faulty snapshot, and the repair in the journal
  const { memory, snapshot } = await recover(diskFiles, dir);
  expect(snapshot?.sequence).toBe(store.status().opening.snapshotSequence);
  expect(memory.exec('PRAGMA integrity_check')).toEqual([{ integrity_check: 'ok' }]);
  const found = await auditPage(
    { db: memory.db, sealed: { newestBelow: async () => null, cache: { hits: 0, misses: 0 }, close() {} } },
    { limit: 30, action: 'user.create' },
  );
  expect(auditRecordsOf([JSON.parse(found.text)]).map(({ id }) => id)).toContain(20);
  memory.close();
});

test('an index that cannot be made again says why, and the failed attempt is on the record', async () => {
  const dir = await usedFolder();
  const words = await usersTable(dir);
  await tamperSnapshot(
    dir,
    0,
    ...unnoticed(
      ['sqlite_autoindex_users_2'],
      reword('users', (text) => text.replace(' UNIQUE', '')),
      sql("UPDATE users SET canonical_name = 'ann' WHERE id = 'id-of-Bob'"),
      reword('users', () => words),
    ),
  );
  const store = await opened(dir);
  const { findings, repairs } = await repaired(store);
  expect(repairs).toMatchObject([{ outcome: 'failed', problem: expect.stringContaining('UNIQUE constraint failed') }]);
  expect(findings.map(({ check }) => check).toSorted()).toEqual(['duplicates', 'pages']);
  expect(await repairsOnRecord(store)).toMatchObject([
    { outcome: 'failed', details: { problem: expect.stringContaining('UNIQUE') } },
  ]);
  // the failed attempt took nothing with it
  await change(store, 'users.create', newUser('Cat'));
});

async function usersTable(dir: string): Promise<string> {
  const { memory } = await recover(diskFiles, dir);
  const [row] = memory.exec("SELECT sql FROM sqlite_schema WHERE name = 'users'");
  memory.close();
  return String(row?.['sql']);
}

test('a segment file that nobody names goes to quarantine; a file of somebody else stays where it is', async () => {
  const dir = await usedFolder();
  const segments = path.join(dir, 'segments');
  const [first = ''] = readdirSync(segments).toSorted();
  copyFileSync(path.join(segments, first), path.join(segments, 'audit-000000000901-000000000908.db'));
  copyFileSync(path.join(segments, first), path.join(segments, 'notes.txt'));
  const store = await opened(dir);
  const { findings } = await repaired(store);
  expect(findings.map(({ record }) => record)).toEqual(['segments/notes.txt']);
  expect(quarantined(dir)).toEqual(['audit-000000000901-000000000908.db']);
  expect(readdirSync(segments)).toContain(first);
  expect(await repairsOnRecord(store)).toMatchObject([{ details: { repair: 'set-segment-aside' } }]);
});

test('a snapshot that was damaged meanwhile goes to quarantine, and a new one takes its place', async () => {
  const dir = await usedFolder();
  const store = await opened(dir);
  const [newest = '', older = ''] = snapshotsOf(dir);
  for (const name of [newest, older]) flipByte(path.join(dir, name), 5000);
  const { findings, repairs } = await repaired(store);
  expect(repairs.map(({ outcome }) => outcome)).toEqual(['succeeded', 'succeeded']);
  expect(findings).toEqual([]);
  expect(quarantined(dir).toSorted()).toEqual([newest, older].toSorted());
  expect(snapshotsOf(dir)).toHaveLength(1);
  await change(store, 'audit.append', {});
  await store.close();
  expect(snapshotsOf(dir)).toHaveLength(2);
  expect(await findingsOf(dir)).toEqual([]);
});

test('a setting forgets the account that is gone, where nothing better can be opened', async () => {
  const dir = await usedFolder();
  await tamperBoth(dir, sql("DELETE FROM users WHERE id = 'id-of-Ann'"));
  await expect(openedHere(dir)).rejects.toMatchObject({ code: 'STORE_DAMAGED' });
  const faulty = snapshotsOf(dir);
  const store = closedAtTheEnd(await openedHere(dir, { acceptRepairable: true }));
  const { findings, repairs } = await repaired(store);
  expect(findings).toEqual([]);
  expect(repairs.map(({ finding }) => finding.record)).toEqual(['language', ...faulty]);
  const [setting] = await store.run([{ kind: 'read', name: 'settings.read', args: { key: 'language' } }]);
  expect(setting).toEqual({ value: 'vi' });
  await store.close();
  await (await openedHere(dir)).close();
});

test('an account that is there is not forgotten, whatever an index says', async () => {
  const dir = await usedFolder();
  const words = await usersTable(dir);
  await tamperSnapshot(
    dir,
    0,
    ...unnoticed(
      ['sqlite_autoindex_users_1'],
      reword('users', (text) => text.replace(' PRIMARY KEY', '')),
      sql("UPDATE users SET id = 'id-of-Zoe' WHERE id = 'id-of-Ann'; UPDATE settings SET changed_by = 'id-of-Zoe'"),
      reword('users', () => words),
    ),
  );
  const store = closedAtTheEnd(await openedHere(dir, { acceptRepairable: true }));
  expect((await repaired(store)).findings).toEqual([]);
  expect(store.status().sequence).toBeGreaterThan(0);
  const { memory } = await recover(diskFiles, dir);
  expect(memory.exec('SELECT changed_by FROM settings')).toEqual([{ changed_by: 'id-of-Zoe' }]);
  memory.close();
});

test('where the disk refuses, nothing is moved and nothing is claimed', async () => {
  const dir = await usedFolder();
  const files = createFailingFiles(diskFiles);
  const store = closedAtTheEnd(await openedHere(dir, { files }));
  const [, older = ''] = snapshotsOf(dir);
  flipByte(path.join(dir, older), 5000);
  const makeFolder = files.makeFolder;
  files.makeFolder = (folder) => {
    files.failAfter(1, 'ENOSPC', true);
    makeFolder(folder);
  };
  const { findings, repairs } = await repaired(store);
  files.heal();
  files.makeFolder = makeFolder;
  expect(repairs).toMatchObject([{ outcome: 'failed', problem: expect.stringContaining('ENOSPC') }]);
  expect(findings).toMatchObject([{ check: 'snapshots', record: older }]);
  expect(snapshotsOf(dir)).toContain(older);
});

test('a verification never takes a segment for lost that is just being sealed', async () => {
  const dir = await usedFolder();
  const store = await opened(dir);
  for (let round = 0; round < 3; round++) {
    for (let i = 0; i < 9; i++) await change(store, 'audit.append', {});
    const sealing = store.snapshot();
    const { findings, repairs } = await repaired(store);
    await sealing;
    expect({ findings, repairs }).toEqual({ findings: [], repairs: [] });
  }
  expect(readdirSync(path.join(dir, 'segments')).length).toBeGreaterThan(3);
});

test('closing ends a verification that is under way, and waits for nothing more', async () => {
  const store = await openedHere(await usedFolder());
  const started = Promise.withResolvers<void>();
  const verifying = store.verify({ kind: 'full', repair: true, by: BY }, { onProgress: () => started.resolve() });
  const refused = expect(verifying).rejects.toMatchObject({ code: 'VERIFY_CANCELLED' });
  await started.promise;
  await store.close();
  await refused;
});
