import type { Action, Permission, Resource, Role } from './roles.ts';

/** One right: who holds it, and why. */
export interface Grant {
  readonly resource: Resource;
  readonly action: Action;
  readonly roles: readonly Role[];
  /** What an auditor reads when asking why these roles and no others. */
  readonly reason: string;
}

/** Every right there is. What no row grants is denied to everyone. */
export const MATRIX: readonly Grant[] = [
  {
    resource: 'robot',
    action: 'view',
    roles: ['administrator', 'supervisor', 'operator', 'viewer'],
    reason: 'System monitoring: everyone who works near a robot may see what it does.',
  },
  {
    resource: 'configuration',
    action: 'view',
    roles: ['administrator', 'supervisor'],
    reason: 'System configuration: the settings name addresses and limits that only those who answer for them need.',
  },
  {
    resource: 'user',
    action: 'view',
    roles: ['administrator'],
    reason: 'User management: the list of accounts tells an attacker whom to imitate.',
  },
  {
    resource: 'user',
    action: 'create',
    roles: ['administrator'],
    reason: 'User management: who can make accounts can make an administrator.',
  },
  {
    resource: 'store',
    action: 'view',
    roles: ['administrator', 'supervisor'],
    reason: 'System monitoring of the records: who answers for them must see how they fare; others see that they fail.',
  },
  {
    resource: 'store',
    action: 'verify',
    roles: ['administrator', 'supervisor'],
    reason: 'System monitoring of the records: a check costs the machine time, and a repair changes what is kept.',
  },
  {
    resource: 'backup',
    action: 'view',
    roles: ['administrator', 'supervisor'],
    reason: 'Backup management: the list names the files that hold everything the console remembers.',
  },
  {
    resource: 'backup',
    action: 'create',
    roles: ['administrator', 'supervisor'],
    reason: 'Backup management: a backup carries accounts and audit records out of reach of the console’s own rules.',
  },
  {
    resource: 'audit',
    action: 'view',
    roles: ['administrator', 'supervisor'],
    reason: 'Audit logs: who answers for people and robots must see all that was done.',
  },
  {
    resource: 'audit',
    action: 'create',
    roles: ['administrator', 'supervisor'],
    reason: 'Audit logs: an export carries the log out of reach of the console’s own rules.',
  },
  {
    resource: 'audit',
    action: 'verify',
    roles: ['administrator', 'supervisor'],
    reason: 'Audit logs: who relies on the log must be able to have it proven.',
  },
  {
    resource: 'activity',
    action: 'view',
    roles: ['administrator', 'supervisor', 'operator', 'viewer'],
    reason: 'Audit logs, limited: everyone sees what is held against his own name, and what happened to the robots.',
  },
];

/** Whether the matrix grants `action` on `resource` to `role`; anything it does not name is denied. */
export function allows(role: Role, resource: Resource, action: Action): boolean {
  return MATRIX.some((row) => row.resource === resource && row.action === action && row.roles.includes(role));
}

/** All rights of `role`, as the renderer is told them. */
export function permissionsOf(role: Role): Permission[] {
  return MATRIX.filter((row) => row.roles.includes(role)).map(
    ({ resource, action }): Permission => `${resource}:${action}`,
  );
}
