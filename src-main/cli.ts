import { backupCommand } from './cli/backup.ts';
import { auditCommand } from './cli/audit.ts';
import type { CommandIo } from './cli/io.ts';
import { mockFirmwareCommand } from './cli/mock-firmware.ts';
import { openAccounts } from './cli/open-accounts.ts';
import { ownParentPort, parentLines } from './cli/parent-port.ts';
import { recoverCommand } from './cli/recover.ts';
import { restoreCommand } from './cli/restore.ts';
import { serveCommand } from './cli/serve.ts';
import { usersCommand } from './cli/users.ts';
import { verifyCommand } from './cli/verify.ts';
import { verifyStores } from './cli/verify-store.ts';
import { VERSION } from './version.ts';

const USAGE = `robot-console COMMAND [options]

  serve           run the console and serve it to a browser on this machine
  mock-firmware   run simulated robots that answer over HTTP   --port P --robots N --seed S --firmware F --scenario X
  users           create | list | disable | enable | unlock    --data DIR
                  reset-password | remove-second-factor
  backup          create | list, beside a running console      --data DIR --to FOLDER --passphrase-stdin
  restore         put a backup in the place of the store       FILE --data DIR --passphrase-stdin --yes
  recover         open a damaged store without what is lost    --data DIR --accept-loss
  verify          look whether the stored data is whole        --full --repair --json --data DIR
  audit           verify FILE|DIR                              --key KEY --witness FILE|DIR
  audit           export --out FILE --format jsonl|csv|html    --from --to --actor --action --data DIR
  audit           prove ID                                     --out FILE --data DIR
  audit           archive                                      --yes --progress --data DIR
  audit           new-key --reason TEXT                        --yes --data DIR
  --version       print the version

Options of every command, and all settings: README.md.`;

/** Each command ends with its exit code: 0 done, 1 refused or failed, 2 wrong usage or configuration. */
const COMMANDS: Readonly<Record<string, (argv: string[], io: CommandIo) => Promise<number>>> = {
  serve: (argv, io) => serveCommand(argv, { ...io, endWithin }),
  'mock-firmware': mockFirmwareCommand,
  backup: backupCommand,
  restore: restoreCommand,
  recover: recoverCommand,
  audit: auditCommand,
  users: (argv, io) => usersCommand(argv, io, { open: (dataDir, folder) => openAccounts(dataDir, folder, io.env) }),
  verify: (argv, io) => verifyCommand(argv, io, verifyStores(io.env)),
};

/** A command that has not ended this long (ms) after Ctrl-C is ended: nobody waits longer for a prompt. */
const LONGEST_GOODBYE_MS = 1800;

const interrupted = new AbortController();
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
  process.on(signal, () => {
    if (interrupted.signal.aborted) return;
    interrupted.abort();
    endWithin(LONGEST_GOODBYE_MS);
  });
}

let lastResort: NodeJS.Timeout | undefined;
function endWithin(ms: number): void {
  clearTimeout(lastResort);
  lastResort = setTimeout(() => process.exit(1), ms).unref();
  // whoever started us has a limit of his own
  process.send?.({ endsWithinMs: ms });
}

const io: CommandIo = {
  out: (line) => void process.stdout.write(`${line}\n`),
  err: (line) => void process.stderr.write(`${line}\n`),
  stdin: parentLines(ownParentPort()) ?? process.stdin,
  signal: interrupted.signal,
  env: process.env,
};

const [name = '', ...argv] = process.argv.slice(2);
const command = COMMANDS[name];
if (name === '--version') io.out(VERSION);
else if (command) process.exit(await command(argv, io));
else {
  io.err(USAGE);
  process.exitCode = name === '' || name === '--help' ? 0 : 2;
}
