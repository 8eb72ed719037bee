import path from 'node:path';
import { Readable } from 'node:stream';
import { expect, test } from 'vitest';
import { createAccess } from '../../../src-main/access/access.ts';
import { createPasswordHasher } from '../../../src-main/access/password-hasher.ts';
import { throttleKey } from '../../../src-main/access/throttle-keys.ts';
import { AT_THE_COMMAND_LINE } from '../../../src-main/cli/command.ts';
import { usersCommand, type UsersCommandDependencies } from '../../../src-main/cli/users.ts';
import { systemClock } from '../../../src-main/clock.ts';
import { ConsoleError } from '../../../src-main/errors.ts';
import { silentLog } from '../../../src-main/log.ts';
import { systemRandomBytes } from '../../../src-main/random.ts';
import { openStore } from '../../../src-main/store/store.ts';
import { placeAt, testProtection } from '../../support/access-stand.ts';
import { auditEvent, openTestStore, temporaryFolder } from '../../support/store.ts';

const SECRET = 'purple robots eat 7 bananas';

/** The real access over a real store, opened and closed by each command as on a real command line. */
const deps = {
  async open(dataDir: string | undefined) {
    if (dataDir === undefined) throw new ConsoleError('CONFIG_INVALID', 'no folder in this test');
    const store = await openStore({ dir: dataDir, clock: systemClock, log: silentLog });
    const hasher = createPasswordHasher({ cost: 4 });
    const access = createAccess({
      store,
      hasher,
      clock: systemClock,
      log: silentLog,
      randomBytes: systemRandomBytes,
      protection: testProtection(),
      blocklist: new Set(['password']),
    });
    return {
      ...access,
      async close() {
        await hasher.close();
        await store.close();
      },
    };
  },
} satisfies UsersCommandDependencies;

interface Ran {
  readonly code: number;
  readonly out: readonly string[];
  readonly err: readonly string[];
}

async function run(argv: string[], stdin: Readable | string | Buffer = '', signal?: AbortSignal): Promise<Ran> {
  const out: string[] = [];
  const err: string[] = [];
  const code = await usersCommand(
    argv,
    {
      out: (line) => out.push(line),
      err: (line) => err.push(line),
      stdin: stdin instanceof Readable ? stdin : Readable.from([Buffer.from(stdin)]),
      signal: signal ?? new AbortController().signal,
      env: {},
    },
    deps,
  );
  return { code, out, err };
}

const create = (dir: string, username: string, role: string, ...more: string[]) => [
  'create',
  '--username',
  username,
  '--role',
  role,
  '--password-stdin',
  '--data',
  dir,
  ...more,
];

const listed = async (dir: string): Promise<unknown> =>
  JSON.parse((await run(['list', '--data', dir, '--json'])).out.join(''));

test('an administrator is made without a screen, and the password never shows', async () => {
  const dir = await temporaryFolder();
  const ran = await run(create(dir, 'anna', 'administrator', '--display-name', 'Anna K.'), `${SECRET}\n`);
  expect(ran).toEqual({ code: 0, out: ['created administrator anna'], err: [] });
  expect(await listed(dir)).toMatchObject([{ username: 'anna', displayName: 'Anna K.', role: 'administrator' }]);
});

test.each([
  ['a line break of Windows and more lines after it', `${SECRET}\r\nmore\n`],
  ['no line break at all', SECRET],
  ['bytes that come one by one', Readable.from([...Buffer.from(`${SECRET}\n`)].map((byte) => Buffer.of(byte)))],
])('the password is the first line: %s', async (_what, stdin) => {
  const dir = await temporaryFolder();
  expect(await run(create(dir, 'anna', 'administrator'), stdin)).toMatchObject({ code: 0 });
  const opened = await deps.open(dir);
  const credentials = { username: 'anna', password: SECRET };
  await expect(opened.signIn.withPassword(credentials, placeAt('seat'))).resolves.toBeTruthy();
  await opened.close();
});

test('what was done from the command line is on the record as such', async () => {
  const dir = await temporaryFolder();
  await run(create(dir, 'anna', 'administrator'), SECRET);
  const store = await openTestStore(dir);
  expect(await store.read('audit.page', { limit: 9 })).toMatchObject([
    { action: 'user.create', actor: { origin: 'command-line', userId: null } },
  ]);
});

test.each(['supervisor', 'operator', 'viewer'])('the first account cannot be a mere %s', async (role) => {
  const dir = await temporaryFolder();
  const ran = await run(create(dir, 'anna', role), SECRET);
  expect(ran).toMatchObject({ code: 1, out: [] });
  expect(ran.err).toEqual([expect.stringContaining('the first account must be an administrator')]);
  expect(await listed(dir)).toEqual([]);
});

test('after the administrator come the others, and the list shows all, for people and for programs', async () => {
  const dir = await temporaryFolder();
  await run(create(dir, 'Zoë', 'administrator'), SECRET);
  await run(create(dir, 'an', 'viewer', '--display-name', 'Nguyễn Ân'), SECRET);
  const { code, out } = await run(['list', '--data', dir]);
  expect(code).toBe(0);
  expect(out.map((line) => line.split(/ {2,}/).slice(0, 4))).toEqual([
    ['USERNAME', 'ROLE', 'SCOPE', 'DISPLAY NAME'],
    ['an', 'viewer', 'all', 'Nguyễn Ân'],
    ['Zoë', 'administrator', 'all', 'Zoë'],
  ]);
  expect(out[1]).toMatch(/\d{4}-\d\d-\d\dT[\d:.]+Z {2}never$/);
  expect(await listed(dir)).toMatchObject([
    { username: 'an', role: 'viewer', lastSignInAt: null },
    { username: 'Zoë', role: 'administrator' },
  ]);
});

test.each([
  ['anna', 'short', 'PASSWORD_TOO_SHORT: a password has at least 15 characters, this one 5'],
  ['anna', 'ế ộ ự '.repeat(20), 'PASSWORD_TOO_LONG: a password has at most 72 bytes in UTF-8'],
  [
    'anna',
    'passwordpassword',
    'PASSWORD_BLOCKED: the password is refused: it is little more than what everybody tries',
  ],
  ['<anna>', SECRET, 'USERNAME_INVALID: a username starts with a letter or digit'],
  ['BOSS', SECRET, 'USERNAME_TAKEN: the username BOSS is taken'],
])(
  'what the rules refuse ends with code 1 and one line that names the rule: %s, %s',
  async (name, password, sentence) => {
    const dir = await temporaryFolder();
    await run(create(dir, 'boss', 'administrator'), SECRET);
    const ran = await run(create(dir, name, 'viewer'), `${password}\n`);
    expect(ran).toMatchObject({ code: 1, out: [] });
    expect(ran.err).toEqual([expect.stringContaining(sentence)]);
  },
);

test.each([
  ['no verb', [], 'users create --username NAME'],
  ['an unknown verb', ['delete'], 'users create --username NAME'],
  ['no name', ['create', '--role', 'viewer', '--password-stdin'], '--username is missing'],
  ['no role', ['create', '--username', 'a', '--password-stdin'], '--role is missing'],
  ['a role for nobody', ['role', '--role', 'viewer'], '--username is missing'],
  ['no scope', ['scope', '--username', 'a'], '--scope is missing'],
  ['no way to get a password', ['create', '--username', 'a', '--role', 'viewer'], '--password-stdin is missing'],
  ['a password in sight', ['create', '--username', 'a', '--password', SECRET], '--password is refused'],
  ['a password in sight, glued', ['create', '--username', 'a', `--password=${SECRET}`], '--password is refused'],
  ['an unknown option', ['list', '--colour'], '--colour'],
  ['an option without its value', ['list', '--data'], '--data'],
])('wrong usage ends with code 2 and one sentence: %s', async (_what, argv, sentence) => {
  const ran = await run(argv, SECRET);
  expect(ran).toMatchObject({ code: 2, out: [] });
  expect(ran.err).toEqual([expect.stringContaining(sentence)]);
  expect(ran.err.join()).not.toContain(SECRET);
});

test.each([
  ['is empty', '', 'no password'],
  ['starts with an empty line', `\n${SECRET}`, 'no password'],
  ['is not UTF-8', Buffer.from('pürple robots eat bananas\n', 'latin1'), 'not UTF-8'],
  ['never ends its line', Buffer.alloc(100_000, 'x'), 'longer than 4096 bytes'],
])('standard input that %s is wrong usage, and no store is opened', async (_what, stdin, sentence) => {
  const dir = path.join(await temporaryFolder(), 'never-made');
  const ran = await run(create(dir, 'anna', 'administrator'), stdin);
  expect(ran).toMatchObject({ code: 2, out: [] });
  expect(ran.err).toEqual([expect.stringContaining(sentence)]);
});

test('Ctrl-C while it waits for the password ends it at once', async () => {
  const interrupt = new AbortController();
  const silent = new Readable({ read() {} });
  const running = run(create('unused', 'anna', 'administrator'), silent, interrupt.signal);
  interrupt.abort();
  expect(await running).toEqual({ code: 1, out: [], err: ['interrupted'] });
});

test('while a console holds the data folder, the command says so and changes nothing', async () => {
  const dir = await temporaryFolder();
  const store = await openTestStore(dir);
  const ran = await run(create(dir, 'anna', 'administrator'), SECRET);
  expect(ran).toMatchObject({ code: 1, out: [] });
  expect(ran.err).toEqual([expect.stringContaining('STORE_LOCKED')]);
  expect(await store.read('users.count', {})).toBe(0);
});

const on = (dir: string, verb: string, username: string) => [verb, '--username', username, '--data', dir];

test('whoever runs commands here brings back an administrator whom failures have locked out, on record', async () => {
  const dir = await temporaryFolder();
  await run(create(dir, 'anna', 'administrator'), SECRET);
  const attempt = async (password: string) => {
    const opened = await deps.open(dir);
    try {
      return await opened.signIn.withPassword({ username: 'anna', password }, placeAt('seat')).then(
        () => 'in',
        (error: unknown) => (error instanceof ConsoleError ? error.code : error),
      );
    } finally {
      await opened.close();
    }
  };
  const before = await openStore({ dir, clock: systemClock, log: silentLog });
  const key = throttleKey('anna', testProtection().derive('throttle'));
  const state = { failures: 100, last: { run: 'an earlier one', uptime: 0, wall: 0 } };
  await before.write('throttles.keep', { changes: [{ key, state }], limit: 9 }, auditEvent());
  await before.close();
  expect(await attempt(SECRET)).toBe('SIGN_IN_CLOSED');
  const ran = await run(on(dir, 'unlock', 'ANNA'));
  expect(ran).toEqual({ code: 0, out: ['forgot the failed attempts of anna'], err: [] });
  expect(await attempt(SECRET)).toBe('in');
  const store = await openTestStore(dir);
  expect(await store.read('audit.page', { limit: 1, action: 'user.open-sign-in' })).toMatchObject([
    { actor: { origin: 'command-line' }, details: { username: 'anna' } },
  ]);
});

test('the only administrator gets a one-time password when the password is forgotten', async () => {
  const dir = await temporaryFolder();
  await run(create(dir, 'anna', 'administrator'), SECRET);
  const { code, out } = await run(on(dir, 'reset-password', 'anna'));
  expect(code).toBe(0);
  const [, password = ''] = /: ([0-9a-z-]{19})$/.exec(out[0] ?? '') ?? [];
  const opened = await deps.open(dir);
  const session = await opened.signIn.withPassword({ username: 'anna', password }, placeAt('seat'));
  expect(session).toMatchObject({ changeReason: 'one-time' });
  await opened.close();
});

test('an account is disabled and enabled, and the last administrator is not', async () => {
  const dir = await temporaryFolder();
  await run(create(dir, 'anna', 'administrator'), SECRET);
  await run(create(dir, 'kim', 'viewer'), SECRET);
  expect(await run(on(dir, 'disable', 'kim'))).toEqual({ code: 0, out: ['disabled kim'], err: [] });
  expect(await listed(dir)).toMatchObject([{ status: 'active' }, { username: 'kim', status: 'disabled' }]);
  expect(await run(on(dir, 'enable', 'kim'))).toMatchObject({ out: ['enabled kim'] });
  const last = await run(on(dir, 'disable', 'anna'));
  expect(last).toMatchObject({ code: 1, err: [expect.stringContaining('LAST_ADMINISTRATOR')] });
  const nobody = await run(on(dir, 'enable', 'nobody'));
  expect(nobody).toMatchObject({ code: 1, err: [expect.stringContaining('ACCOUNT_UNKNOWN')] });
  expect(await run(['disable', '--data', dir])).toMatchObject({ code: 2 });
});

test('a role of the plant’s own is given by its name, and one that is not there is wrong usage that names them all', async () => {
  const dir = await temporaryFolder();
  await run(create(dir, 'anna', 'administrator'), SECRET);
  const opened = await deps.open(dir);
  await opened.roles.create({ name: 'Hall lead', inherits: 'operator', changes: [] }, AT_THE_COMMAND_LINE);
  await opened.close();
  const made = await run(create(dir, 'kim', 'hall  LEAD', '--scope', 'groups: Hall A'), SECRET);
  expect(made).toMatchObject({ code: 0, err: [] });
  const given = ['role', '--username', 'kim', '--data', dir, '--role'];
  expect(await run([...given, 'Giám sát viên'])).toMatchObject({ code: 0 });
  expect(await listed(dir)).toMatchObject([{}, { role: 'supervisor', scope: { robots: [], groups: ['Hall A'] } }]);
  expect(await run([...given, 'Hall lead'])).toEqual({ code: 0, out: ['kim has the role Hall lead now'], err: [] });
  const wrong = await run([...given, 'root']);
  expect(wrong).toMatchObject({ code: 2, out: [] });
  expect(wrong.err.join()).toContain('administrator, supervisor, operator, viewer, Hall lead');
  const { out } = await run(['list', '--data', dir]);
  expect(out[2]).toMatch(/^kim {2,}Hall lead {2,}groups: Hall A {2,}kim/);
});

test('a scope is given, and taken away again; the last administrator keeps the whole plant', async () => {
  const dir = await temporaryFolder();
  await run(create(dir, 'anna', 'administrator'), SECRET);
  await run(create(dir, 'kim', 'operator'), SECRET);
  const scoped = (username: string, scope: string) =>
    run(['scope', '--username', username, '--scope', scope, '--data', dir]);
  expect((await scoped('kim', 'robots: hoist-2, hoist-1')).out).toEqual([
    'kim has rights for: robots: hoist-1, hoist-2',
  ]);
  expect((await scoped('kim', 'all')).out).toEqual(['kim has rights for: all']);
  expect(await scoped('kim', 'hall 1')).toMatchObject({ code: 1, err: [expect.stringContaining('SCOPE_INVALID')] });
  expect(await scoped('anna', 'none')).toMatchObject({ code: 1, err: [expect.stringContaining('LAST_ADMINISTRATOR')] });
});
