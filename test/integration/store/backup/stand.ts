import { createHash } from 'node:crypto';
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { expect } from 'vitest';
import { ConsoleError, type ErrorDetails } from '../../../../src-main/errors.ts';
import { seededRandom } from '../../../../src-main/random.ts';
import { MAGIC } from '../../../../src-main/store/backup/header.ts';
import { readBackup, type ReadOptions } from '../../../../src-main/store/backup/read-backup.ts';
import type { BackupSource } from '../../../../src-main/store/backup/sources.ts';
import { writeBackup, type BackupOrder } from '../../../../src-main/store/backup/write-backup.ts';
import { diskFiles, type SeekableFiles } from '../../../../src-main/store/files.ts';
import { FOOTER_BYTES, snapshotName, writeSnapshot } from '../../../../src-main/store/snapshot/snapshot-file.ts';
import { temporaryFolder } from '../../../support/store.ts';

export const PASSPHRASE = 'năm con rô-bốt xanh';
export const AT = Date.UTC(2026, 10, 26, 0, 42, 30, 125);
export const SEQUENCE = 123;
export const SNAPSHOT = snapshotName(SEQUENCE);
export const CHUNK = 64;

/** Bytes that look like nothing, the same for the same seed. */
export function noise(length: number, seed = 1): Uint8Array {
  const random = seededRandom(seed);
  return Uint8Array.from({ length }, () => Math.floor(random() * 256));
}

/** A snapshot of `length` bytes in all, footer included, as the store writes it. */
export async function snapshotOf(length: number): Promise<BackupSource> {
  const folder = await temporaryFolder();
  writeSnapshot(diskFiles, folder, { database: noise(length - FOOTER_BYTES), sequence: SEQUENCE, at: AT });
  const bytes = readFileSync(path.join(folder, SNAPSHOT));
  return { name: SNAPSHOT, read: () => bytes };
}

/** The `number`-th sealed segment, of `length` bytes. */
export function segmentOf(length: number, number = 1): BackupSource {
  const digits = (value: number) => String(value).padStart(12, '0');
  const bytes = noise(length, number + 1);
  return { name: `audit-${digits(number * 100)}-${digits(number * 100 + 99)}.db`, read: () => bytes };
}

/** Small chunks and a cheap key, so that a small backup has everything that a large one has. */
export function orderOf(sources: readonly BackupSource[], changes: Partial<BackupOrder> = {}): BackupOrder {
  const random = seededRandom(7);
  return {
    sources,
    reason: 'on-demand',
    consoleVersion: '0.1.0',
    schemaStep: 2,
    at: AT,
    passphrase: null,
    scryptCost: { N: 2, r: 1, p: 1 },
    chunkBytes: CHUNK,
    random: (bytes) => Uint8Array.from({ length: bytes }, () => Math.floor(random() * 256)),
    ...changes,
  };
}

/** What a refusal says. */
export interface Refusal {
  readonly code: string;
  readonly details: ErrorDetails;
}

/** How `operation` is refused; fails the test when it is not, or by anything but a ConsoleError. */
export function refusalOf(operation: () => unknown): Refusal {
  try {
    operation();
  } catch (error) {
    if (error instanceof ConsoleError) return { code: error.code, details: error.details };
    throw new Error('expected a ConsoleError', { cause: error });
  }
  throw new Error('expected a refusal, and there was none');
}

/** Every part of a backup, by reading all of it. */
export function partsOf(file: string, passphrase: string | null, files: SeekableFiles = diskFiles): [string, Buffer][] {
  const options: ReadOptions = { passphrase };
  return [...readBackup(files, file, options).parts()].map(({ name, bytes }) => [name, Buffer.from(bytes)]);
}

/** What `partsOf` must answer for these sources. */
export const contentOf = (sources: readonly BackupSource[]): [string, Buffer][] =>
  sources.map((source) => [source.name, Buffer.from(source.read())]);

/** Where the manifest of a backup lies. */
export function manifestRange(bytes: Buffer): { readonly from: number; readonly to: number } {
  const from = MAGIC.length + 4;
  return { from, to: from + bytes.readUInt32BE(MAGIC.length) };
}

export const DIGEST_BYTES = 32;

/** The manifest of a backup, as anybody can change it. */
export function looseManifest(file: string): Record<string, unknown> {
  const bytes = readFileSync(file);
  const { from, to } = manifestRange(bytes);
  return JSON.parse(bytes.toString('utf8', from, to)) as Record<string, unknown>;
}

/** Puts another manifest before the body of a backup, with a digest that fits: what whoever can write the file can do. */
export function forgeManifest(file: string, manifest: Readonly<Record<string, unknown>>, body?: Buffer): void {
  const bytes = readFileSync(file);
  const json = Buffer.from(JSON.stringify(manifest));
  const length = Buffer.alloc(4);
  length.writeUInt32BE(json.length);
  const head = Buffer.concat([MAGIC, length, json]);
  const digest = createHash('sha256').update(head).digest();
  const rest = body ?? bytes.subarray(manifestRange(bytes).to + DIGEST_BYTES);
  writeFileSync(file, Buffer.concat([head, digest, rest]));
}

export const OLDER = 'console-older.rcbackup';
export const NEW = 'console-new.rcbackup';

/** A folder with an older backup, and what must still be there when a new one failed. */
export async function folderWithOlder() {
  const folder = await temporaryFolder();
  const sources = [await snapshotOf(5 * CHUNK + 1), segmentOf(2 * CHUNK), segmentOf(3, 2)];
  writeBackup(diskFiles, path.join(folder, OLDER), orderOf(sources));
  const older = readFileSync(path.join(folder, OLDER));
  return {
    sources,
    folder,
    file: path.join(folder, NEW),
    expectOnlyTheOlder(about: string) {
      expect(readdirSync(folder), about).toEqual([OLDER]);
      expect(readFileSync(path.join(folder, OLDER)), about).toEqual(older);
    },
  };
}
