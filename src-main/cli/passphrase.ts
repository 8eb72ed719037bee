import { firstLine } from './first-line.ts';
import type { CommandIo } from './io.ts';
import { wrongUsage } from './command.ts';

/** How a command is given the passphrase of a backup: never on the command line, which others can see. */
export const PASSPHRASE_OPTION = { 'passphrase-stdin': { type: 'boolean' } } as const;

/** The passphrase, from the first line of standard input; null when none is wanted. */
export async function passphraseOf(
  given: { readonly 'passphrase-stdin'?: boolean | undefined },
  io: CommandIo,
): Promise<string | null> {
  if (!given['passphrase-stdin']) return null;
  const passphrase = await firstLine(io.stdin, io.signal);
  if (passphrase === '') throw wrongUsage('standard input holds no passphrase on its first line');
  return passphrase;
}
