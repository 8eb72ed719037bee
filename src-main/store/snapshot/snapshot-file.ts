import path from 'node:path';
import { replaceFile } from '../atomic-file.ts';
import type { Files } from '../files.ts';
import { footerOf, openSealed } from '../sealed-file.ts';

export { FOOTER_BYTES } from '../sealed-file.ts';

/** The whole database at one moment. */
export interface Snapshot {
  /** Every change up to this one is in it. */
  readonly sequence: number;
  /** When it was taken: wall clock, ms. */
  readonly at: number;
  /** The SQLite database. */
  readonly database: Uint8Array;
}

const MAGIC = 'RCSNAP01';
const NAME = /^snapshot-(\d{12,15})\.db$/;

export const snapshotName = (sequence: number): string => `snapshot-${String(sequence).padStart(12, '0')}.db`;

/** The sequence of the snapshot with this file name; null when it is none. */
export function snapshotSequence(name: string): number | null {
  const digits = NAME.exec(name)?.[1];
  return digits === undefined ? null : Number(digits);
}

/** Writes a snapshot; when it returns, the file is on the disk, whole. */
export function writeSnapshot(files: Files, folder: string, snapshot: Snapshot): void {
  const file = path.join(folder, snapshotName(snapshot.sequence));
  replaceFile(files, file, [snapshot.database, footerOfSnapshot(snapshot)]);
}

/** What stands behind the database in the file of a snapshot. */
export function footerOfSnapshot({ database, sequence, at }: Snapshot): Buffer {
  return footerOf({ magic: MAGIC, facts: [sequence, at], database });
}

/** The snapshot in the bytes of a file, or in words what is wrong with them. */
export function readSnapshot(bytes: Uint8Array): Snapshot | string {
  const sealed = openSealed(bytes, MAGIC);
  if (typeof sealed === 'string') return sealed;
  const [sequence, at] = sealed.facts;
  return { sequence, at, database: sealed.database };
}
