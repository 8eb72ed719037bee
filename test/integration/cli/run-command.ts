import { Readable } from 'node:stream';
import type { CommandIo } from '../../../src-main/cli/io.ts';
import { openInThread, type InThreadStore } from '../../support/local-store.ts';
import { auditEvent, newUser } from '../../support/store-data.ts';

export interface Ran {
  readonly code: number;
  readonly out: readonly string[];
  readonly err: readonly string[];
}

/** Runs a command as the command line does, and answers what it said. */
export async function runCommand(
  command: (argv: string[], io: CommandIo) => Promise<number>,
  argv: string[],
  stdin = '',
  env: Readonly<Record<string, string>> = {},
): Promise<Ran> {
  const out: string[] = [];
  const err: string[] = [];
  const code = await command(argv, {
    out: (line) => out.push(line),
    err: (line) => err.push(line),
    stdin: Readable.from([Buffer.from(stdin)]),
    signal: new AbortController().signal,
    env,
  });
  return { code, out, err };
}

/** A store in a real folder, with these accounts; snapshots are kept where the script has a bar. It is killed then. */
export async function storeWith(dir: string, script: string): Promise<InThreadStore> {
  const store = await openInThread(dir);
  for (const word of script.split(' ')) {
    if (word === '|') await store.snapshot();
    else await store.write('users.create', newUser(word), auditEvent({ subject: word }));
  }
  return store;
}

/** The accounts in a folder, and what was recorded last. */
export async function contentOf(dir: string) {
  const store = await openInThread(dir);
  const users = await store.read('users.list', {});
  const [last] = await store.read('audit.page', { limit: 1 });
  return { names: users.map(({ username }) => username).join(' '), last };
}
