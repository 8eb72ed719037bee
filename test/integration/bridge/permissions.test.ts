import { mkdtemp, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { isContractProcedure, type AnyContractRouter } from '@orpc/contract';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { ROLES, type BuiltInRole, type RoleId } from '../../../src-main/access/roles.ts';
import type { RoleChange, RoleDraft } from '../../../src-main/access/roles/custom-role.ts';
import { SESSION_POLICY } from '../../../src-main/access/session-policy.ts';
import type { UserSummary } from '../../../src-main/access/users.ts';
import { contract, toConsoleError, type ProcedureMeta, type Requirement } from '../../../src-main/bridge/contract.ts';
import { PASSWORD } from '../../fuzz/bridge/known.ts';
import { INSTALLER, openFuzzStand, type FuzzStand } from '../../fuzz/bridge/stand.ts';
import type { BridgeClient } from '../../support/bridge-client.ts';
import { refusalBy, RULES, STATES, type Rule } from '../../support/procedure-rules.ts';

interface Listed {
  readonly name: string;
  readonly requires: Requirement | undefined;
  readonly atWorkstation: boolean;
}

function proceduresOf(node: AnyContractRouter, at: readonly string[] = []): Listed[] {
  if (isContractProcedure(node)) {
    const { requires, atWorkstation = false } = node['~orpc'].meta as ProcedureMeta;
    return [{ name: at.join('.'), requires, atWorkstation }];
  }
  return Object.entries(node).flatMap(([key, child]) => proceduresOf(child, [...at, key]));
}

const PROCEDURES = proceduresOf(contract);

describe('Every procedure of the contract', () => {
  test('is found by this test', () => {
    expect(PROCEDURES.map(({ name }) => name)).toEqual(
      expect.arrayContaining([
        'console.info',
        'session.signOut',
        'robots.watch',
        'users.create',
        'roles.preview',
        'configuration.list',
        'store.verify',
        'store.repair',
        'backups.create',
      ]),
    );
  });

  test.each(PROCEDURES)('$name says who may call it', ({ requires }) => {
    if (requires === 'public' || requires === 'session') return;
    expect(requires).toEqual({ resource: expect.any(String), action: expect.any(String) });
  });

  test('is open to nobody signed out but those that sign-in itself needs, and whether changes are kept', () => {
    expect(PROCEDURES.filter(({ requires }) => requires === 'public').map(({ name }) => name)).toEqual([
      'console.info',
      'console.heartbeat',
      'console.createFirstAdministrator',
      'session.signIn',
      'session.secondFactor',
      'session.watch',
      'store.watch',
    ]);
  });

  test('of the others only the software stop, and what came of it, is open to anyone at the workstation', () => {
    expect(PROCEDURES.filter(({ atWorkstation }) => atWorkstation).map(({ name }) => name)).toEqual([
      'robots.stop',
      'robots.stops',
    ]);
  });
});

/** A role of the plant's own, and in which procedures it differs from the built-in one that it rests on. */
interface OwnRole {
  readonly draft: RoleDraft & { readonly inherits: BuiltInRole };
  readonly opens: readonly string[];
  readonly closes: readonly string[];
}

const change = (resource: RoleChange['resource'], action: RoleChange['action'], granted: boolean): RoleChange => {
  return { resource, action, granted, reason: 'agreed in the safety meeting' };
};

const OWN_ROLES: readonly OwnRole[] = [
  {
    draft: {
      name: 'Hall lead',
      inherits: 'operator',
      changes: [change('user', 'view', true), change('backup', 'create', true)],
    },
    opens: ['users.list', 'users.history', 'users.export', 'backups.create'],
    closes: [],
  },
  {
    draft: {
      name: 'Auditor',
      inherits: 'administrator',
      changes: [change('robot', 'view', false), change('role', 'view', false), change('user', 'create', false)],
    },
    opens: [],
    closes: [
      'robots.commands',
      'robots.history',
      'robots.leases',
      'robots.list',
      'robots.metrics',
      'robots.one',
      'robots.watch',
      'roles.list',
      'roles.preview',
      'users.create',
      'users.previewImport',
      'users.applyImport',
    ],
  },
];

/** Somebody who calls, with the rule that holds for them by the second table. */
interface Holder {
  readonly name: string;
  readonly role: BuiltInRole;
  readonly own: OwnRole | null;
}

const HOLDERS: readonly Holder[] = [
  ...ROLES.map((role) => ({ name: role, role, own: null })),
  ...OWN_ROLES.map((own) => ({ name: own.draft.name, role: own.draft.inherits, own })),
];

function ruleFor(name: string, { role, own }: Holder): Rule {
  // a procedure that nobody has written a rule for is nobody's
  const rule = RULES[name] ?? { roles: [] };
  if (own?.closes.includes(name)) return { ...rule, roles: [] };
  return own?.opens.includes(name) ? { ...rule, roles: [role] } : rule;
}

/** What the gate says; anything else was said behind it. */
const GATE = [
  'SESSION_REQUIRED',
  'SESSION_LOCKED',
  'PASSWORD_CHANGE_REQUIRED',
  'PERMISSION_DENIED',
  'REAUTHENTICATION_REQUIRED',
];
const MINUTE_MS = 60_000;
const SCOPE = { robots: [], groups: ['Hall A'] };
/** Whoever leaves gets other answers from then on: last of all. */
const LEAVING = ['session.lock', 'session.signOut'];
const IN_ORDER = [...PROCEDURES.map(({ name }) => name).filter((name) => !LEAVING.includes(name)), ...LEAVING];

describe.each(HOLDERS)('Signed in as $name, with rights for one hall', (holder) => {
  let stand: FuzzStand;
  let folder: string;
  let newSeat: () => Promise<() => Promise<BridgeClient>>;
  let role: RoleId;

  beforeAll(async () => {
    folder = await mkdtemp(path.join(os.tmpdir(), 'robot-console-test-'));
    stand = await openFuzzStand(folder);
    const [transport] = stand.transports.map(([, one]) => one);
    if (!transport) throw new Error('the stand has a transport');
    newSeat = () => transport.newSeat();
    role = holder.own ? (await stand.roles.create(holder.own.draft, INSTALLER)).id : holder.role;
  });
  afterAll(async () => {
    await stand.close();
    await rm(folder, { recursive: true, force: true });
  });

  /** Brings a session of a new account into the state; the answer calls from its seat. */
  async function come(state: string): Promise<BridgeClient> {
    const { accounts, clock, sessions } = stand;
    const account = { username: `kim-${state.length}`, role, scope: SCOPE };
    let user: UserSummary;
    let password = PASSWORD;
    if (state === 'with a password that must be changed') {
      const handed = await accounts.invite(account, INSTALLER);
      [user, password] = [handed.user, handed.oneTimePassword];
    } else user = await accounts.create({ ...account, password }, INSTALLER);
    const tab = await (await newSeat())();
    await tab.client.session.signIn({ username: user.username, password });
    if (state === 'signed in a while ago') await clock.advance(SESSION_POLICY.freshMs + MINUTE_MS);
    if (state === 'locked') await tab.client.session.lock();
    if (state === 'expired') await clock.advance(SESSION_POLICY.absoluteMs);
    if (state === 'signed out') await tab.client.session.signOut();
    if (state === 'ended because the account was disabled') await accounts.setDisabled(user.id, true, INSTALLER);
    expect(sessions.of(user.id).length).toBe(STATES[state]?.({ roles: [] }) === 'SESSION_REQUIRED' ? 0 : 1);
    return tab;
  }

  /** The refusal of the gate; null: the call got past it, whatever became of it then. */
  async function refusalOf(tab: BridgeClient, name: string, input: unknown): Promise<string | null> {
    try {
      const answer = await tab.call(name, input);
      if (typeof answer === 'object' && answer !== null && 'return' in answer) {
        await (answer as AsyncIterator<unknown>).return?.();
      }
      return null;
    } catch (error) {
      const { code } = toConsoleError(error);
      return GATE.includes(code) ? code : null;
    }
  }

  test.each(Object.keys(STATES))(
    'every procedure is answered as the matrix says, in scope and out: %s',
    async (state) => {
      const tab = await come(state);
      const answers: Record<string, unknown> = {};
      const wanted: Record<string, unknown> = {};
      for (const name of IN_ORDER) {
        const rule = ruleFor(name, holder);
        const asked = LEAVING.includes(name) ? ['hoist-1'] : ['hoist-1', 'hoist-2', 'nowhere'];
        for (const robot of asked) {
          answers[`${name} ${robot}`] = await refusalOf(tab, name, { robot });
          wanted[`${name} ${robot}`] = refusalBy(rule, holder.role, state, robot !== 'hoist-1');
        }
      }
      expect(answers).toEqual(wanted);
      tab.close();
    },
  );
});
