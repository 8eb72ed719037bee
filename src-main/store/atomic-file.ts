import path from 'node:path';
import type { Files, OpenFile } from './files.ts';

/** Where `replaceFile` prepares the new content; what is found there at start-up is torn and worth nothing. */
export const temporaryName = (file: string): string => `${file}.tmp`;

/**
 * Puts `bytes` in the place of a file. When it resolves, the new content survives a power cut; when it rejects, the
 * file holds the old content, or the new one if only the folder could not be synced. Never half of either.
 */
export async function replaceFile(files: Files, file: string, bytes: Uint8Array): Promise<void> {
  const temporary = temporaryName(file);
  try {
    await writeSynced(files, temporary, bytes);
    await files.rename(temporary, file);
  } catch (error) {
    // Gives the space back on a full disk; that this can fail too must not hide why the write failed.
    await Promise.allSettled([files.remove(temporary)]);
    throw error;
  }
  await files.syncFolder(path.dirname(file));
}

async function writeSynced(files: Files, file: string, bytes: Uint8Array): Promise<void> {
  const handle = await files.open(file, 'replace');
  try {
    await writeAll(handle, bytes);
    await handle.sync();
  } finally {
    await handle.close();
  }
}

/** Writes every byte, however few the system takes at a time. */
export async function writeAll(handle: OpenFile, bytes: Uint8Array): Promise<void> {
  for (let written = 0; written < bytes.length;) {
    const taken = await handle.write(bytes.subarray(written));
    if (taken === 0) throw new Error('the file system took no byte of a write and gave no reason');
    written += taken;
  }
}
