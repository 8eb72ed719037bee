import { systemClock } from '../clock.ts';
import { silentLog } from '../log.ts';
import { readBackup } from '../store/backup/read-backup.ts';
import { diskFiles } from '../store/files.ts';
import { lockFolder } from '../store/folder-lock.ts';
import { restore } from '../store/restore/restore.ts';
import { openStore } from '../store/store.ts';
import { AT_THE_COMMAND_LINE, commandRun, parseOperands, wrongUsage } from './command.ts';
import { dataFolder } from './data-folder.ts';
import type { CommandIo } from './io.ts';
import { PASSPHRASE_OPTION, passphraseOf } from './passphrase.ts';

const USAGE = `usage:
  restore FILE [--passphrase-stdin] [--data DIR]         checks the backup and says what would be replaced
  restore FILE --yes [--passphrase-stdin] [--data DIR]   replaces the store, and keeps what it replaced`;

/** Puts a backup in the place of a store that no console uses. Exit codes: 0 done or checked, 1 refused, 2 wrong usage. */
export async function restoreCommand(argv: string[], io: CommandIo): Promise<number> {
  return commandRun(io, async () => {
    const options = { yes: { type: 'boolean' }, data: { type: 'string' }, ...PASSPHRASE_OPTION } as const;
    const { values, positionals } = parseOperands(argv, options);
    const [file, ...more] = positionals;
    if (file === undefined || more.length > 0) throw wrongUsage(USAGE);
    const folder = await dataFolder(values.data, 'new', io.env);
    const passphrase = await passphraseOf(values, io);
    if (values.yes) await replace(folder, file, passphrase, io);
    else {
      const { createdAt, sequence, consoleVersion } = readBackup(diskFiles, file, { passphrase }).manifest;
      io.out(`${file} is whole: made ${createdAt} by version ${consoleVersion}, up to change ${sequence}.`);
      io.out(`It would replace the store in ${folder}, which would be kept beside it. Nothing was changed: add --yes.`);
    }
    return 0;
  });
}

async function replace(folder: string, file: string, passphrase: string | null, io: CommandIo): Promise<void> {
  diskFiles.makeFolder(folder);
  const lock = await lockFolder(diskFiles, systemClock, folder);
  const { manifest, replaced } = await restore(diskFiles, folder, file, { passphrase, at: systemClock.now() }).finally(
    () => lock.release(),
  );
  // before anything else can go wrong: it has happened
  io.out(`restored ${file}: made ${manifest.createdAt}, up to change ${manifest.sequence}`);
  io.out(`what it replaced is kept in ${replaced}`);
  const store = await openStore({ dir: folder, clock: systemClock, log: silentLog });
  try {
    const details = { file, createdAt: manifest.createdAt, sequence: manifest.sequence, replaced };
    const event = { action: 'backup.restore', subject: null, outcome: 'succeeded', details } as const;
    await store.write('audit.append', {}, { ...event, actor: AT_THE_COMMAND_LINE });
  } finally {
    await store.close();
  }
}
