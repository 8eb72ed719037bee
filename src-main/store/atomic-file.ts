import path from 'node:path';
import type { Files, OpenFile } from './files.ts';

/** How the name of a file ends whose content is being prepared; what is found under such a name is worth nothing. */
export const TEMPORARY_ENDING = '.tmp';

/**
 * Puts `parts`, one after the other, in the place of a file. When it returns, the new content survives a power cut; when
 * it throws, the file holds the old content, or the new one if only the folder could not be synced. Never half of either.
 *
 * Parts may be made while they are written: each is done with before the next is asked for, and an error thrown in
 * place of one ends the attempt. `verify` may look at the synced content and throw before it takes the file's place.
 */
export function replaceFile(
  files: Files,
  file: string,
  parts: Iterable<Uint8Array>,
  verify: (temporary: string) => void = () => undefined,
): void {
  const temporary = `${file}${TEMPORARY_ENDING}`;
  try {
    writeSynced(files, temporary, parts);
    verify(temporary);
    files.rename(temporary, file);
  } catch (error) {
    giveBack(files, temporary);
    throw error;
  }
  files.syncFolder(path.dirname(file));
}

function writeSynced(files: Files, file: string, parts: Iterable<Uint8Array>): void {
  const handle = files.open(file, 'replace');
  try {
    let position = 0;
    for (const bytes of parts) {
      writeAll(handle, bytes, position);
      position += bytes.length;
    }
    handle.sync();
  } finally {
    handle.close();
  }
}

/** Writes every byte, however few the system takes at a time. */
export function writeAll(handle: OpenFile, bytes: Uint8Array, position: number): void {
  for (let written = 0; written < bytes.length;) {
    const taken = handle.write(bytes.subarray(written), position + written);
    if (taken === 0) throw new Error('the file system took no byte of a write and gave no reason');
    written += taken;
  }
}

/** Gives the space of a failed attempt back; that this can fail too must not hide why the attempt failed. */
function giveBack(files: Files, temporary: string): void {
  try {
    files.remove(temporary);
  } catch {
    // What stays is removed at the next opening.
  }
}
