import type { AuditSource } from './source.ts';

export interface Progress {
  readonly file: string;
  /** Bytes read and bytes to read, of all files together; each is read twice. */
  readonly bytes: number;
  readonly totalBytes: number;
  /** Records verified so far. */
  readonly records: number;
}

/** Reads files while it tells how far that is, and stops at the signal. */
export interface Tracking {
  /** @throws the signal's reason once it is aborted */
  read(file: string): AsyncIterable<Uint8Array>;
  /** To be told of every piece, and of the records of the file up to there. */
  advance(file: string, bytes: number, recordsOfFile: number): void;
  /** The file is done with; it had so many records. */
  finish(recordsOfFile: number): void;
}

export async function trackReading(
  source: AuditSource,
  files: readonly string[],
  signal: AbortSignal | undefined,
  onProgress: ((progress: Progress) => void) | undefined,
): Promise<Tracking> {
  let bytes = 0;
  let finished = 0;
  let totalBytes = 0;
  for (const file of files) totalBytes += 2 * (await source.size(file));
  return {
    async *read(file) {
      signal?.throwIfAborted();
      for await (const piece of source.read(file)) {
        yield piece;
        signal?.throwIfAborted();
      }
    },
    advance(file, more, recordsOfFile) {
      bytes += more;
      onProgress?.({ file, bytes, totalBytes, records: finished + recordsOfFile });
    },
    finish(recordsOfFile) {
      finished += recordsOfFile;
    },
  };
}
