import path from 'node:path';
import { seededRandom } from '../../../../src-main/random.ts';
import { replaceFile } from '../../../../src-main/store/atomic-file.ts';
import { systemCode, type Files, type SeekableFiles } from '../../../../src-main/store/files.ts';
import type { LocalStoreOptions } from '../../../../src-main/store/local-store.ts';
import { readSnapshot, snapshotSequence } from '../../../../src-main/store/snapshot/snapshot-file.ts';
import type { SnapshotPolicy } from '../../../../src-main/store/snapshot/snapshots.ts';
import { openInThread, type InThreadStore } from '../../../support/local-store.ts';
import { createSimulatedDisk } from '../../../support/simulated-disk.ts';
import { auditEvent, newUser } from '../../../support/store-data.ts';
import { createVirtualClock } from '../../../support/virtual-clock.ts';

export const FOLDER = '/plant/data';
/** Snapshots only when a test asks for one, and no segments unless it wants some. */
const POLICY: SnapshotPolicy = { afterBytes: 1e9, afterMs: 1e9, notBeforeMs: 1e9, segmentRows: 1e9 };

export function open(files: SeekableFiles, options: Partial<LocalStoreOptions> = {}): Promise<InThreadStore> {
  return openInThread(FOLDER, { files, clock: createVirtualClock(), policy: POLICY, ...options });
}

/** When change `sequence` is made: each a second after the one before it (wall clock, ms). */
export const momentOf = (sequence: number): number => Date.UTC(2026, 0, 1) + 1000 * sequence;
export const timeOf = (sequence: number): string => new Date(momentOf(sequence)).toISOString();

/**
 * Plays a script: a word makes the user of that name, a bar takes a snapshot. In a new store the schema is change 1, so
 * the first name is change 2.
 */
export async function play(store: InThreadStore, script: string): Promise<void> {
  for (const word of script.split(' ')) {
    if (word === '|') await store.snapshot();
    else {
      const write = { kind: 'write', name: 'users.create', args: newUser(word) } as const;
      const at = momentOf(store.status().sequence + 1);
      const [outcome] = await store.together([{ ...write, event: auditEvent({ subject: word }), at }]);
      if (!outcome || 'error' in outcome) throw new Error(`${word} was refused`, { cause: outcome?.error });
    }
  }
}

/** A disk with a store that played `script` and was killed then. */
export async function killedAfter(script: string, options: Partial<LocalStoreOptions> = {}): Promise<SeekableFiles> {
  const { files } = createSimulatedDisk({ random: seededRandom(1) });
  await play(await open(files, options), script);
  return files;
}

export async function names(store: InThreadStore): Promise<string> {
  return (await store.read('users.list', {})).map(({ username }) => username).join(' ');
}

/** Opens the store, answers whose accounts are in it, and kills it. */
export async function namesOn(files: SeekableFiles): Promise<string> {
  return names(await open(files));
}

export const inFolder = (...name: string[]): string => path.join(FOLDER, ...name);
export const read = (files: Files, ...name: string[]): Buffer => Buffer.from(files.read(inFolder(...name)));
export const put = (files: Files, name: string, bytes: Uint8Array): void => replaceFile(files, inFolder(name), [bytes]);

/** Puts what `change` makes of a file's bytes in its place. */
export function damage(files: Files, name: string, change: (bytes: Buffer) => Uint8Array): void {
  put(files, name, change(read(files, name)));
}

export const flippedAt =
  (offset: number) =>
  (bytes: Buffer): Buffer => {
    const changed = Buffer.from(bytes);
    const at = offset < 0 ? bytes.length + offset : offset;
    changed.writeUInt8(changed.readUInt8(at) ^ 0x40, at);
    return changed;
  };

export const list = (files: Files, ...folder: string[]): string[] => files.list(inFolder(...folder)).toSorted();

/** Names of what was set aside, without their moments. */
export function quarantined(files: Files): string[] {
  try {
    return list(files, 'quarantine').map((name) => name.replace(/^\d+-/, ''));
  } catch (error) {
    if (systemCode(error) === 'ENOENT') return [];
    throw error;
  }
}

/** Sequences of the snapshots that are whole, newest first. */
export function goodSnapshots(files: Files): number[] {
  const whole = list(files).filter(
    (name) => snapshotSequence(name) !== null && typeof readSnapshot(read(files, name)) !== 'string',
  );
  return whole.map((name) => Number(snapshotSequence(name))).toReversed();
}
