import { createHash } from 'node:crypto';
import path from 'node:path';
import { replaceFile } from '../atomic-file.ts';
import type { Files } from '../files.ts';

/** What a snapshot says of itself. */
export interface SnapshotFacts {
  /** Every change up to this one is in it. */
  readonly sequence: number;
  /** When it was taken: wall clock, ms. */
  readonly at: number;
}

export interface Snapshot extends SnapshotFacts {
  /** The SQLite database. */
  readonly database: Uint8Array;
}

/**
 * A snapshot is an SQLite file with a footer behind its last page, where SQLite never looks: any tool can open it.
 * Footer: magic (8) sequence (8) at (8) length of the database (8), big-endian; SHA-256 (32) of all before it.
 */
export const FOOTER_BYTES = 64;
const MAGIC = 'RCSNAP01';
const NAME = /^snapshot-(\d{12})\.db$/;

export const snapshotName = (sequence: number): string => `snapshot-${String(sequence).padStart(12, '0')}.db`;

/** The sequence of the snapshot with this file name; null when it is none. */
export function snapshotSequence(name: string): number | null {
  const digits = NAME.exec(name)?.[1];
  return digits === undefined ? null : Number(digits);
}

/** Writes a snapshot; when it returns, the file is on the disk, whole. */
export function writeSnapshot(files: Files, folder: string, { database, sequence, at }: Snapshot): void {
  replaceFile(files, path.join(folder, snapshotName(sequence)), [database, footerOf({ database, sequence, at })]);
}

function footerOf({ database, sequence, at }: Snapshot): Buffer {
  const footer = Buffer.alloc(FOOTER_BYTES);
  footer.write(MAGIC, 0, 'latin1');
  footer.writeBigUInt64BE(BigInt(sequence), 8);
  footer.writeBigUInt64BE(BigInt(at), 16);
  footer.writeBigUInt64BE(BigInt(database.length), 24);
  hashOf(database, footer).copy(footer, 32);
  return footer;
}

/** The snapshot in the bytes of a file, or in a word what is wrong with them. */
export function readSnapshot(bytes: Uint8Array): Snapshot | string {
  const length = bytes.length - FOOTER_BYTES;
  if (length < 0) return 'it is too short for a snapshot';
  const footer = Buffer.from(bytes.buffer, bytes.byteOffset + length, FOOTER_BYTES);
  if (footer.toString('latin1', 0, 8) !== MAGIC) return 'it does not end like a snapshot';
  if (footer.readBigUInt64BE(24) !== BigInt(length)) return 'it is not as long as it says';
  const database = bytes.subarray(0, length);
  if (!hashOf(database, footer).equals(footer.subarray(32))) return 'its checksum does not fit its content';
  return { database, sequence: Number(footer.readBigUInt64BE(8)), at: Number(footer.readBigUInt64BE(16)) };
}

function hashOf(database: Uint8Array, footer: Buffer): Buffer {
  return createHash('sha256').update(database).update(footer.subarray(0, 32)).digest();
}
