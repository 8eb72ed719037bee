import path from 'node:path';
import { ConsoleError } from '../errors.ts';
import type { RandomBytes } from '../random.ts';
import { replaceFile } from '../store/atomic-file.ts';
import { systemCode, type Files } from '../store/files.ts';
import { INSTALLATION_KEY_BYTES } from './secret-protection.ts';

/** Beside the store, and in no backup of it: whoever finds a backup finds no key. */
export const KEY_FILE = 'access.key';

/**
 * The key of this installation, from a file that its owner alone can read; made when there is none.
 *
 * @throws ConsoleError INTERNAL when the file cannot be read or written, or is none of ours: a new key would silently
 *   take away every second factor.
 */
export function installationKey(files: Files, folder: string, randomBytes: RandomBytes): Uint8Array {
  const file = path.join(folder, KEY_FILE);
  try {
    return keyIn(files.read(file));
  } catch (error) {
    if (systemCode(error) !== 'ENOENT') throw unusable(file, error);
  }
  const key = randomBytes(INSTALLATION_KEY_BYTES);
  try {
    files.makeFolder(folder);
    replaceFile(files, file, [key]);
    return key;
  } catch (error) {
    throw unusable(file, error);
  }
}

function keyIn(bytes: Uint8Array): Uint8Array {
  if (bytes.length === INSTALLATION_KEY_BYTES) return new Uint8Array(bytes);
  throw new Error(`the key has ${bytes.length} bytes instead of ${INSTALLATION_KEY_BYTES}`);
}

function unusable(file: string, cause: unknown): ConsoleError {
  return new ConsoleError('INTERNAL', `the key file ${file} cannot be used`, { file }, cause);
}
