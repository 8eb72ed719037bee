import { readFile } from 'node:fs/promises';
import { ConsoleError } from '../errors.ts';
import { foldForGuessing } from './guessable.ts';

/**
 * Reads a list of guessable words and whole passwords: one a line, `#` starts a comment line.
 *
 * @throws ConsoleError INTERNAL when the file cannot be read: a console without its list must not set passwords.
 */
export async function loadBlocklist(file: string): Promise<ReadonlySet<string>> {
  const text = await readFile(file, 'utf8').catch((error: unknown) => {
    throw new ConsoleError('INTERNAL', `the password blocklist ${file} cannot be read`, { file }, error);
  });
  const entries = text.split(/\r?\n/).filter((line) => !line.startsWith('#'));
  return new Set(entries.map(foldForGuessing).filter((entry) => entry !== ''));
}
