import { describe, expect, test } from 'vitest';
import type { RoleDraft } from '../../../src-main/access/roles/custom-role.ts';
import type { RoleChange } from '../../../src-main/access/roles/custom-role.ts';
import type { Actor } from '../../../src-main/audit/record.ts';
import { createAccessStand, nobody, placeAt, SECRET } from '../../support/access-stand.ts';
import { refusalOf } from '../../support/store.ts';
import { createVirtualClock } from '../../support/virtual-clock.ts';

const change = (right: string, granted: boolean): RoleChange => {
  const [resource, action] = right.split(':') as [RoleChange['resource'], RoleChange['action']];
  return { resource, action, granted, reason: 'agreed in the safety meeting' };
};
const draft = (name: string, inherits: string, ...changes: RoleChange[]): RoleDraft => ({ name, inherits, changes });
const GROUPS: Readonly<Record<string, string>> = { 'hoist-1': 'Hall A', 'hoist-2': 'Hall B' };
const HALL_A = { robots: [], groups: ['Hall A'] };

/** An administrator `ann`, and an operator `kim` who is signed in. */
async function stand() {
  const clock = createVirtualClock();
  const opened = await createAccessStand({ clock, groupOf: (id) => GROUPS[id] });
  const { accounts, signIn, sessions } = opened;
  const { userId } = await accounts.createFirstAdministrator({ username: 'ann', password: SECRET }, nobody);
  const kim = await accounts.create({ username: 'kim', password: SECRET, role: 'operator' }, nobody);
  await signIn.withPassword({ username: 'kim', password: SECRET }, placeAt('kim'));
  const as = (id: string): Actor => ({ userId: id, username: null, role: null, sessionId: null, origin: 'loopback' });
  const rights = () => sessions.current('kim')?.permissions ?? [];
  return { ...opened, clock, kim, by: as(userId), as, rights };
}

describe('a role of the plant’s own', () => {
  test('is made, listed with its rights and their reasons, and changed, each on record with old and new', async () => {
    const { roles, by, records, accounts, kim } = await stand();
    const lead = await roles.create(draft(' Hall  lead', 'operator', change('alarm:view', true)), by);
    expect(lead).toMatchObject({
      id: expect.stringMatching(/^role-.{16}$/),
      name: 'Hall lead',
      builtIn: false,
      people: 0,
    });
    expect(lead.rights).toContainEqual({
      resource: 'alarm',
      action: 'view',
      from: lead.id,
      reason: 'agreed in the safety meeting',
    });
    await accounts.assignRole(kim.id, lead.id, by);
    const { roles: all, rights } = await roles.list();
    expect(all.map(({ name, people }) => [name, people])).toEqual([
      ['Administrator', 1],
      ['Supervisor', 0],
      ['Operator', 0],
      ['Viewer', 0],
      ['Hall lead', 1],
    ]);
    expect(rights.length).toBe(all[0]?.rights.length);
    await roles.edit(lead.id, draft('Lead', 'viewer'), by);
    const [edited, assigned, created] = await records(3);
    expect([edited?.action, assigned?.action, created?.action]).toEqual([
      'role.edit',
      'user.assign-role',
      'role.create',
    ]);
    const granted = [{ right: 'alarm:view', granted: true, reason: 'agreed in the safety meeting' }];
    const before = { name: 'Hall lead', inherits: 'operator', changes: granted };
    expect(created).toMatchObject({ actor: by, subject: lead.id, oldValue: null, newValue: before });
    expect(edited).toMatchObject({ oldValue: before, newValue: { name: 'Lead', inherits: 'viewer', changes: [] } });
    expect(assigned).toMatchObject({ oldValue: { role: 'operator' }, newValue: { role: 'Hall lead' } });
  });

  test('bites at once in open sessions when it is assigned, when it changes, and when one above it does', async () => {
    const { roles, by, accounts, kim, rights, sessions } = await stand();
    const told: unknown[] = [];
    sessions.onChange('kim', (session) => told.push(session?.principal.roleName));
    const base = await roles.create(draft('Base', 'operator'), by);
    const lead = await roles.create(draft('Lead', base.id, change('robot:view', true)), by);
    await accounts.assignRole(kim.id, lead.id, by);
    expect(rights()).not.toContain('alarm:view');
    await roles.edit(base.id, draft('Base', 'viewer', change('alarm:view', true), change('robot:view', false)), by);
    expect(rights()).toEqual(expect.arrayContaining(['alarm:view', 'robot:view']));
    await roles.edit(lead.id, draft('Night lead', base.id), by);
    expect(rights()).not.toContain('robot:view');
    await roles.create(draft('Another', 'viewer'), by);
    expect(told).toEqual(['Lead', 'Lead', 'Night lead']);
  });

  test('is what it was when its session began, and what it is now at the next sign-in, after a restart too', async () => {
    const first = await stand();
    const lead = await first.roles.create(draft('Lead', 'operator', change('alarm:view', true)), first.by);
    await first.accounts.assignRole(first.kim.id, lead.id, first.by);
    await first.store.close();
    const second = await createAccessStand({ clock: createVirtualClock(), folder: first.folder });
    const session = await second.signIn.withPassword({ username: 'kim', password: SECRET }, placeAt('kim'));
    expect(session.permissions).toContain('alarm:view');
    expect(session.principal).toMatchObject({ role: lead.id, roleName: 'Lead', scope: null });
    expect(await second.records(1)).toMatchObject([{ action: 'session.sign-in', actor: { role: 'Lead' } }]);
    await second.signIn.lock(placeAt('kim'));
    await second.own.endSessions({ id: null }, placeAt('kim'));
    for (const { actor } of await second.records(2)) expect(actor).toMatchObject({ username: 'kim', role: 'Lead' });
  });

  test('is deleted when nobody and nothing rests on it any more', async () => {
    const { roles, by, accounts, kim, records } = await stand();
    const lead = await roles.create(draft('Lead', 'operator'), by);
    const night = await roles.create(draft('Night', lead.id), by);
    await accounts.assignRole(kim.id, night.id, by);
    await accounts.setDeleted(kim.id, true, by);
    expect(await refusalOf(roles.delete(lead.id, by))).toMatchObject({ code: 'ROLE_IN_USE', details: { roles: 1 } });
    expect(await refusalOf(roles.delete(night.id, by))).toMatchObject({
      code: 'ROLE_IN_USE',
      details: { people: 0, deleted: 1, roles: 0 },
    });
    await accounts.assignRole(kim.id, 'viewer', by);
    await roles.delete(night.id, by);
    await roles.delete(lead.id, by);
    expect((await records(1))[0]).toMatchObject({ action: 'role.delete', oldValue: { name: 'Lead' }, newValue: null });
    expect((await refusalOf(roles.delete(lead.id, by))).code).toBe('ROLE_UNKNOWN');
    expect((await refusalOf(roles.delete('viewer', by))).code).toBe('ROLE_BUILT_IN');
    expect((await refusalOf(roles.edit('viewer', draft('V', 'operator'), by))).code).toBe('ROLE_BUILT_IN');
  });

  test('of two that would inherit from each other at the same moment, one is refused', async () => {
    const { roles, by } = await stand();
    const [one, other] = [await roles.create(draft('A', 'viewer'), by), await roles.create(draft('B', 'viewer'), by)];
    const outcomes = await Promise.allSettled([
      roles.edit(one.id, draft('A', other.id), by),
      roles.edit(other.id, draft('B', one.id), by),
    ]);
    expect(outcomes.map(({ status }) => status)).toEqual(['fulfilled', 'rejected']);
  });

  test('that cannot be kept changes nothing: neither the list nor anybody’s rights', async () => {
    const { roles, by, store, accounts, kim, rights } = await stand();
    const lead = await roles.create(draft('Lead', 'operator'), by);
    await accounts.assignRole(kim.id, lead.id, by);
    await store.close();
    await refusalOf(roles.edit(lead.id, draft('Lead', 'operator', change('alarm:view', true)), by));
    expect(rights()).not.toContain('alarm:view');
  });
});

describe('a preview', () => {
  test('says what would change for whom, over all roles below, and changes nothing', async () => {
    const { roles, by, accounts, kim, records, rights } = await stand();
    const base = await roles.create(draft('Base', 'operator'), by);
    const lead = await roles.create(draft('Lead', base.id), by);
    await accounts.assignRole(kim.id, lead.id, by);
    const [newest] = await records(1);
    const wish = draft('Base', 'operator', change('alarm:view', true), change('robot:view', false));
    const preview = await roles.preview({ kind: 'edit', id: base.id, ...wish }, by);
    const difference = { gains: ['alarm:view'], loses: ['robot:view'] };
    expect(preview).toEqual({
      roles: [
        { id: base.id, name: 'Base', ...difference },
        { id: lead.id, name: 'Lead', ...difference },
      ],
      people: [{ id: kim.id, username: 'kim', displayName: 'kim', role: lead.id, ...difference }],
      peopleTotal: 1,
      refusal: null,
    });
    expect((await records(1))[0]).toEqual(newest);
    expect(rights()).toContain('robot:view');
  });

  test('says of what is refused why, by the same words as the change itself', async () => {
    const { roles, by, as, kim } = await stand();
    const lead = await roles.create(draft('Lead', 'operator'), by);
    await roles.create(draft('Night', lead.id), by);
    const wishes = [
      { kind: 'create', ...draft('lead', 'operator') },
      { kind: 'create', ...draft('New', 'nothing') },
      { kind: 'edit', id: lead.id, ...draft('Lead', lead.id) },
      { kind: 'delete', id: lead.id },
      { kind: 'delete', id: 'administrator' },
      { kind: 'delete', id: 'role-none' },
    ] as const;
    const codes = [];
    for (const wish of wishes) codes.push((await roles.preview(wish, by)).refusal?.code);
    expect(codes).toEqual([
      'ROLE_NAME_TAKEN',
      'ROLE_INVALID',
      'ROLE_INVALID',
      'ROLE_IN_USE',
      'ROLE_BUILT_IN',
      'ROLE_UNKNOWN',
    ]);
    const beyond = await roles.preview({ kind: 'create', ...draft('Boss', 'administrator') }, as(kim.id));
    expect(beyond.refusal?.code).toBe('ROLE_BEYOND_OWN');
    expect(beyond.roles).toMatchObject([{ id: 'role-new', name: 'Boss' }]);
  });
});

describe('nobody gives away what he does not hold, nor meddles with those who hold more', () => {
  /** `lan` governs accounts and roles, and holds neither the audit log nor Hall B. */
  async function withLan() {
    const opened = await stand();
    const { roles, accounts, by, as } = opened;
    const governor = await roles.create(
      draft('Governor', 'administrator', change('audit:view', false), change('audit:create', false)),
      by,
    );
    const lan = await accounts.create({ username: 'lan', password: SECRET, role: governor.id, scope: HALL_A }, nobody);
    return { ...opened, governor, lan: as(lan.id) };
  }
  const beyond = async (attempt: Promise<unknown>) => (await refusalOf(attempt)).code === 'ROLE_BEYOND_OWN';
  const allBeyond = async (attempts: readonly Promise<unknown>[]) =>
    (await Promise.all(attempts.map(beyond))).every(Boolean);

  test('of rights: not by a role, not by an account, not by a password of somebody else', async () => {
    const { roles, accounts, kim, lan, by, governor } = await withLan();
    await accounts.assignScope(kim.id, HALL_A, by);
    const lead = await roles.create(draft('Lead', 'operator'), by);
    const attempts = [
      roles.create(draft('Mine', 'supervisor'), lan),
      roles.create(draft('Mine', 'operator', change('audit:view', true)), lan),
      roles.edit(lead.id, draft('Lead', 'supervisor'), lan),
      roles.edit(governor.id, draft('Governor', 'administrator'), lan),
      accounts.assignRole(kim.id, 'supervisor', lan),
      accounts.invite({ username: 'new', role: 'administrator', scope: HALL_A }, lan),
      accounts.enlist({ username: 'new', role: 'supervisor', scope: HALL_A }, lan),
    ];
    expect(await allBeyond(attempts)).toBe(true);
    await roles.edit(lead.id, draft('Lead', 'operator', change('alarm:view', true)), lan);
    await accounts.assignRole(kim.id, lead.id, lan);
    await accounts.invite({ username: 'new', role: 'operator', scope: { robots: ['hoist-1'], groups: [] } }, lan);
  });

  test('of robots: not beyond the own part of the plant', async () => {
    const { accounts, kim, lan, by, roles } = await withLan();
    const attempts = [
      accounts.assignScope(kim.id, HALL_A, lan),
      accounts.assignRole(kim.id, 'viewer', lan),
      accounts.invite({ username: 'new', role: 'viewer' }, lan),
      accounts.invite({ username: 'new', role: 'viewer', scope: { robots: ['hoist-2'], groups: [] } }, lan),
    ];
    expect(await allBeyond(attempts)).toBe(true);
    await accounts.assignScope(kim.id, HALL_A, by);
    await accounts.assignScope(kim.id, { robots: ['hoist-1'], groups: [] }, lan);
    expect(await beyond(accounts.assignScope(kim.id, null, lan))).toBe(true);
    // kim is within, dan is not: a role of both is no role of hers to change
    const lead = await roles.create(draft('Lead', 'operator'), by);
    await accounts.create({ username: 'dan', password: SECRET, role: lead.id }, nobody);
    expect(await beyond(roles.edit(lead.id, draft('Lead', 'operator', change('alarm:view', true)), lan))).toBe(true);
    await roles.edit(lead.id, draft('Lead again', 'operator'), lan);
  });

  test('of those who hold more, no password, no second factor, no account is theirs to take', async () => {
    const { accounts, by, lan } = await withLan();
    const boss = by.userId ?? '';
    const attempts = [
      accounts.resetPassword(boss, lan),
      accounts.removeSecondFactor(boss, lan),
      accounts.setDisabled(boss, true, lan),
      accounts.setDeleted(boss, true, lan),
      accounts.assignRole(boss, 'viewer', lan),
      accounts.edit(boss, { displayName: 'Somebody else' }, lan),
      accounts.openSignIn(boss, lan),
      accounts.signOut(boss, lan),
    ];
    expect(await allBeyond(attempts)).toBe(true);
    expect(await accounts.named('ann')).toMatchObject({ role: 'administrator', status: 'active' });
  });

  test('nor by a file, whose other lines are made all the same', async () => {
    const { exchange, lan } = await withLan();
    const text = 'username,role,scope\nann2,administrator,groups: Hall A\ntom,viewer,groups: Hall A\ndan,viewer,all\n';
    const done = await exchange.apply(text, lan);
    expect(done.accounts).toMatchObject([{ username: 'tom', scope: HALL_A }]);
    expect(done.problems).toMatchObject([
      { code: 'ROLE_BEYOND_OWN', details: { line: 2 } },
      { code: 'ROLE_BEYOND_OWN', details: { line: 4 } },
    ]);
  });

  test('what somebody held a moment ago counts no more', async () => {
    const { accounts, lan, by, kim, roles, governor } = await withLan();
    await accounts.assignScope(kim.id, HALL_A, by);
    const wish = draft('Governor', 'administrator', change('audit:view', false), change('alarm:view', false));
    const [, attempt] = await Promise.allSettled([
      roles.edit(governor.id, wish, by),
      roles.create(draft('Lead', 'operator', change('alarm:view', true)), lan),
    ]);
    expect(attempt).toMatchObject({ status: 'rejected', reason: { code: 'ROLE_BEYOND_OWN' } });
    await accounts.setDisabled(lan.userId ?? '', true, by);
    expect(await beyond(accounts.assignRole(kim.id, 'viewer', lan))).toBe(true);
  });
});

test('another scope bites in the open session, and the record says from what to what', async () => {
  const { accounts, kim, by, sessions, records } = await stand();
  await accounts.assignScope(kim.id, { robots: [' hoist-1', 'hoist-1'], groups: ['Hall A'] }, by);
  const scope = { robots: ['hoist-1'], groups: ['Hall A'] };
  expect(sessions.current('kim')?.principal.scope).toEqual(scope);
  expect((await records(1))[0]).toMatchObject({
    actor: by,
    action: 'user.assign-scope',
    subject: kim.id,
    oldValue: { scope: null },
    newValue: { scope },
  });
});
