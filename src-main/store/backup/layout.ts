import { plainBytes, type BackupManifest } from './manifest.ts';
import { TAG_BYTES } from './sealing.ts';

/** The pieces in which an unsealed backup is written and read, bytes. */
export const PLAIN_PIECE_BYTES = 1024 * 1024;

/** A piece of the body: where it lies behind the header, and which bytes of the parts it carries. */
export interface Chunk {
  readonly index: number;
  readonly last: boolean;
  /** From the start of the body, bytes. */
  readonly position: number;
  /** In the file, a tag included, bytes. */
  readonly bytes: number;
  /** Offset of its first byte in all parts laid end to end. */
  readonly plainOffset: number;
  readonly plainBytes: number;
}

/** The pieces of a backup's body, in order: every byte of the parts once. */
export function* chunksOf({ parts, encryption }: BackupManifest): Generator<Chunk> {
  const total = plainBytes(parts);
  const largest = encryption?.chunkBytes ?? PLAIN_PIECE_BYTES;
  const tag = encryption ? TAG_BYTES : 0;
  for (let index = 0; index * largest < total; index++) {
    const plainOffset = index * largest;
    const carried = Math.min(largest, total - plainOffset);
    const last = plainOffset + carried === total;
    const position = index * (largest + tag);
    yield { index, last, position, bytes: carried + tag, plainOffset, plainBytes: carried };
  }
}

/** Length of everything behind the header, bytes. */
export function bodyBytes({ parts, encryption }: BackupManifest): number {
  const total = plainBytes(parts);
  return encryption ? total + TAG_BYTES * Math.ceil(total / encryption.chunkBytes) : total;
}

/** Name of the part that holds the byte at `offset` of all parts laid end to end. */
export function partAt({ parts }: BackupManifest, offset: number): string | null {
  let end = 0;
  return parts.find(({ bytes }) => offset < (end += bytes))?.name ?? null;
}
