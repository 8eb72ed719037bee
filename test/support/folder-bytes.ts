import { createHash } from 'node:crypto';
import path from 'node:path';
import { systemCode, type Files } from '../../src-main/store/files.ts';

/**
 * What lies in a folder and below it: each file's path in the folder with its length and SHA-256, so that two moments
 * can be compared byte by byte and a difference can still be read.
 */
export function bytesIn(files: Pick<Files, 'list' | 'read'>, folder: string): Record<string, string> {
  const found: [string, string][] = [];
  for (const name of files.list(folder)) {
    const bytes = readFile(files, path.join(folder, name));
    if (bytes) found.push([name, `${bytes.length} ${createHash('sha256').update(bytes).digest('hex')}`]);
    else
      for (const [below, facts] of Object.entries(bytesIn(files, path.join(folder, name))))
        found.push([path.join(name, below), facts]);
  }
  return Object.fromEntries(found.toSorted(([one], [other]) => (one < other ? -1 : 1)));
}

/** Null for a folder. */
function readFile(files: Pick<Files, 'read'>, file: string): Uint8Array | null {
  try {
    return files.read(file);
  } catch (error) {
    if (systemCode(error) === 'EISDIR') return null;
    throw error;
  }
}
