import { systemClock } from '../clock.ts';
import { ConsoleError } from '../errors.ts';
import { silentLog } from '../log.ts';
import { diskFiles } from '../store/files.ts';
import { recover } from '../store/opening/recover.ts';
import { openStore } from '../store/store.ts';
import { AT_THE_COMMAND_LINE, commandRun, parseOptions } from './command.ts';
import { dataFolder } from './data-folder.ts';
import { errorLine } from './error-line.ts';
import type { CommandIo } from './io.ts';

/**
 * For a store that refuses to open because it is damaged: says what can be read and what is lost; with `--accept-loss`
 * goes on with the rest, and sets aside what cannot be used. Exit codes: 0 whole or done, 1 damaged, 2 wrong usage.
 */
export async function recoverCommand(argv: string[], io: CommandIo): Promise<number> {
  return commandRun(io, async () => {
    const values = parseOptions(argv, { 'accept-loss': { type: 'boolean' }, data: { type: 'string' } });
    const folder = await dataFolder(values.data, 'existing', io.env);
    const damage = await damageIn(folder);
    if (damage === null) {
      io.out(`the store in ${folder} is whole; there is nothing to recover from`);
      return 0;
    }
    io.err(errorLine(damage));
    if (!values['accept-loss']) {
      io.err('A backup may hold what is lost: `restore`. To go on without it, add --accept-loss.');
      return 1;
    }
    await openWithout(folder, damage);
    io.out(`the store in ${folder} opens again without it; what could not be used is in its folder quarantine`);
    return 0;
  });
}

async function damageIn(folder: string): Promise<ConsoleError | null> {
  try {
    (await recover(diskFiles, folder)).memory.close();
    return null;
  } catch (error) {
    if (error instanceof ConsoleError && error.code === 'STORE_DAMAGED') return error;
    throw error;
  }
}

async function openWithout(dir: string, { details }: ConsoleError): Promise<void> {
  const store = await openStore({ dir, clock: systemClock, log: silentLog, acceptLoss: true });
  try {
    const event = { action: 'store.accept-loss', subject: null, outcome: 'succeeded', details } as const;
    await store.write('audit.append', {}, { ...event, actor: AT_THE_COMMAND_LINE });
  } finally {
    await store.close();
  }
}
