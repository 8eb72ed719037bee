import { expect, test } from 'vitest';
import { allows, MATRIX, permissionsOf } from '../../../src-main/access/matrix.ts';
import { ACTIONS, RESOURCES, ROLES, type Permission, type Role } from '../../../src-main/access/roles.ts';

/** The plant's written requirements: system monitoring, system configuration, user management, backup management, audit logs (limited for operators and viewers). */
const PLANT: Partial<Record<Permission, readonly Role[]>> = {
  'robot:view': ['administrator', 'supervisor', 'operator', 'viewer'],
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
  'activity:view': ['administrator', 'supervisor', 'operator', 'viewer'],
  'alarm:view': ['administrator', 'supervisor'],
  'alarm:acknowledge': ['administrator', 'supervisor'],
};

const everything = ROLES.flatMap((role) =>
  RESOURCES.flatMap((resource) => ACTIONS.map((action) => ({ role, resource, action }))),
);

test.each(everything)('$role and $resource:$action are as the plant wrote them', ({ role, resource, action }) => {
  const granted = PLANT[`${resource}:${action}`]?.includes(role) ?? false;
  expect(allows(role, resource, action)).toBe(granted);
  expect(permissionsOf(role).includes(`${resource}:${action}`)).toBe(granted);
});

test('what no row names is denied, also to an administrator', () => {
  expect(allows('administrator', 'robot', 'create')).toBe(false);
});

test('every row says why, and no right stands in two rows', () => {
  for (const row of MATRIX) expect(row.reason.length).toBeGreaterThan(20);
  const rights = MATRIX.map(({ resource, action }) => `${resource}:${action}`);
  expect(new Set(rights).size).toBe(rights.length);
});
