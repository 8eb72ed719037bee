import { expect, test } from 'vitest';
import { MATRIX, OVERRIDABLE } from '../../../src-main/access/matrix.ts';
import { ACTIONS, RESOURCES, ROLES, type BuiltInRole, type Permission } from '../../../src-main/access/roles.ts';
import { BUILT_IN_RIGHTS } from '../../../src-main/access/roles/role-book.ts';

/** The plant's written requirements: system monitoring, system configuration, robot control, emergency stop, user management, backup management, audit logs (limited for operators and viewers). */
const PLANT: Partial<Record<Permission, readonly BuiltInRole[]>> = {
  'robot:view': ['administrator', 'supervisor', 'operator', 'viewer'],
  'robot:control': ['administrator', 'supervisor', 'operator'],
  'robot:configure': ['administrator', 'supervisor'],
  'robot:take-over': ['administrator', 'supervisor'],
  'robot:simulate': ['administrator', 'supervisor'],
  'robot:stop': ['administrator', 'supervisor', 'operator'],
  'fleet:view': ['administrator', 'supervisor'],
  'fleet:create': ['administrator', 'supervisor'],
  'fleet:edit': ['administrator', 'supervisor'],
  'fleet:delete': ['administrator', 'supervisor'],
  'configuration:view': ['administrator', 'supervisor'],
  'user:view': ['administrator'],
  'user:create': ['administrator'],
  'user:edit': ['administrator'],
  'user:disable': ['administrator'],
  'user:delete': ['administrator'],
  'user:restore': ['administrator'],
  'user:reset-password': ['administrator'],
  'user:force-sign-out': ['administrator'],
  'own-account:view': ROLES,
  'own-account:change-password': ROLES,
  'own-account:second-factor': ROLES,
  'own-account:sessions': ROLES,
  'store:view': ['administrator', 'supervisor'],
  'store:verify': ['administrator', 'supervisor'],
  'backup:view': ['administrator', 'supervisor'],
  'backup:create': ['administrator', 'supervisor'],
  'audit:view': ['administrator', 'supervisor'],
  'audit:create': ['administrator', 'supervisor'],
  'audit:verify': ['administrator', 'supervisor'],
  'audit:archive': ['administrator'],
  'security:view': ['administrator', 'supervisor'],
  'security:create': ['administrator', 'supervisor'],
  'security:edit': ['administrator'],
  'activity:view': ['administrator', 'supervisor', 'operator', 'viewer'],
  'role:view': ['administrator'],
  'role:create': ['administrator'],
  'role:edit': ['administrator'],
  'role:delete': ['administrator'],
  'alarm:view': ['administrator', 'supervisor'],
  'alarm:acknowledge': ['administrator', 'supervisor'],
  'alarm:edit': ['administrator'],
  'training:view': ['administrator', 'supervisor'],
  'training:edit': ['administrator', 'supervisor'],
};

const everything = ROLES.flatMap((role) =>
  RESOURCES.flatMap((resource) => ACTIONS.map((action) => ({ role, resource, action }))),
);

test.each(everything)('$role and $resource:$action are as the plant wrote them', ({ role, resource, action }) => {
  const granted = PLANT[`${resource}:${action}`]?.includes(role) ?? false;
  expect(BUILT_IN_RIGHTS.permissions(role).includes(`${resource}:${action}`)).toBe(granted);
});

test('what no row names is denied, also to an administrator', () => {
  expect(BUILT_IN_RIGHTS.permissions('administrator')).not.toContain('robot:create');
});

test('every row says why, and no right stands in two rows', () => {
  for (const row of MATRIX) expect(row.reason.length).toBeGreaterThan(20);
  const rights = MATRIX.map(({ resource, action }) => `${resource}:${action}`);
  expect(new Set(rights).size).toBe(rights.length);
});

test('nobody lends what governs accounts, the security policy or one’s own account, nor a way out for the records', () => {
  expect(OVERRIDABLE.toSorted()).toEqual([
    'alarm:acknowledge',
    'alarm:view',
    'audit:verify',
    'audit:view',
    'backup:create',
    'backup:view',
    'configuration:view',
    'store:verify',
    'store:view',
  ]);
});
