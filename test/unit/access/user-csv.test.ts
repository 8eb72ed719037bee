import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { ROLES } from '../../../src-main/access/roles.ts';
import { customRoles, type CustomRole } from '../../../src-main/access/roles/custom-role.ts';
import { roleNamed } from '../../../src-main/access/roles/role-name.ts';
import { exportUsers } from '../../../src-main/access/user-csv.ts';
import {
  IMPORT_MAX_ACCOUNTS,
  IMPORT_MAX_LENGTH,
  importUsers,
  type ImportContext,
} from '../../../src-main/access/user-csv-import.ts';
import type { UserSummary } from '../../../src-main/access/users.ts';
import { canonicalUsername } from '../../../src-main/access/username.ts';

const HALL_LEAD: CustomRole = { id: 'role-1', name: 'Hall lead', inherits: 'operator', changes: [] };
const context: ImportContext = {
  roleNamed: (name) => roleNamed(name, customRoles([HALL_LEAD])),
  taken: new Set(['boss']),
};
const imported = (text: string) => {
  const { accounts, problems } = importUsers(text, context);
  return { accounts, problems: problems.map(({ code, details }) => ({ code, ...details })) };
};
const user = (username: string, changes: Partial<UserSummary> = {}): UserSummary => ({
  id: `id of ${username}`,
  username,
  displayName: username,
  role: 'operator',
  roleName: 'Operator',
  scope: null,
  status: 'active',
  awaitsPassword: false,
  secondFactor: false,
  createdAt: Date.UTC(2026, 0, 2, 3, 4, 5, 6),
  lastSignInAt: null,
  ...changes,
});

describe('an export', () => {
  test('is a table that spreadsheets read, with moments in UTC and accents intact', () => {
    const text = exportUsers([user('ân', { displayName: 'Nguyễn "Ân", Văn', lastSignInAt: Date.UTC(2026, 5, 1) })]);
    expect(text).toBe(
      '\uFEFFusername,displayName,role,scope,createdAt,lastSignInAt\r\n' +
        'ân,"Nguyễn ""Ân"", Văn",operator,all,2026-01-02T03:04:05.006Z,2026-06-01T00:00:00.000Z\r\n',
    );
  });

  test('holds no formula', () => {
    const text = exportUsers([user('anna', { displayName: '=HYPERLINK("http://x")' })]);
    expect(text).toContain(`anna,"'=HYPERLINK(""http://x"")",operator`);
  });

  test('holds neither ids nor anything secret', () => {
    const withMore = { ...user('anna'), passwordHash: '$2b$12$secret' };
    expect(exportUsers([withMore])).not.toMatch(/id of|secret|\$2b/);
  });
});

describe('an import', () => {
  test('reads what was exported', () => {
    const users = [user('anna'), user('Ân', { displayName: '-Ân-', role: 'viewer' })];
    expect(imported(exportUsers(users))).toEqual({
      accounts: [
        { line: 2, username: 'anna', displayName: 'anna', role: 'operator', scope: null },
        { line: 3, username: 'Ân', displayName: '-Ân-', role: 'viewer', scope: null },
      ],
      problems: [],
    });
  });

  test('needs names and roles only, in any order; without a name to show it takes the username', () => {
    expect(imported('role,username\nviewer,kim\n').accounts).toEqual([
      { line: 2, username: 'kim', displayName: 'kim', role: 'viewer', scope: null },
    ]);
    expect(imported('username,displayName,role\nkim,,viewer').accounts).toMatchObject([{ displayName: 'kim' }]);
  });

  test('reads roles by any of their names, and scopes; an old file without scopes is for the whole plant', () => {
    const leads = [user('anna', { role: 'role-1', roleName: 'Hall lead', scope: { robots: [], groups: ['Hall A'] } })];
    expect(imported(exportUsers(leads)).accounts).toMatchObject([
      { username: 'anna', role: 'role-1', scope: { robots: [], groups: ['Hall A'] } },
    ]);
    const { accounts, problems } = imported(
      [
        'username,role,scope',
        'kim,Người vận hành,"robots: hoist-1, hoist-2"',
        'lan,HALL  lead,none',
        'tom,viewer,',
        'dan,viewer,hall 1',
      ].join('\n'),
    );
    expect(accounts.map(({ role, scope }) => [role, scope])).toEqual([
      ['operator', { robots: ['hoist-1', 'hoist-2'], groups: [] }],
      ['role-1', { robots: [], groups: [] }],
      ['viewer', null],
    ]);
    expect(problems).toEqual([{ code: 'CSV_INVALID', line: 5, rule: 'scope', scope: 'hall 1' }]);
  });

  test.each([';', '\t'])('takes %j as separator where the header does', (separator) => {
    const text = [
      ['username', 'role', 'displayName'],
      ['kim', 'viewer', '"Kim, B."'],
    ]
      .map((fields) => fields.join(separator))
      .join('\r\n');
    expect(imported(text)).toMatchObject({ accounts: [{ username: 'kim', displayName: 'Kim, B.' }], problems: [] });
  });

  test('tells each wrong line, by its number and its rule, and reads the others', () => {
    const text = [
      'username,displayName,role',
      'anna,Anna,operator',
      'kim,Kim,king',
      ',Nobody,viewer',
      '"two',
      'lines",x,viewer',
      'tom,Tom',
      'ANNA,Another,viewer',
      'Boss,Boss,viewer',
      `lan,${'x'.repeat(129)},viewer`,
      'lan,Lan,viewer',
    ].join('\n');
    const { accounts, problems } = imported(text);
    expect(accounts.map(({ line, username }) => [line, username])).toEqual([
      [2, 'anna'],
      [5, 'two lines'],
      [11, 'lan'],
    ]);
    expect(problems).toEqual([
      { code: 'CSV_INVALID', line: 3, rule: 'role', role: 'king' },
      { code: 'USERNAME_INVALID', line: 4, rule: 'empty' },
      { code: 'CSV_INVALID', line: 7, rule: 'fields', expected: 3, actual: 2 },
      { code: 'CSV_INVALID', line: 8, rule: 'twice', first: 2, username: 'ANNA' },
      { code: 'USERNAME_TAKEN', line: 9, username: 'Boss' },
      { code: 'INPUT_INVALID', line: 10, field: 'displayName', rule: 'too-long' },
    ]);
  });

  test.each([
    ['', 1, 'no-account', {}],
    ['username,role', 1, 'no-account', {}],
    ['\n\nusername,rolle\nkim,viewer', 3, 'column-unknown', { column: 'rolle' }],
    ['username,displayName\nkim,Kim', 1, 'column-missing', { column: 'role' }],
    ['username,role,role\nkim,viewer,viewer', 1, 'column-twice', { column: 'role' }],
    ['username,role,Password\nkim,viewer,x', 1, 'column-secret', { column: 'Password' }],
    ['username,role,mật khẩu\nkim,viewer,x', 1, 'column-secret', { column: 'mật khẩu' }],
    ['username,role\nkim,viewer\n"tom,viewer\n', 3, 'quote', {}],
    ['username,role\nk"im,viewer\n', 2, 'bare-quote', {}],
    ['username,role\n"kim"x,viewer\n', 2, 'after-quote', {}],
    [
      `username,role\n${'k,viewer\n'.repeat(IMPORT_MAX_ACCOUNTS + 1)}`,
      1,
      'too-large',
      { maximum: IMPORT_MAX_ACCOUNTS },
    ],
    ['x'.repeat(IMPORT_MAX_LENGTH + 1), 1, 'too-large', { maximum: IMPORT_MAX_ACCOUNTS }],
  ])('of a file that is wrong as a whole makes nothing: %.40j', (text, line, rule, facts) => {
    expect(imported(text)).toEqual({ accounts: [], problems: [{ code: 'CSV_INVALID', line, rule, ...facts }] });
  });

  test('never throws, and what it makes is acceptable and new', () => {
    const piece = fc.constantFrom(
      'username',
      'role',
      'displayName',
      ',',
      ';',
      '\n',
      '\r\n',
      '"',
      'kim',
      'viewer',
      '=',
      'ế',
      ' ',
    );
    const table = fc.array(piece, { maxLength: 40 }).map((pieces) => `username,role\n${pieces.join('')}`);
    fc.assert(
      fc.property(fc.oneof(table, fc.string({ unit: 'binary' })), (text) => {
        const { accounts } = importUsers(text, context);
        const names = accounts.map(({ username }) => canonicalUsername(username));
        expect(new Set(names).size).toBe(names.length);
        for (const { role } of accounts) expect([...ROLES, HALL_LEAD.id]).toContain(role);
      }),
    );
  });
});
