import { existsSync } from 'node:fs';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { BACKUPS_FOLDER, backUp, backupState, type BackupDone, type BackupState } from '../store/backup/back-up.ts';
import { listBackups } from '../store/backup/list-backups.ts';
import { ConsoleError } from '../errors.ts';
import { diskFiles, systemCode } from '../store/files.ts';
import { recover } from '../store/opening/recover.ts';
import { VERSION } from '../version.ts';
import { columns } from './columns.ts';
import { commandRun, parseOptions, wrongUsage } from './command.ts';
import { dataFolder } from './data-folder.ts';
import type { CommandIo } from './io.ts';
import { PASSPHRASE_OPTION, passphraseOf } from './passphrase.ts';

const USAGE = `usage:
  backup create [--to FOLDER] [--passphrase-stdin] [--json] [--data DIR]
  backup list [--from FOLDER] [--json] [--data DIR]`;

/** Makes and lists backups; a console may be running on the data folder. Exit codes: 0 done, 1 refused, 2 wrong usage. */
export async function backupCommand(argv: string[], io: CommandIo): Promise<number> {
  const [verb, ...options] = argv;
  return commandRun(io, async () => {
    if (verb === 'create') await create(options, io);
    else if (verb === 'list') await list(options, io);
    else {
      io.err(USAGE);
      return 2;
    }
    return 0;
  });
}

async function create(argv: string[], io: CommandIo): Promise<void> {
  const options = {
    to: { type: 'string' },
    json: { type: 'boolean' },
    data: { type: 'string' },
    ...PASSPHRASE_OPTION,
  } as const;
  const values = parseOptions(argv, options);
  const folder = await dataFolder(values.data, 'existing', io.env);
  const passphrase = await passphraseOf(values, io);
  const to = values.to ?? path.join(folder, BACKUPS_FOLDER);
  const { file, manifest } = await ofWholeState(folder, io, (state) =>
    backUp(diskFiles, state, {
      to,
      passphrase,
      reason: 'on-demand',
      at: Date.now(),
      consoleVersion: VERSION,
      signal: io.signal,
    }),
  );
  if (values.json) io.out(JSON.stringify({ file, ...manifest }));
  else
    io.out(
      `${file}: change ${manifest.sequence}, ${manifest.encryption ? 'sealed with the passphrase' : 'not encrypted'}`,
    );
}

/** How often a running console may clear away a file between our finding and our reading it. */
const ATTEMPTS = 5;

/** Reads the store as it lies on the disk, without touching it, and hands it to `use`. */
async function ofWholeState(
  folder: string,
  io: CommandIo,
  use: (state: BackupState) => BackupDone,
): Promise<BackupDone> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      const { memory, reached, fresh } = await recover(diskFiles, folder);
      try {
        if (fresh) throw new ConsoleError('CONFIG_INVALID', `${folder}: there is no store in this folder to back up`);
        return use(backupState(memory, folder, reached.sequence));
      } finally {
        memory.close();
      }
    } catch (error) {
      if (systemCode(error) !== 'ENOENT' || attempt === ATTEMPTS) throw error;
      io.err('the console was tidying up; reading again');
      await sleep(200, undefined, { signal: io.signal });
    }
  }
}

async function list(argv: string[], io: CommandIo): Promise<void> {
  const values = parseOptions(argv, {
    from: { type: 'string' },
    json: { type: 'boolean' },
    data: { type: 'string' },
  });
  const from = values.from ?? path.join(await dataFolder(values.data, 'existing', io.env), BACKUPS_FOLDER);
  if (values.from !== undefined && !existsSync(from)) throw wrongUsage(`there is no folder ${from}`);
  const rows = listBackups(diskFiles, from);
  if (values.json) io.out(JSON.stringify(rows));
  else {
    const table = rows.map(({ file, createdAt, reason, sequence, encrypted, problem }) =>
      createdAt === null
        ? [file, problem ?? '']
        : [file, new Date(createdAt).toISOString(), reason ?? '', String(sequence), encrypted ? 'yes' : 'no'],
    );
    for (const line of columns([['FILE', 'MADE', 'WHY', 'CHANGE', 'ENCRYPTED'], ...table])) io.out(line);
  }
}
