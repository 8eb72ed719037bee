import { createHash } from 'node:crypto';
import type { BackupFile } from './backup-file.ts';
import { foreign, modified, truncated } from './failure.ts';
import { bodyBytes } from './layout.ts';
import { FORMAT, MANIFEST, type BackupManifest } from './manifest.ts';

/**
 * A backup begins with a line that says what it is and in which format; then the length of the manifest (4, big-endian),
 * the manifest (JSON, so that a person can read it without us), and the SHA-256 (32) of everything before.
 */
export const MAGIC = Buffer.from(`robot-control-console backup ${FORMAT}\n`, 'latin1');
const MAGIC_OF_ANY_FORMAT = /^robot-control-console backup (\d+)/;
const LENGTH_BYTES = 4;
const DIGEST_BYTES = 32;
/** Some 100,000 parts; whatever claims more is not a length (bytes). */
const LARGEST_MANIFEST = 16 * 1024 * 1024;

export interface Header {
  readonly manifest: BackupManifest;
  /** Stands for the whole header wherever something is bound to it. */
  readonly digest: Uint8Array;
  /** Where the body begins. */
  readonly bytes: number;
}

export interface EncodedHeader extends Header {
  readonly encoded: Uint8Array;
}

/** @throws RangeError when there are more parts than a manifest can name */
export function encodeHeader(manifest: BackupManifest): EncodedHeader {
  const json = Buffer.from(JSON.stringify(manifest));
  if (json.length > LARGEST_MANIFEST) throw new RangeError(`a manifest of ${json.length} bytes is too large`);
  const length = Buffer.alloc(LENGTH_BYTES);
  length.writeUInt32BE(json.length);
  const before = Buffer.concat([MAGIC, length, json]);
  const digest = createHash('sha256').update(before).digest();
  const encoded = Buffer.concat([before, digest]);
  return { manifest, digest, bytes: encoded.length, encoded };
}

/**
 * The header of an open file, and the certainty that the file is exactly as long as the header says.
 *
 * @throws ConsoleError BACKUP_FOREIGN, BACKUP_TRUNCATED, BACKUP_MODIFIED
 */
export function readHeader(file: BackupFile): Header {
  const { path, length } = file;
  const jsonAt = MAGIC.length + LENGTH_BYTES;
  const start = file.read(0, Math.min(length, jsonAt));
  checkMagic(start.subarray(0, MAGIC.length), path);
  if (length < jsonAt) throw truncated(path, length, null);
  const jsonBytes = start.readUInt32BE(MAGIC.length);
  if (jsonBytes > LARGEST_MANIFEST) throw modified(path, 'manifest');
  const bytes = jsonAt + jsonBytes + DIGEST_BYTES;
  if (length < bytes) throw truncated(path, length, null);

  const json = file.read(jsonAt, jsonBytes);
  const digest = file.read(jsonAt + jsonBytes, DIGEST_BYTES);
  if (!createHash('sha256').update(start).update(json).digest().equals(digest)) throw modified(path, 'manifest');
  const manifest = parseManifest(json, path);
  checkLength(length, bytes + bodyBytes(manifest), path);
  return { manifest, digest, bytes };
}

function checkMagic(start: Buffer, file: string): void {
  if (start.equals(MAGIC)) return;
  if (start.equals(MAGIC.subarray(0, start.length))) throw truncated(file, start.length, null);
  const format = MAGIC_OF_ANY_FORMAT.exec(start.toString('latin1'))?.[1];
  if (format === undefined) throw foreign(file, 'magic', 'it does not begin like one');
  throw foreign(file, 'version', `it has format ${format}; this console knows format ${FORMAT}`);
}

/** Whole, and yet not as this console writes it: some other program, or somebody, wrote it. */
function parseManifest(json: Buffer, file: string): BackupManifest {
  try {
    return MANIFEST.parse(JSON.parse(json.toString('utf8')));
  } catch (error) {
    throw foreign(file, 'manifest', 'this console writes no such manifest', error);
  }
}

function checkLength(actual: number, expected: number, file: string): void {
  if (actual < expected) throw truncated(file, actual, expected);
  if (actual > expected) throw modified(file, null, 'trailing');
}
