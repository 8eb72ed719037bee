import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { ROLES } from '../../../../src-main/access/roles.ts';
import { checkRole, MAX_ROLES } from '../../../../src-main/access/roles/check-role.ts';
import { customRoles, type CustomRole, type RoleDraft } from '../../../../src-main/access/roles/custom-role.ts';
import { MAX_DEPTH } from '../../../../src-main/access/roles/effective-rights.ts';
import { BUILT_IN_NAMES, roleNamed } from '../../../../src-main/access/roles/role-name.ts';
import type { ConsoleError } from '../../../../src-main/errors.ts';

const roleWords = (language: string): Readonly<Record<string, string>> =>
  JSON.parse(readFileSync(new URL(`../../../../src-renderer/i18n/${language}.json`, import.meta.url), 'utf8')).role;
const [en, vi] = [roleWords('en'), roleWords('vi')];

const LEAD: CustomRole = { id: 'role-1', name: 'Hall lead', inherits: 'operator', changes: [] };
const ROLES_NOW = customRoles([LEAD, { ...LEAD, id: 'role-2', name: 'Night lead', inherits: 'role-1' }]);
const DRAFT: RoleDraft = {
  name: 'Deputy',
  inherits: 'operator',
  changes: [{ resource: 'alarm', action: 'view', granted: true, reason: 'answers for the hall' }],
};
const refusal = (changes: Partial<RoleDraft>, id = 'role-9', roles = ROLES_NOW) => {
  try {
    return checkRole(id, { ...DRAFT, ...changes }, roles).name;
  } catch (error) {
    const { code, details } = error as ConsoleError;
    return details['rule'] ?? code;
  }
};
const change = (right: object) => [{ ...DRAFT.changes[0], ...right }] as RoleDraft['changes'];

describe('a role', () => {
  test('is kept with its name and its reasons in order', () => {
    const reason = '  answers for\n the  hall ';
    expect(
      checkRole('role-9', { ...DRAFT, name: ' Ｄeputy  (night) ', changes: change({ reason }) }, ROLES_NOW),
    ).toEqual({
      ...DRAFT,
      id: 'role-9',
      name: 'Deputy (night)',
    });
  });

  test.each([
    ['no name', { name: ' ' }, 'name-empty'],
    ['a name without an end', { name: 'x'.repeat(65) }, 'name-too-long'],
    ['a name that turns the line around', { name: 'Lead\u202Eer' }, 'name-characters'],
    ['the name of another one in other letters', { name: 'hall  LEAD' }, 'ROLE_NAME_TAKEN'],
    ['the name of a built-in role', { name: 'ＡＤＭＩＮistrator' }, 'ROLE_NAME_TAKEN'],
    ['its Vietnamese name in combining letters', { name: 'quản trị viên'.normalize('NFD') }, 'ROLE_NAME_TAKEN'],
    ['nothing to inherit from', { inherits: 'role-none' }, 'inherits-unknown'],
    ['a right that does not exist', { changes: change({ resource: 'robot', action: 'delete' }) }, 'right-unknown'],
    ['one right twice', { changes: [...DRAFT.changes, ...DRAFT.changes] }, 'right-twice'],
    ['a right to the own account', { changes: change({ resource: 'own-account' }) }, 'right-own-account'],
    ['a change without a reason', { changes: change({ reason: ' so it is ' }) }, 'reason-short'],
    ['a reason without an end', { changes: change({ reason: 'x'.repeat(501) }) }, 'reason-long'],
  ])('with %s is refused by that rule', (_what, changes, rule) => {
    expect(refusal(changes)).toBe(rule);
  });

  test('may keep its own name, and never inherit from itself', () => {
    expect(refusal({ name: 'HALL LEAD' }, 'role-1')).toBe('HALL LEAD');
    expect(refusal({ inherits: 'role-1' }, 'role-1')).toBe('circle');
    expect(refusal({ inherits: 'role-2' }, 'role-1')).toBe('circle');
  });

  test('that would put those below it too deep is refused', () => {
    const chain = Array.from({ length: MAX_DEPTH }, (_, index): CustomRole => {
      return { ...LEAD, id: `r${index}`, name: `R ${index}`, inherits: index === 0 ? 'viewer' : `r${index - 1}` };
    });
    const roles = customRoles([...chain, { ...LEAD, id: 'top', name: 'Top' }]);
    expect(refusal({ inherits: `r${MAX_DEPTH - 1}` }, 'role-9', roles)).toBe('depth');
    expect(refusal({ name: 'R 0', inherits: 'top' }, 'r0', roles)).toBe('depth');
    expect(refusal({ name: 'R 0', inherits: 'operator' }, 'r0', roles)).toBe('R 0');
  });
});

test('there are so many roles and no more, and those that are there can still be changed', () => {
  const many = customRoles(
    Array.from({ length: MAX_ROLES }, (_, index) => ({ ...LEAD, id: `r${index}`, name: `R ${index}` })),
  );
  expect(refusal({}, 'role-9', many)).toBe('too-many');
  expect(refusal({}, 'r0', many)).toBe('Deputy');
});

test('the built-in roles are called as on the screen, and found by each of their names', () => {
  for (const role of ROLES) {
    expect(BUILT_IN_NAMES[role]).toEqual([en[role], vi[role]]);
    for (const name of [role, en[role] ?? '', vi[role] ?? '', ` ${vi[role]?.toUpperCase()} `]) {
      expect(roleNamed(name, ROLES_NOW)).toBe(role);
    }
  }
  expect(roleNamed('hall lead', ROLES_NOW)).toBe('role-1');
  expect(roleNamed('nobody', ROLES_NOW)).toBeNull();
});
