import type { Action, BuiltInRole, Permission, Resource } from './roles.ts';

/** One right: which built-in roles hold it, and why. */
export interface Grant {
  readonly resource: Resource;
  readonly action: Action;
  readonly roles: readonly BuiltInRole[];
  /** What an auditor reads when asking why these roles and no others. */
  readonly reason: string;
  /**
   * Whoever holds it may lend it for minutes to somebody at work (IEC 62443-4-2 CR 2.1 RE(3)). Absent: nobody may; never
   * what governs accounts, one's own account, the security policy, or who may do what.
   */
  readonly overridable?: true;
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
    resource: 'robot',
    action: 'control',
    roles: ['administrator', 'supervisor', 'operator'],
    reason: 'Robot control: whoever works with the robots moves them; a viewer answers for none.',
  },
  {
    resource: 'robot',
    action: 'configure',
    roles: ['administrator', 'supervisor'],
    reason: 'System configuration: a register that is written changes how the machine itself behaves from then on.',
  },
  {
    resource: 'robot',
    action: 'take-over',
    roles: ['administrator', 'supervisor'],
    reason: 'Robot control: who takes a robot out of the hands of another must answer for both of them.',
  },
  {
    resource: 'robot',
    action: 'simulate',
    roles: ['administrator', 'supervisor'],
    reason: 'Robot control: who has a simulation shown in place of a robot answers for what nobody sees meanwhile.',
  },
  {
    resource: 'robot',
    action: 'stop',
    roles: ['administrator', 'supervisor', 'operator'],
    reason: 'Emergency stop: asked only where the plant keeps the software stop from anyone else at the workstation.',
  },
  {
    resource: 'fleet',
    action: 'view',
    roles: ['administrator', 'supervisor'],
    reason: 'System configuration: addresses and settings of robots concern those who set them up.',
  },
  {
    resource: 'fleet',
    action: 'create',
    roles: ['administrator', 'supervisor'],
    reason: 'System configuration: a robot that is added is asked, and can be told something, from then on.',
  },
  {
    resource: 'fleet',
    action: 'edit',
    roles: ['administrator', 'supervisor'],
    reason: 'System configuration: another address is another machine under the same name.',
  },
  {
    resource: 'fleet',
    action: 'delete',
    roles: ['administrator', 'supervisor'],
    reason: 'System configuration: a robot that is removed can be seen and stopped from here no more.',
  },
  {
    resource: 'configuration',
    action: 'view',
    roles: ['administrator', 'supervisor'],
    reason: 'System configuration: the settings name addresses and limits that only those who answer for them need.',
    overridable: true,
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
    resource: 'user',
    action: 'edit',
    roles: ['administrator'],
    reason: 'User management: who assigns roles can assign the highest.',
  },
  {
    resource: 'user',
    action: 'disable',
    roles: ['administrator'],
    reason: 'User management: a person is kept out, or let in again, by whoever answers for the accounts.',
  },
  {
    resource: 'user',
    action: 'delete',
    roles: ['administrator'],
    reason: 'User management: an account that goes takes the access of a person with it.',
  },
  {
    resource: 'user',
    action: 'restore',
    roles: ['administrator'],
    reason: 'User management: a restored account opens the console again, with the role it had.',
  },
  {
    resource: 'user',
    action: 'reset-password',
    roles: ['administrator'],
    reason: 'User management: who hands out a one-time password can become that person until it is noticed.',
  },
  {
    resource: 'user',
    action: 'force-sign-out',
    roles: ['administrator'],
    reason: 'User management: ending the sessions of others interrupts their work at the robots.',
  },
  {
    resource: 'own-account',
    action: 'view',
    roles: ['administrator', 'supervisor', 'operator', 'viewer'],
    reason: 'Self-service: everyone may see how their own account is protected, and where it is signed in.',
  },
  {
    resource: 'own-account',
    action: 'change-password',
    roles: ['administrator', 'supervisor', 'operator', 'viewer'],
    reason: 'Self-service: a password is known to its owner alone, so everyone must be able to choose it.',
  },
  {
    resource: 'own-account',
    action: 'second-factor',
    roles: ['administrator', 'supervisor', 'operator', 'viewer'],
    reason: 'Self-service: everyone may protect their own account better, and change the app or the telephone.',
  },
  {
    resource: 'own-account',
    action: 'sessions',
    roles: ['administrator', 'supervisor', 'operator', 'viewer'],
    reason: 'Self-service: whoever forgot to sign out in another hall must be able to do it from here.',
  },
  {
    resource: 'store',
    action: 'view',
    roles: ['administrator', 'supervisor'],
    reason: 'System monitoring of the records: who answers for them must see how they fare; others see that they fail.',
    overridable: true,
  },
  {
    resource: 'store',
    action: 'verify',
    roles: ['administrator', 'supervisor'],
    reason: 'System monitoring of the records: a check costs the machine time, and a repair changes what is kept.',
    overridable: true,
  },
  {
    resource: 'backup',
    action: 'view',
    roles: ['administrator', 'supervisor'],
    reason: 'Backup management: the list names the files that hold everything the console remembers.',
    overridable: true,
  },
  {
    resource: 'backup',
    action: 'create',
    roles: ['administrator', 'supervisor'],
    reason: 'Backup management: a backup carries accounts and audit records out of reach of the console’s own rules.',
    overridable: true,
  },
  {
    resource: 'audit',
    action: 'view',
    roles: ['administrator', 'supervisor'],
    reason: 'Audit logs: who answers for people and robots must see all that was done.',
    overridable: true,
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
    overridable: true,
  },
  {
    resource: 'audit',
    action: 'archive',
    roles: ['administrator'],
    reason: 'Audit logs: who moves records out of the console answers for the place that keeps them from then on.',
  },
  {
    resource: 'activity',
    action: 'view',
    roles: ['administrator', 'supervisor', 'operator', 'viewer'],
    reason: 'Audit logs, limited: everyone sees what is held against his own name, and what happened to the robots.',
  },
  {
    resource: 'security',
    action: 'view',
    roles: ['administrator', 'supervisor'],
    reason:
      'System configuration: who answers for it must see how it is protected; to others it shows where it is weak.',
  },
  {
    resource: 'security',
    action: 'create',
    roles: ['administrator', 'supervisor'],
    reason: 'System configuration: a report carries what is weak out of reach of the console’s own rules.',
  },
  {
    resource: 'security',
    action: 'edit',
    roles: ['administrator'],
    reason: 'System configuration: who can take away a demanded signature can do alone what two must do.',
  },
  {
    resource: 'alarm',
    action: 'view',
    roles: ['administrator', 'supervisor'],
    reason: 'Audit logs: what the console finds suspicious names people; it is for those who answer for them.',
    overridable: true,
  },
  {
    resource: 'alarm',
    action: 'acknowledge',
    roles: ['administrator', 'supervisor'],
    reason: 'Audit logs: an alarm that is acknowledged is seen no more, so that must be a named duty.',
    overridable: true,
  },
  {
    resource: 'alarm',
    action: 'edit',
    roles: ['administrator'],
    reason: 'System configuration: who sets what the watch leaves alone decides what nobody learns of.',
  },
  {
    resource: 'role',
    action: 'view',
    roles: ['administrator'],
    reason: 'User management: who may do what, and who is who, tells an attacker whom to imitate.',
  },
  {
    resource: 'role',
    action: 'create',
    roles: ['administrator'],
    reason: 'User management: a role is what accounts get their rights from.',
  },
  {
    resource: 'role',
    action: 'edit',
    roles: ['administrator'],
    reason: 'User management: another right in a role is another right for everybody who holds it, at once.',
  },
  {
    resource: 'role',
    action: 'delete',
    roles: ['administrator'],
    reason: 'User management: with a role goes the written reason why people could do what they did.',
  },
  {
    resource: 'training',
    action: 'view',
    roles: ['administrator', 'supervisor'],
    reason: 'System configuration: what is played for an exercise would give its answers away to those who are in it.',
  },
  {
    resource: 'training',
    action: 'edit',
    roles: ['administrator', 'supervisor'],
    reason:
      'System configuration: whoever disturbs simulated robots must tell an exercise from an event, and answer for it.',
  },
];

/** Rights that may be lent. */
export const OVERRIDABLE: readonly Permission[] = MATRIX.filter(({ overridable }) => overridable).map(
  ({ resource, action }): Permission => `${resource}:${action}`,
);
