import { createHash } from 'node:crypto';
import type { BackupFile } from './backup-file.ts';
import { modified } from './failure.ts';
import type { Header } from './header.ts';
import { chunksOf, partAt } from './layout.ts';
import { openChunk, type Seal } from './sealing.ts';
import { takeFrom } from './take-from.ts';
import type { Step } from './work.ts';

/** One file out of a backup. */
export interface BackupPart {
  /** A plain name, without a folder, of a snapshot or a sealed audit segment. */
  readonly name: string;
  readonly bytes: Uint8Array;
}

/** What seals the body behind this header; null when nothing does. */
export function sealOf({ manifest: { encryption }, digest }: Header, key: Uint8Array | null): Seal | null {
  if (encryption === null || key === null) return null;
  return { key, noncePrefix: Buffer.from(encryption.noncePrefix, 'hex'), associated: digest };
}

/**
 * Every part behind this header, whole and as it was written; the body is read once, from its start to its end.
 *
 * @throws ConsoleError BACKUP_MODIFIED {file, part}, BACKUP_TRUNCATED, BACKUP_UNREADABLE; and what `step` throws
 */
export function* partsIn(file: BackupFile, header: Header, seal: Seal | null, step: Step): Generator<BackupPart, void> {
  const take = takeFrom(plainIn(file, header, seal, step));
  for (const { name, bytes: length, sha256 } of header.manifest.parts) {
    const bytes = take(length);
    if (createHash('sha256').update(bytes).digest('hex') !== sha256) throw modified(file.path, name);
    yield { name, bytes };
  }
}

/** The plain bytes of all parts, end to end, in pieces. */
function* plainIn(
  file: BackupFile,
  { manifest, bytes: bodyAt }: Header,
  seal: Seal | null,
  step: Step,
): Generator<Uint8Array, undefined> {
  for (const chunk of chunksOf(manifest)) {
    const found = file.read(bodyAt + chunk.position, chunk.bytes);
    const plain = seal ? openChunk(seal, chunk, found) : found;
    if (plain === null) throw modified(file.path, partAt(manifest, chunk.plainOffset));
    step(plain.length);
    yield plain;
  }
}
