import { readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { onTestFinished } from 'vitest';
import { systemClock } from '../../../../src-main/clock.ts';
import { silentLog } from '../../../../src-main/log.ts';
import type { Call, Outcome } from '../../../../src-main/store/engine.ts';
import { diskFiles } from '../../../../src-main/store/files.ts';
import { inlineHousekeeper } from '../../../../src-main/store/housekeeping/housekeeper.ts';
import type { Finding, VerifyKind } from '../../../../src-main/store/integrity/finding.ts';
import { verifyFolder } from '../../../../src-main/store/integrity/verify-folder.ts';
import { openLocalStore, type LocalStore, type LocalStoreOptions } from '../../../../src-main/store/local-store.ts';
import { lookInto } from '../../../../src-main/store/opening/folder-content.ts';
import { readSnapshot, snapshotName, writeSnapshot } from '../../../../src-main/store/snapshot/snapshot-file.ts';
import type { WriteArgs, WriteName } from '../../../../src-main/store/writes.ts';
import { auditEvent, newUser, temporaryFolder } from '../../../support/store.ts';
import { tampered, type Tampering } from '../../../support/tamper.ts';

/** So few that a test's handful of records fills several. */
export const SEGMENT_ROWS = 8;

/** Opens the store of a folder in this thread; it takes snapshots only when it is told to. */
export async function openedHere(dir: string, options: Partial<LocalStoreOptions> = {}): Promise<LocalStore> {
  const { files = diskFiles } = options;
  const policy = { segmentRows: SEGMENT_ROWS, notBeforeMs: Number.POSITIVE_INFINITY };
  const common = { folder: dir, files, clock: systemClock, log: silentLog, policy };
  return openLocalStore({ ...common, housekeeper: inlineHousekeeper(files), ...options });
}

export async function change<N extends WriteName>(store: LocalStore, name: N, args: WriteArgs<N>): Promise<void> {
  const call: Call = { kind: 'write', name, args, event: auditEvent(), at: Date.now() };
  const [outcome]: readonly Outcome[] = await store.run([call]);
  if (outcome === undefined || 'error' in outcome) throw outcome?.error ?? new Error('no answer');
}

/**
 * The data folder of a console that has worked and was closed: accounts, a setting that Ann made, two sealed segments,
 * two snapshots with changes between them.
 */
export async function usedFolder(): Promise<string> {
  const dir = await temporaryFolder();
  const store = await openedHere(dir);
  await change(store, 'users.create', newUser('Ann'));
  await change(store, 'users.create', newUser('Bob'));
  await change(store, 'settings.change', { key: 'language', value: 'vi', at: 1, by: 'id-of-Ann' });
  for (let i = 0; i < 21; i++) await change(store, 'audit.append', {});
  await store.snapshot();
  for (let i = 0; i < 5; i++) await change(store, 'audit.append', {});
  await store.close();
  return dir;
}

/** Does `steps` to a snapshot's database, and seals it again as if nothing had happened. 0 is the newest generation. */
export async function tamperSnapshot(dir: string, generation: 0 | 1, ...steps: readonly Tampering[]): Promise<string> {
  const name = snapshotName(lookInto(diskFiles, dir).snapshots[generation] ?? -1);
  const snapshot = readSnapshot(readFileSync(path.join(dir, name)));
  if (typeof snapshot === 'string') throw new Error(snapshot);
  writeSnapshot(diskFiles, dir, { ...snapshot, database: await tampered(snapshot.database, ...steps) });
  return name;
}

export async function tamperBoth(dir: string, ...steps: readonly Tampering[]): Promise<void> {
  await tamperSnapshot(dir, 0, ...steps);
  await tamperSnapshot(dir, 1, ...steps);
}

/** Turns one byte of a file around, counted from its start. */
export function flipByte(file: string, at: number): void {
  const bytes = readFileSync(file);
  bytes[at] = (bytes[at] ?? 0) ^ 0xff;
  writeFileSync(file, bytes);
}

export const snapshotsOf = (dir: string): string[] => lookInto(diskFiles, dir).snapshots.map(snapshotName);

export async function findingsOf(dir: string, kind: VerifyKind = 'full'): Promise<readonly Finding[]> {
  const canonicalName = (username: string): string => username.toLowerCase();
  const { findings } = await verifyFolder({ files: diskFiles, clock: systemClock, folder: dir, kind, canonicalName });
  return findings;
}

/** Everything below a folder: names, content, and when it was changed. */
export function stateOf(folder: string): Record<string, string> {
  return Object.fromEntries(
    readdirSync(folder, { recursive: true, encoding: 'utf8' }).map((name) => {
      const file = path.join(folder, name);
      const stat = statSync(file);
      return [name, `${stat.mtimeMs} ${stat.isFile() ? readFileSync(file).toString('base64') : 'folder'}`];
    }),
  );
}

/** Closes the store with the test, if the test has not done it. */
export function closedAtTheEnd(store: LocalStore): LocalStore {
  let closed = false;
  onTestFinished(() => (closed ? undefined : store.close()));
  return {
    ...store,
    async close() {
      closed = true;
      await store.close();
    },
  };
}
