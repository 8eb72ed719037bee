import { ROLES, type BuiltInRole } from '../../src-main/access/roles.ts';

const EVERYONE = ROLES;
const SUPERVISING: readonly BuiltInRole[] = ['administrator', 'supervisor'];
const CONTROLLING: readonly BuiltInRole[] = ['administrator', 'supervisor', 'operator'];
const ADMINISTRATOR: readonly BuiltInRole[] = ['administrator'];

/** Who may call, in what states of a session besides the ordinary one, and whether only soon after a proof. */
export interface Rule {
  readonly roles: readonly BuiltInRole[] | 'anyone';
  readonly sensitive?: true;
  readonly locked?: true;
  readonly mustChangePassword?: true;
  /** It is about one robot, which must lie within the scope. */
  readonly onRobot?: true;
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
  'robots.one': { roles: EVERYONE, locked: true, onRobot: true },
  'robots.watch': { roles: EVERYONE, locked: true },
  'robots.history': { roles: EVERYONE, onRobot: true },
  'robots.metrics': { roles: EVERYONE },
  // where the policy is the default one: anyone at the workstation
  'robots.stop': { roles: 'anyone' },
  'robots.stops': { roles: 'anyone' },
  'robots.commands': { roles: EVERYONE, onRobot: true },
  'robots.command': { roles: CONTROLLING, onRobot: true },
  'robots.simulate': { roles: SUPERVISING, onRobot: true },
  'robots.returnToLive': { roles: CONTROLLING, onRobot: true },
  'fleet.list': { roles: SUPERVISING },
  'fleet.common': { roles: SUPERVISING },
  'fleet.create': { roles: SUPERVISING, sensitive: true },
  'fleet.edit': { roles: SUPERVISING, sensitive: true, onRobot: true },
  'fleet.setEnabled': { roles: SUPERVISING, sensitive: true, onRobot: true },
  'fleet.remove': { roles: SUPERVISING, sensitive: true, onRobot: true },
  'fleet.test': { roles: SUPERVISING },
  'training.watch': { roles: SUPERVISING },
  'training.scenarios': { roles: SUPERVISING },
  'training.play': { roles: SUPERVISING },
  'training.stop': { roles: SUPERVISING },
  'training.inject': { roles: SUPERVISING, onRobot: true },
  'training.restart': { roles: SUPERVISING },
  'robots.leases': { roles: EVERYONE, locked: true },
  'robots.requestControl': { roles: CONTROLLING, onRobot: true },
  'robots.releaseControl': { roles: CONTROLLING, onRobot: true },
  'robots.takeControl': { roles: SUPERVISING, onRobot: true },
  'users.list': { roles: ADMINISTRATOR },
  'users.history': { roles: ADMINISTRATOR },
  'users.create': { roles: ADMINISTRATOR, sensitive: true },
  'users.edit': { roles: ADMINISTRATOR },
  'users.assignRole': { roles: ADMINISTRATOR, sensitive: true },
  'users.assignScope': { roles: ADMINISTRATOR, sensitive: true },
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
  'roles.list': { roles: ADMINISTRATOR },
  'roles.preview': { roles: ADMINISTRATOR },
  'roles.create': { roles: ADMINISTRATOR, sensitive: true },
  'roles.edit': { roles: ADMINISTRATOR, sensitive: true },
  'roles.delete': { roles: ADMINISTRATOR, sensitive: true },
  'account.view': { roles: EVERYONE, mustChangePassword: true },
  'account.changePassword': { roles: EVERYONE, mustChangePassword: true },
  'account.offerSecondFactor': { roles: EVERYONE, sensitive: true },
  'account.confirmSecondFactor': { roles: EVERYONE, sensitive: true },
  'account.removeSecondFactor': { roles: EVERYONE, sensitive: true },
  'account.renewRecoveryCodes': { roles: EVERYONE, sensitive: true },
  'account.endSessions': { roles: EVERYONE, sensitive: true },
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
  'signatures.policy': { roles: SUPERVISING },
  'signatures.changePolicy': { roles: ADMINISTRATOR, sensitive: true },
  'signatures.sign': { roles: EVERYONE },
  'overrides.grant': { roles: EVERYONE },
  'overrides.end': { roles: EVERYONE },
  'alarms.watch': { roles: EVERYONE },
  'alarms.acknowledge': { roles: SUPERVISING },
  'alarms.rules': { roles: SUPERVISING },
  'alarms.setRules': { roles: ADMINISTRATOR, sensitive: true },
  'backups.list': { roles: SUPERVISING },
  'backups.create': { roles: SUPERVISING, sensitive: true },
};

/** The same where the policy `softwareStop` keeps it to permitted roles. */
export const PERMITTED_RULES: typeof RULES = {
  ...RULES,
  'robots.stop': { roles: CONTROLLING, locked: true, mustChangePassword: true },
  'robots.stops': { roles: EVERYONE, locked: true, mustChangePassword: true },
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

/**
 * What a session lacks is told before what its role lacks, so that a locked screen says nothing about rights.
 *
 * @param outOfScope the call names a robot that the person's rights are not good for
 */
export function refusalBy(
  { roles, ...rule }: Rule,
  role: BuiltInRole,
  state: string,
  outOfScope = false,
): string | null {
  if (roles === 'anyone') return null;
  const bySession = STATES[state]?.({ roles, ...rule }) ?? null;
  if (bySession !== null && bySession !== 'REAUTHENTICATION_REQUIRED') return bySession;
  return roles.includes(role) && !(rule.onRobot === true && outOfScope) ? bySession : 'PERMISSION_DENIED';
}
