import { ROLES, type Role } from '../../src-main/access/roles.ts';

const EVERYONE = ROLES;
const SUPERVISING: readonly Role[] = ['administrator', 'supervisor'];
const ADMINISTRATOR: readonly Role[] = ['administrator'];

/** Who may call, in what states of a session besides the ordinary one, and whether only soon after a proof. */
export interface Rule {
  readonly roles: readonly Role[] | 'anyone';
  readonly sensitive?: true;
  readonly locked?: true;
  readonly mustChangePassword?: true;
}

/**
 * Written down a second time on purpose, from the plant's table of rights: a slip in the contract or in the permission
 * matrix is a difference, and a procedure that nobody has thought about is missing here.
 */
export const RULES: Readonly<Record<string, Rule>> = {
  'console.info': { roles: 'anyone' },
  'console.heartbeat': { roles: 'anyone' },
  'console.createFirstAdministrator': { roles: 'anyone' },
  'session.signIn': { roles: 'anyone' },
  'session.secondFactor': { roles: 'anyone' },
  'session.signOut': { roles: EVERYONE, locked: true, mustChangePassword: true },
  'session.touch': { roles: EVERYONE },
  'session.lock': { roles: EVERYONE, mustChangePassword: true },
  'session.again': { roles: EVERYONE, locked: true, mustChangePassword: true },
  'session.watch': { roles: 'anyone' },
  'robots.list': { roles: EVERYONE, locked: true },
  'robots.watch': { roles: EVERYONE, locked: true },
  'users.list': { roles: ADMINISTRATOR },
  'users.history': { roles: ADMINISTRATOR },
  'users.create': { roles: ADMINISTRATOR, sensitive: true },
  'users.edit': { roles: ADMINISTRATOR },
  'users.assignRole': { roles: ADMINISTRATOR, sensitive: true },
  'users.setDisabled': { roles: ADMINISTRATOR, sensitive: true },
  'users.delete': { roles: ADMINISTRATOR, sensitive: true },
  'users.restore': { roles: ADMINISTRATOR, sensitive: true },
  'users.resetPassword': { roles: ADMINISTRATOR, sensitive: true },
  'users.removeSecondFactor': { roles: ADMINISTRATOR, sensitive: true },
  'users.openSignIn': { roles: ADMINISTRATOR, sensitive: true },
  'users.signOut': { roles: ADMINISTRATOR },
  'users.export': { roles: ADMINISTRATOR, sensitive: true },
  'users.previewImport': { roles: ADMINISTRATOR },
  'users.applyImport': { roles: ADMINISTRATOR, sensitive: true },
  'account.view': { roles: EVERYONE, mustChangePassword: true },
  'account.changePassword': { roles: EVERYONE, mustChangePassword: true },
  'account.offerSecondFactor': { roles: EVERYONE, sensitive: true },
  'account.confirmSecondFactor': { roles: EVERYONE, sensitive: true },
  'account.removeSecondFactor': { roles: EVERYONE, sensitive: true },
  'account.renewRecoveryCodes': { roles: EVERYONE, sensitive: true },
  'account.endSessions': { roles: EVERYONE },
  'configuration.list': { roles: SUPERVISING },
  'store.watch': { roles: 'anyone' },
  'store.status': { roles: SUPERVISING },
  'store.verify': { roles: SUPERVISING },
  'store.repair': { roles: SUPERVISING, sensitive: true },
  'audit.page': { roles: EVERYONE },
  'audit.record': { roles: EVERYONE },
  'audit.verify': { roles: SUPERVISING },
  'audit.kept': { roles: EVERYONE },
  'audit.archive': { roles: ADMINISTRATOR, sensitive: true },
  'audit.export': { roles: SUPERVISING, sensitive: true },
  'security.policy': { roles: SUPERVISING },
  'security.export': { roles: SUPERVISING },
  'alarms.watch': { roles: SUPERVISING },
  'alarms.acknowledge': { roles: SUPERVISING },
  'backups.list': { roles: SUPERVISING },
  'backups.create': { roles: SUPERVISING, sensitive: true },
};

/** How a session stands when the call comes, and what the gate then says to those who hold the right; null: nothing. */
export const STATES: Readonly<Record<string, (rule: Rule) => string | null>> = {
  'just signed in': () => null,
  'signed in a while ago': ({ sensitive }) => (sensitive ? 'REAUTHENTICATION_REQUIRED' : null),
  locked: ({ locked }) => (locked ? null : 'SESSION_LOCKED'),
  expired: () => 'SESSION_REQUIRED',
  'signed out': () => 'SESSION_REQUIRED',
  'ended because the account was disabled': () => 'SESSION_REQUIRED',
  'with a password that must be changed': ({ mustChangePassword }) =>
    mustChangePassword ? null : 'PASSWORD_CHANGE_REQUIRED',
};

/** What a session lacks is told before what its role lacks, so that a locked screen says nothing about rights. */
export function refusalBy({ roles, ...rule }: Rule, role: Role, state: string): string | null {
  if (roles === 'anyone') return null;
  const bySession = STATES[state]?.({ roles, ...rule }) ?? null;
  if (roles.includes(role) || (bySession !== null && bySession !== 'REAUTHENTICATION_REQUIRED')) return bySession;
  return 'PERMISSION_DENIED';
}
