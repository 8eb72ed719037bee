import { setImmediate } from 'node:timers/promises';
import { describe, expect, onTestFinished, test } from 'vitest';
import { totpCode, totpStep } from '../../../src-main/access/second-factor/totp.ts';
import { SIGNATURE_MS } from '../../../src-main/access/signatures/signatures.ts';
import type { Refusal } from '../../../src-main/audit/refusals.ts';
import type { Demand } from '../../../src-main/bridge/contract.ts';
import { signableNamed } from '../../../src-main/bridge/signable.ts';
import { bridgeOver, codeOf, failureOf } from '../../support/access-bridge.ts';
import { createAccessStand, nobody, placeAt, SECRET } from '../../support/access-stand.ts';
import { createVirtualClock } from '../../support/virtual-clock.ts';

const MINUTE = 60_000;
const REASON = 'It was agreed in the shift meeting';

/** The real access, gate and router over a real store: anna and ben administer, kim operates. */
async function stand() {
  const clock = createVirtualClock();
  const access = await createAccessStand({ clock, inThread: false });
  const { accounts, signatures } = access;
  await accounts.createFirstAdministrator({ username: 'anna', password: SECRET, displayName: 'Anna Ngô' }, nobody);
  const ben = await accounts.create(
    { username: 'ben', password: SECRET, displayName: 'Ben Trần', role: 'administrator' },
    nobody,
  );
  const kim = await accounts.create({ username: 'kim', password: SECRET, role: 'operator' }, nobody);
  const refusals: Refusal[] = [];
  const { bridge, seat: newSeat } = bridgeOver(access, clock, (refusal) => void refusals.push(refusal));
  onTestFinished(() => bridge.close());
  async function seat(id: string, username: string) {
    const client = newSeat(id);
    await client.session.signIn({ username, password: SECRET });
    return client;
  }
  const demand = (procedure: string, wanted: Demand) =>
    signatures.policy.change([{ ...signableNamed(procedure), demand: wanted }], nobody);
  return { ...access, clock, ben, kim, seat, demand, refusals };
}

/** What ben signs for anna. */
const disabling = (id: string) => ({
  procedure: 'users.setDisabled',
  input: { id, disabled: true },
  username: 'ben',
  password: SECRET,
  meaning: 'approval' as const,
  reason: REASON,
});

describe('what wants no signature', () => {
  test('is done as before, and nothing can be signed for it', async () => {
    const { seat, kim } = await stand();
    const anna = await seat('here', 'anna');
    expect(await codeOf(anna.signatures.sign(disabling(kim.id)))).toBe('SIGNATURE_UNASKED');
    expect(await anna.users.setDisabled({ id: kim.id, disabled: true })).toMatchObject({ status: 'disabled' });
  });
});

test('a right that only the procedure itself looks for is missed on record, too', async () => {
  const { seat, kim, demand, refusals } = await stand();
  await demand('users.setDisabled', 'second');
  const client = await seat('here', 'kim');
  expect(await codeOf(client.signatures.sign(disabling(kim.id)))).toBe('PERMISSION_DENIED');
  expect(refusals).toEqual([
    {
      actor: expect.objectContaining({ username: 'kim' }),
      procedure: 'signatures.sign',
      details: { resource: 'user', action: 'disable' },
    },
  ]);
});

describe('what wants a second person', () => {
  test('is refused without one, and done once with one; both records are bound to each other', async () => {
    const { seat, kim, ben, demand, records } = await stand();
    await demand('users.setDisabled', 'second');
    const anna = await seat('here', 'anna');
    const call = () => anna.users.setDisabled({ id: kim.id, disabled: true });
    expect(await failureOf(call())).toEqual({
      code: 'SIGNATURE_REQUIRED',
      details: { procedure: 'users.setDisabled', by: 'second' },
    });
    const { id } = await anna.signatures.sign(disabling(kim.id));
    expect((await records(1))[0]).toMatchObject({
      action: 'signature.give',
      subject: id,
      outcome: 'succeeded',
      reason: REASON,
      actor: { userId: ben.id, username: 'ben', role: 'administrator' },
      details: {
        signature: id,
        procedure: 'users.setDisabled',
        about: kim.id,
        meaning: 'approval',
        printedName: 'Ben Trần',
        sessionOf: 'anna',
        // printf '%s' '{"disabled":true,"id":"…"}' | sha256sum
        inputSha256: expect.stringMatching(/^[0-9a-f]{64}$/),
      },
    });
    expect(await call()).toMatchObject({ status: 'disabled' });
    expect((await records(1))[0]).toMatchObject({
      action: 'user.disable',
      actor: { username: 'anna' },
      details: { signature: id },
    });
    expect(await codeOf(call()), 'a second use').toBe('SIGNATURE_REQUIRED');
  });

  test('takes nobody who sits there already, who may not do it himself, or who must choose a password', async () => {
    const { seat, kim, accounts, demand, records } = await stand();
    await demand('users.setDisabled', 'second');
    const anna = await seat('here', 'anna');
    const invited = await accounts.invite({ username: 'new', role: 'administrator' }, nobody);
    const ruleOf = async (who: { username: string; password?: string }) =>
      (await failureOf(anna.signatures.sign({ ...disabling(kim.id), ...who })))?.details['rule'];
    expect(await ruleOf({ username: 'anna' })).toBe('other');
    expect(await ruleOf({ username: 'kim' })).toBe('right');
    expect((await records(1))[0]).toMatchObject({
      action: 'signature.give',
      outcome: 'refused',
      actor: { username: 'anna' },
      details: { username: 'kim', rule: 'right' },
    });
    expect(await ruleOf({ username: 'new', password: invited.oneTimePassword })).toBe('password');
    expect(await codeOf(anna.users.setDisabled({ id: kim.id, disabled: true }))).toBe('SIGNATURE_REQUIRED');
  });

  test('wants a password that is young first, of whoever does it', async () => {
    const { seat, kim, demand, clock } = await stand();
    await demand('users.setDisabled', 'second');
    const anna = await seat('here', 'anna');
    await clock.advance(6 * MINUTE);
    const call = () => anna.users.setDisabled({ id: kim.id, disabled: true });
    expect(await codeOf(call())).toBe('REAUTHENTICATION_REQUIRED');
    await anna.session.again({ password: SECRET });
    await anna.signatures.sign(disabling(kim.id));
    expect(await codeOf(call())).toBeNull();
  });
});

describe('a signature is good', () => {
  /** ben has signed that anna disables kim. */
  async function signed() {
    const opened = await stand();
    await opened.demand('users.setDisabled', 'second');
    await opened.demand('users.delete', 'second');
    const anna = await opened.seat('here', 'anna');
    const elsewhere = await opened.seat('elsewhere', 'anna');
    await anna.signatures.sign(disabling(opened.kim.id));
    const call = (by = anna) => codeOf(by.users.setDisabled({ id: opened.kim.id, disabled: true }));
    return { ...opened, anna, elsewhere, call };
  }

  test('for that input, that procedure and that seat alone, also for the same person', async () => {
    const { anna, ben, kim, elsewhere, call } = await signed();
    expect(await codeOf(anna.users.setDisabled({ id: kim.id, disabled: false }))).toBe('SIGNATURE_REQUIRED');
    expect(await codeOf(anna.users.setDisabled({ id: ben.id, disabled: true }))).toBe('SIGNATURE_REQUIRED');
    expect(await codeOf(anna.users.delete({ id: kim.id }))).toBe('SIGNATURE_REQUIRED');
    expect(await call(elsewhere)).toBe('SIGNATURE_REQUIRED');
    expect(await call()).toBeNull();
  });

  test('in that session alone', async () => {
    const { anna, call } = await signed();
    await anna.session.signOut();
    await anna.session.signIn({ username: 'anna', password: SECRET });
    expect(await call()).toBe('SIGNATURE_REQUIRED');
  });

  test('for two minutes of the monotonic clock, to the last moment of them, whoever sets the other one', async () => {
    const { clock, anna, kim, call } = await signed();
    clock.jumpWall(-SIGNATURE_MS);
    await clock.advance(SIGNATURE_MS);
    expect(await call()).toBe('SIGNATURE_REQUIRED');
    await anna.signatures.sign(disabling(kim.id));
    await clock.advance(SIGNATURE_MS - 1);
    expect(await call()).toBeNull();
  });

  test('as long as the signer may do it himself: not disabled, not without the right, not with his password reset', async () => {
    const { accounts, ben, call, anna, kim } = await signed();
    await accounts.setDisabled(ben.id, true, nobody);
    expect(await call()).toBe('SIGNATURE_REQUIRED');
    await accounts.setDisabled(ben.id, false, nobody);
    expect(await call(), 'it does not come back').toBe('SIGNATURE_REQUIRED');
    await anna.signatures.sign(disabling(kim.id));
    await accounts.assignRole(ben.id, 'viewer', nobody);
    expect(await call()).toBe('SIGNATURE_REQUIRED');
    await accounts.assignRole(ben.id, 'administrator', nobody);
    await anna.signatures.sign(disabling(kim.id));
    await accounts.resetPassword(ben.id, nobody);
    expect(await call()).toBe('SIGNATURE_REQUIRED');
  });

  test('once, also for two calls at the same moment', async () => {
    const { call } = await signed();
    expect((await Promise.all([call(), call()])).toSorted()).toEqual(['SIGNATURE_REQUIRED', null]);
  });
});

describe('one’s own signature', () => {
  test('is of the person who is signed in, and also the proof that what is sensitive wants', async () => {
    const { seat, kim, demand, clock } = await stand();
    await demand('users.setDisabled', 'own');
    const anna = await seat('here', 'anna');
    await clock.advance(6 * MINUTE);
    expect(await failureOf(anna.signatures.sign(disabling(kim.id)))).toMatchObject({
      code: 'SIGNER_UNFIT',
      details: { rule: 'own' },
    });
    await anna.signatures.sign({ ...disabling(kim.id), username: 'ANNA', meaning: 'responsibility' });
    expect(await codeOf(anna.users.setDisabled({ id: kim.id, disabled: true }))).toBeNull();
  });
});

describe('guessing at a signature', () => {
  test('is slowed down like a sign-in, by the same count, and each try is on record without the typed name', async () => {
    const { seat, kim, demand, records } = await stand();
    await demand('users.setDisabled', 'second');
    const anna = await seat('here', 'anna');
    const wrong = (username: string) => anna.signatures.sign({ ...disabling(kim.id), username, password: 'wrong' });
    for (let tries = 0; tries < 4; tries++) expect(await codeOf(wrong('ben'))).toBe('SIGN_IN_FAILED');
    expect(await failureOf(anna.signatures.sign(disabling(kim.id)))).toEqual({
      code: 'SIGN_IN_THROTTLED',
      details: { retryInSeconds: 1 },
    });
    const tried = (await records(20)).filter(
      ({ action, outcome }) => action === 'signature.give' && outcome === 'refused',
    );
    expect(tried).toHaveLength(4);
    expect(await codeOf(wrong('my secret password'))).toBe('SIGN_IN_FAILED');
    const [last] = await records(1);
    expect(last).toMatchObject({ action: 'signature.give', outcome: 'refused', details: { username: '(unknown)' } });
    expect(JSON.stringify(last)).not.toContain('my secret password');
  });

  test('whoever has a second factor signs with a code of the app; it is good once, and a recovery code never', async () => {
    const { seat, kim, own, signIn, demand, clock } = await stand();
    await demand('users.setDisabled', 'second');
    await demand('users.delete', 'second');
    const place = placeAt('ben');
    await signIn.withPassword({ username: 'ben', password: SECRET }, place);
    const { key } = await own.offerSecondFactor(place);
    const codeNow = () => totpCode(key, totpStep(clock.now()));
    const [recovery = ''] = await own.confirmSecondFactor(codeNow(), place);
    await clock.advance(MINUTE);
    const anna = await seat('here', 'anna');
    const signing = (code?: string) =>
      anna.signatures.sign({ ...disabling(kim.id), ...(code !== undefined && { code }) });
    expect(await codeOf(signing())).toBe('SECOND_FACTOR_REQUIRED');
    expect(await codeOf(signing(recovery))).toBe('SECOND_FACTOR_FAILED');
    expect(await codeOf(signing(codeNow()))).toBeNull();
    expect(await failureOf(signing(codeNow()))).toMatchObject({ details: { rule: 'used' } });
  });
});

describe('the signature policy', () => {
  test('is refused whole when a second person could not be found, and recorded with what was before', async () => {
    const { seat, accounts, ben, records } = await stand();
    const anna = await seat('here', 'anna');
    const change = (procedure: string, wanted: Demand) =>
      anna.signatures.changePolicy({ changes: [{ procedure, demand: wanted }] });
    const rows = await change('users.create', 'second');
    expect(rows.find(({ procedure }) => procedure === 'users.create')).toEqual({
      procedure: 'users.create',
      right: 'user:create',
      demand: 'second',
      signers: 2,
    });
    expect((await records(1))[0]).toMatchObject({
      action: 'signature.change-policy',
      actor: { username: 'anna' },
      oldValue: {},
      newValue: { 'users.create': 'second' },
    });
    await accounts.setDisabled(ben.id, true, nobody);
    const both = [
      { procedure: 'backups.create', demand: 'own' as const },
      { procedure: 'users.delete', demand: 'second' as const },
    ];
    expect(await failureOf(anna.signatures.changePolicy({ changes: both }))).toEqual({
      code: 'SIGNATURE_UNSATISFIABLE',
      details: { procedure: 'users.delete' },
    });
    const now = await anna.signatures.policy();
    expect(now.filter(({ demand }) => demand !== 'none').map(({ procedure }) => procedure)).toEqual(['users.create']);
    await change('users.create', 'none');
    expect((await records(1))[0]).toMatchObject({ oldValue: { 'users.create': 'second' }, newValue: {} });
  });

  test('knows no procedure that is not sensitive, and none that is not there', async () => {
    const { seat } = await stand();
    const anna = await seat('here', 'anna');
    for (const procedure of ['robots.list', 'session.signOut', 'toString', 'backups']) {
      const changes = [{ procedure, demand: 'own' as const }];
      expect(await codeOf(anna.signatures.changePolicy({ changes }))).toBe('INPUT_INVALID');
    }
  });

  test('outlives the console; what cannot be read of it wants everyone’s own signature', async () => {
    const { demand, store, signatures } = await stand();
    await demand('users.delete', 'second');
    await signatures.policy.load();
    expect(signatures.policy.demandOf('users.delete')).toBe('second');
    const spoilt = { key: 'signatures.policy', value: { 'users.delete': 'nobody' }, at: 0, by: null };
    const event = { actor: nobody, action: 'test.spoil', subject: null, outcome: 'succeeded', details: {} } as const;
    await store.write('settings.change', spoilt, event);
    await signatures.policy.load();
    expect(signatures.policy.demandOf('users.delete')).toBe('own');
    await demand('users.delete', 'none');
    expect(signatures.policy.demandOf('users.delete')).toBe('none');
    expect(signatures.policy.demandOf('backups.create'), 'one is mended, the rest stays safe').toBe('own');
  });
});

test('a passphrase is bound to its signature, and no record holds anything computed from it', async () => {
  const { seat, demand, records } = await stand();
  await demand('backups.create', 'own');
  const anna = await seat('here', 'anna');
  const request = {
    procedure: 'backups.create',
    username: 'anna',
    password: SECRET,
    meaning: 'authorship',
    reason: REASON,
  } as const;
  const digests: unknown[] = [];
  for (const passphrase of ['seven very long words', 'other words']) {
    await anna.signatures.sign({ ...request, input: { passphrase } });
    digests.push((await records(1))[0]?.details['inputSha256']);
  }
  expect(digests[0]).toBe(digests[1]);
  expect(await codeOf(anna.backups.create({ passphrase: 'never signed' }))).toBe('SIGNATURE_REQUIRED');
  const backup = await anna.backups.create({ passphrase: 'other words' });
  await setImmediate();
  await backup.return?.();
});
