import type { Accounts, NewAccount, NewRights } from '../access/accounts.ts';
import { isBuiltIn, ROLES } from '../access/roles.ts';
import type { Roles } from '../access/roles/governed-roles.ts';
import { readScope, scopeInWords } from '../access/scope-text.ts';
import type { UserSummary } from '../access/users.ts';
import { ConsoleError } from '../errors.ts';
import { columns } from './columns.ts';
import { AT_THE_COMMAND_LINE, commandRun, parseOptions, wrongUsage } from './command.ts';
import { firstLine } from './first-line.ts';
import type { CommandIo } from './io.ts';
import { USER_CHANGES, type UserChange } from './user-changes.ts';
import { RIGHT_CHANGES, roleNamed, type RightChange } from './user-rights.ts';

interface OpenedAccounts {
  readonly accounts: Accounts;
  readonly roles: Roles;
  close(): Promise<void>;
}

export interface UsersCommandDependencies {
  /** Opens the accounts of a data folder, of the configured one when none is named; a `new` one may be made. */
  open(dataDir: string | undefined, folder: 'existing' | 'new'): Promise<OpenedAccounts>;
}

const USAGE = `usage:
  users create --username NAME --role NAME [--scope SCOPE] [--display-name TEXT] --password-stdin [--data DIR]
  users list [--json] [--data DIR]
  users role --username NAME --role NAME [--data DIR]
  users scope --username NAME --scope SCOPE [--data DIR]
  users ${[...USER_CHANGES.keys()].join('|')} --username NAME [--data DIR]
roles: ${ROLES.join(', ')}, and those of the plant's own by name
scopes: all, none, or robots: hoist-1, hoist-2; groups: Hall A`;

/** Makes, lists and changes accounts. Exit codes: 0 done, 1 refused (one line says why), 2 wrong usage. */
export async function usersCommand(argv: string[], io: CommandIo, deps: UsersCommandDependencies): Promise<number> {
  const [verb = '', ...options] = argv;
  const change = USER_CHANGES.get(verb);
  const right = RIGHT_CHANGES.get(verb);
  return commandRun(io, async () => {
    if (verb === 'create') await create(options, io, deps);
    else if (verb === 'list') await list(options, io, deps);
    else if (right) await changedRight(right, verb, options, io, deps);
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
    scope: { type: 'string' },
    'display-name': { type: 'string' },
    'password-stdin': { type: 'boolean' },
    data: { type: 'string' },
  });
  if (given.username === undefined) throw wrongUsage('--username is missing');
  if (given.role === undefined) throw wrongUsage('--role is missing');
  const wanted = given.role;
  const scope = readScope(given.scope ?? '');
  if (!given['password-stdin']) throw wrongUsage('--password-stdin is missing: the password comes from standard input');
  const password = await firstLine(io.stdin, io.signal);
  if (password === '') throw wrongUsage('standard input holds no password on its first line');

  const account = { username: given.username, displayName: given['display-name'], password };
  const made = await withAccounts(given.data, 'new', deps, async ({ accounts, roles }) => {
    const role = await roleNamed(wanted, roles);
    const { username } = await add(accounts, account, { role, scope });
    return `created ${wanted} ${username}`;
  });
  io.out(made);
}

async function add(accounts: Accounts, account: NewAccount, rights: NewRights): Promise<{ readonly username: string }> {
  if ((await accounts.count()) > 0) return accounts.create({ ...account, ...rights }, AT_THE_COMMAND_LINE);
  if (rights.role === 'administrator' && rights.scope === null)
    return accounts.createFirstAdministrator(account, AT_THE_COMMAND_LINE);
  const message = 'the first account must be an administrator of the whole plant: no other can make further accounts';
  throw new ConsoleError('INPUT_INVALID', message, { field: 'role' });
}

async function list(argv: string[], io: CommandIo, deps: UsersCommandDependencies): Promise<void> {
  const given = parseOptions(argv, { data: { type: 'string' }, json: { type: 'boolean' } });
  const users = await withAccounts(given.data, 'existing', deps, ({ accounts }) => accounts.list());
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
  const done = await withAccounts(given.data, 'existing', deps, async ({ accounts }) =>
    change(accounts, await accounts.named(username)),
  );
  io.out(done);
}

/** As {@link changed}, with what is given to the account in the option that is named like the command. */
async function changedRight(
  change: RightChange,
  option: string,
  argv: string[],
  io: CommandIo,
  deps: UsersCommandDependencies,
): Promise<void> {
  const given = parseOptions(argv, {
    username: { type: 'string' },
    [option]: { type: 'string' },
    data: { type: 'string' },
  });
  const { username, data, [option]: wanted } = given;
  if (username === undefined) throw wrongUsage('--username is missing');
  if (wanted === undefined) throw wrongUsage(`--${option} is missing`);
  const done = await withAccounts(data, 'existing', deps, async (opened) =>
    change(opened, await opened.accounts.named(username), wanted),
  );
  io.out(done);
}

async function withAccounts<T>(
  dataDir: string | undefined,
  folder: 'existing' | 'new',
  deps: UsersCommandDependencies,
  work: (opened: OpenedAccounts) => Promise<T>,
): Promise<T> {
  const opened = await deps.open(dataDir, folder);
  try {
    return await work(opened);
  } finally {
    await opened.close();
  }
}

function table(users: readonly UserSummary[]): string[] {
  return columns([
    ['USERNAME', 'ROLE', 'SCOPE', 'DISPLAY NAME', 'STATUS', 'CREATED', 'LAST SIGN-IN'],
    ...users.map((user) => [
      user.username,
      isBuiltIn(user.role) ? user.role : user.roleName,
      scopeInWords(user.scope),
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
