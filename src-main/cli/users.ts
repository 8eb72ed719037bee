import type { Accounts, NewAccount } from '../access/accounts.ts';
import { ROLES, type Role } from '../access/roles.ts';
import type { UserSummary } from '../access/users.ts';
import { ConsoleError } from '../errors.ts';
import { columns } from './columns.ts';
import { AT_THE_COMMAND_LINE, commandRun, parseOptions, wrongUsage } from './command.ts';
import { firstLine } from './first-line.ts';
import type { CommandIo } from './io.ts';
import { USER_CHANGES, type UserChange } from './user-changes.ts';

export interface UsersCommandDependencies {
  /** Opens the accounts of a data folder, of the configured one when none is named; a `new` one may be made. */
  open(
    dataDir: string | undefined,
    folder: 'existing' | 'new',
  ): Promise<{ readonly accounts: Accounts; close(): Promise<void> }>;
}

const USAGE = `usage:
  users create --username NAME --role ${ROLES.join('|')} [--display-name TEXT] --password-stdin [--data DIR]
  users list [--json] [--data DIR]
  users ${[...USER_CHANGES.keys()].join('|')} --username NAME [--data DIR]`;

/** Makes, lists and changes accounts. Exit codes: 0 done, 1 refused (one line says why), 2 wrong usage. */
export async function usersCommand(argv: string[], io: CommandIo, deps: UsersCommandDependencies): Promise<number> {
  const [verb = '', ...options] = argv;
  const change = USER_CHANGES.get(verb);
  return commandRun(io, async () => {
    if (verb === 'create') await create(options, io, deps);
    else if (verb === 'list') await list(options, io, deps);
    else if (change) await changed(change, options, io, deps);
    else {
      io.err(USAGE);
      return 2;
    }
    return 0;
  });
}

async function create(argv: string[], io: CommandIo, deps: UsersCommandDependencies): Promise<void> {
  if (argv.some((argument) => /^--password(=|$)/.test(argument))) {
    throw wrongUsage('--password is refused, the command line is visible to others: pipe it in with --password-stdin');
  }
  const given = parseOptions(argv, {
    username: { type: 'string' },
    role: { type: 'string' },
    'display-name': { type: 'string' },
    'password-stdin': { type: 'boolean' },
    data: { type: 'string' },
  });
  const role = ROLES.find((known) => known === given.role);
  if (given.username === undefined) throw wrongUsage('--username is missing');
  if (role === undefined) throw wrongUsage(`--role must be one of ${ROLES.join(', ')}`);
  if (!given['password-stdin']) throw wrongUsage('--password-stdin is missing: the password comes from standard input');
  const password = await firstLine(io.stdin, io.signal);
  if (password === '') throw wrongUsage('standard input holds no password on its first line');

  const account = { username: given.username, displayName: given['display-name'], password };
  const { username } = await withAccounts(given.data, 'new', deps, (accounts) => add(accounts, account, role));
  io.out(`created ${role} ${username}`);
}

async function add(accounts: Accounts, account: NewAccount, role: Role): Promise<{ readonly username: string }> {
  if ((await accounts.count()) > 0) return accounts.create({ ...account, role }, AT_THE_COMMAND_LINE);
  if (role === 'administrator') return accounts.createFirstAdministrator(account, AT_THE_COMMAND_LINE);
  const message = 'the first account must be an administrator: no other role can make further accounts';
  throw new ConsoleError('INPUT_INVALID', message, { field: 'role' });
}

async function list(argv: string[], io: CommandIo, deps: UsersCommandDependencies): Promise<void> {
  const given = parseOptions(argv, { data: { type: 'string' }, json: { type: 'boolean' } });
  const users = await withAccounts(given.data, 'existing', deps, (accounts) => accounts.list());
  if (given.json) io.out(JSON.stringify(users));
  else for (const line of table(users)) io.out(line);
}

async function changed(
  change: UserChange,
  argv: string[],
  io: CommandIo,
  deps: UsersCommandDependencies,
): Promise<void> {
  const given = parseOptions(argv, { username: { type: 'string' }, data: { type: 'string' } });
  const { username } = given;
  if (username === undefined) throw wrongUsage('--username is missing');
  const done = await withAccounts(given.data, 'existing', deps, async (accounts) =>
    change(accounts, await accounts.named(username)),
  );
  io.out(done);
}

async function withAccounts<T>(
  dataDir: string | undefined,
  folder: 'existing' | 'new',
  deps: UsersCommandDependencies,
  work: (accounts: Accounts) => Promise<T>,
): Promise<T> {
  const opened = await deps.open(dataDir, folder);
  try {
    return await work(opened.accounts);
  } finally {
    await opened.close();
  }
}

function table(users: readonly UserSummary[]): string[] {
  return columns([
    ['USERNAME', 'ROLE', 'DISPLAY NAME', 'STATUS', 'CREATED', 'LAST SIGN-IN'],
    ...users.map((user) => [
      user.username,
      user.role,
      user.displayName,
      user.status,
      time(user.createdAt),
      time(user.lastSignInAt),
    ]),
  ]);
}

function time(at: number | null): string {
  return at === null ? 'never' : new Date(at).toISOString();
}
