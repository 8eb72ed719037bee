import { isContractProcedure, type AnyContractRouter } from '@orpc/contract';
import { describe, expect, test } from 'vitest';
import { ROLES, type Role } from '../../../src-main/access/roles.ts';
import { createSessions } from '../../../src-main/access/sessions.ts';
import { contract, type ProcedureMeta } from '../../../src-main/bridge/contract.ts';
import { createGate } from '../../../src-main/bridge/gate.ts';
import { createVirtualClock } from '../../support/virtual-clock.ts';

const EVERYONE = ROLES;
const SUPERVISING: readonly Role[] = ['administrator', 'supervisor'];
const ADMINISTRATOR: readonly Role[] = ['administrator'];

/** Who may call, in what states of a session besides the ordinary one, and whether only soon after a proof. */
interface Rule {
  readonly roles: readonly Role[] | 'anyone';
  readonly sensitive?: true;
  readonly locked?: true;
  readonly mustChangePassword?: true;
}

/**
 * Written down a second time on purpose, from the plant's table of rights: a slip in the contract or in the permission
 * matrix is a difference, and a procedure that nobody has thought about is missing here.
 */
const RULES: Readonly<Record<string, Rule>> = {
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
  'audit.page': { roles: EVERYONE },
  'audit.record': { roles: EVERYONE },
  'audit.verify': { roles: SUPERVISING },
  'audit.export': { roles: SUPERVISING },
  'security.policy': { roles: SUPERVISING },
  'security.export': { roles: SUPERVISING },
  'backups.list': { roles: SUPERVISING },
  'backups.create': { roles: SUPERVISING },
};

function metaOf(node: AnyContractRouter, path: readonly string[] = []): [name: string, meta: ProcedureMeta][] {
  if (isContractProcedure(node)) return [[path.join('.'), node['~orpc'].meta as ProcedureMeta]];
  return Object.entries(node).flatMap(([key, child]) => metaOf(child, [...path, key]));
}

const PROCEDURES = metaOf(contract);
const HOUR = 3_600_000;

/** How a session stands when the call comes, and what the gate then says to those who hold the right; null: nothing. */
const STATES: Readonly<Record<string, (rule: Rule) => string | null>> = {
  'just signed in': () => null,
  'signed in a while ago': ({ sensitive }) => (sensitive ? 'REAUTHENTICATION_REQUIRED' : null),
  locked: ({ locked }) => (locked ? null : 'SESSION_LOCKED'),
  expired: () => 'SESSION_REQUIRED',
  'signed out': () => 'SESSION_REQUIRED',
  'ended because the account was disabled': () => 'SESSION_REQUIRED',
  'with a password that must be changed': ({ mustChangePassword }) =>
    mustChangePassword ? null : 'PASSWORD_CHANGE_REQUIRED',
};

async function answer(role: Role, state: string, meta: ProcedureMeta): Promise<string | null> {
  const clock = createVirtualClock();
  const sessions = createSessions({ clock });
  const gate = createGate({ sessions });
  const changeReason = state === 'with a password that must be changed' ? 'one-time' : null;
  sessions.begin('seat', { userId: 'id', username: 'anna', displayName: 'Anna', role }, { changeReason });
  if (state === 'signed in a while ago') await clock.advance(HOUR / 10);
  if (state === 'locked') sessions.lock('seat');
  if (state === 'expired') await clock.advance(12 * HOUR);
  if (state === 'signed out') sessions.end('seat');
  if (state === 'ended because the account was disabled') sessions.endOf('id');
  try {
    gate.admit({ id: 'seat' }, meta).release();
    return null;
  } catch (error) {
    return (error as { code: string }).code;
  }
}

/** What a session lacks is told before what its role lacks, so that a locked screen says nothing about rights. */
function expected({ roles, ...rule }: Rule, role: Role, state: string): string | null {
  if (roles === 'anyone') return null;
  const bySession = STATES[state]?.({ roles, ...rule }) ?? null;
  if (roles.includes(role) || (bySession !== null && bySession !== 'REAUTHENTICATION_REQUIRED')) return bySession;
  return 'PERMISSION_DENIED';
}

test('Every procedure of the contract has a rule here, and every rule its procedure', () => {
  expect(PROCEDURES.map(([name]) => name).toSorted()).toEqual(Object.keys(RULES).toSorted());
});

describe.each(Object.keys(STATES))('A session %s', (state) => {
  test.each([...ROLES])('lets the role %s do what its rules say, and nothing else', async (role) => {
    const answers: Record<string, string | null> = {};
    const wanted: Record<string, string | null> = {};
    for (const [name, meta] of PROCEDURES) {
      answers[name] = await answer(role, state, meta);
      wanted[name] = expected(RULES[name] ?? { roles: [] }, role, state);
    }
    expect(answers).toEqual(wanted);
  });
});
