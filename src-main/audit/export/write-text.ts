import { createWriteStream } from 'node:fs';
import { mkdir, rename, rm } from 'node:fs/promises';
import path from 'node:path';
import { pipeline } from 'node:stream/promises';

/**
 * Writes pieces of text into a file, whose folder is made; whoever looks sees the old file or the whole new one.
 * Readable by this user alone: an export names people.
 *
 * @throws the system's error; nothing new is left then
 */
export async function writeText(file: string, pieces: Iterable<string> | AsyncIterable<string>): Promise<void> {
  const temporary = `${file}.tmp`;
  await mkdir(path.dirname(path.resolve(file)), { recursive: true });
  try {
    await pipeline(pieces, createWriteStream(temporary, { mode: 0o600, flush: true }));
    await rename(temporary, file);
  } catch (error) {
    await rm(temporary, { force: true });
    throw error;
  }
}
