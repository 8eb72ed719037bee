import { readFile } from 'node:fs/promises';
import { ConsoleError } from '../../errors.ts';
import { acceptPassphrase } from './passphrase.ts';

/**
 * The passphrase on the first line of a file.
 *
 * @throws ConsoleError BACKUP_UNREADABLE when it cannot be read, BACKUP_PASSPHRASE_WEAK when it is too short
 */
export async function passphraseIn(file: string): Promise<string> {
  const [line = ''] = (await contentOf(file)).split(/\r?\n/, 1);
  acceptPassphrase(line);
  return line;
}

async function contentOf(file: string): Promise<string> {
  try {
    return await readFile(file, 'utf8');
  } catch (cause) {
    const reason = cause instanceof Error && 'code' in cause ? String(cause.code) : null;
    throw new ConsoleError('BACKUP_UNREADABLE', `the passphrase file ${file} cannot be read`, { file, reason }, cause);
  }
}
