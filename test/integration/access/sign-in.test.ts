import { expect, onTestFinished, test } from 'vitest';
import { createPasswordHasher } from '../../../src-main/access/password-hasher.ts';
import { COMPLEXITY_PROFILE } from '../../../src-main/access/password-profile.ts';
import { totpCode, totpStep } from '../../../src-main/access/second-factor/totp.ts';
import { closeFormerSessions } from '../../../src-main/access/access.ts';
import {
  createAccessStand,
  nobody,
  placeAt,
  SECRET,
  type AccessStand,
  type AccessStandOptions,
} from '../../support/access-stand.ts';
import { auditEvent, newUser, refusalOf, temporaryFolder } from '../../support/store.ts';
import { createVirtualClock } from '../../support/virtual-clock.ts';

const START = Date.UTC(2026, 0, 1);
const MINUTE = 60_000;
const HERE = placeAt('here');
const KIM = { username: 'kim', password: SECRET };
const WRONG = { username: 'kim', password: 'wrong' };

async function stand(options: Partial<AccessStandOptions> = {}) {
  const clock = createVirtualClock();
  const opened = await createAccessStand({ clock, ...options });
  const anna = await opened.accounts.createFirstAdministrator({ username: 'Anna', password: SECRET }, nobody);
  const kim = await opened.accounts.create({ ...KIM, role: 'operator' }, nobody);
  return { ...opened, clock, anna, kim };
}

/** Gives the person at the seat a second factor; answers what the app shows, and the recovery codes. */
async function enrol({ own }: AccessStand, now: () => number, place = HERE) {
  const { key } = await own.offerSecondFactor(place);
  const code = () => totpCode(key, totpStep(now()));
  const recoveryCodes = await own.confirmSecondFactor(code(), place);
  return { code, recoveryCodes };
}

test('who signs in is known by role and name, when is remembered, and both are on record', async () => {
  const { signIn, accounts, store, clock, kim, records } = await stand();
  await clock.advance(MINUTE);
  const session = await signIn.withPassword({ ...KIM, username: ' KIM ' }, HERE);
  expect(session).toMatchObject({
    principal: { userId: kim.id, username: 'kim', role: 'operator' },
    locked: false,
    changeReason: null,
  });
  expect(await accounts.named('kim')).toMatchObject({ lastSignInAt: START + MINUTE });
  expect((await records(1))[0]).toMatchObject({
    at: START + MINUTE,
    actor: { userId: kim.id, username: 'kim', role: 'operator', sessionId: session.id },
    action: 'session.sign-in',
    subject: kim.id,
    outcome: 'succeeded',
  });
  const [record] = await store.read('sessions.list', { userId: kim.id, limit: 5 });
  expect(record).toMatchObject({ id: session.id, begunAt: START + MINUTE, endedAt: null });
});

test('the first administrator is signed in at once, on record too', async () => {
  const { signIn, anna, records } = await stand();
  expect(await signIn.asFirst(anna, HERE)).toMatchObject({ principal: anna });
  expect((await records(1))[0]).toMatchObject({ action: 'session.sign-in', actor: { username: 'Anna' } });
});

test('a password set in composed letters opens when typed in combining ones', async () => {
  const { accounts, signIn } = await stand();
  const password = 'tôi thích cà phê sữa đá';
  await accounts.create({ username: 'lan', password: password.normalize('NFD'), role: 'viewer' }, nobody);
  await expect(signIn.withPassword({ username: 'lan', password }, HERE)).resolves.toBeTruthy();
});

test('an unknown name, a wrong password, a closed account and one beyond 72 bytes are refused in the same words', async () => {
  const { accounts, signIn, clock } = await stand();
  const longest = 'bảy con rô bốt màu tím đang ăn chuối trong nhà kho 94827 xin';
  const { id } = await accounts.create({ username: 'lan', password: longest, role: 'viewer' }, nobody);
  const dan = await accounts.create({ username: 'dan', password: SECRET, role: 'viewer' }, nobody);
  await accounts.setDisabled(dan.id, true, nobody);
  expect(id).not.toBe(dan.id);
  const seen = new Set<string>();
  for (const credentials of [
    { username: 'lan', password: SECRET },
    { username: 'lan', password: `${longest}x` },
    { username: 'lan', password: '' },
    { username: 'dan', password: SECRET },
    { username: 'nobody', password: SECRET },
    { username: '', password: SECRET },
    { username: '\u0000\ud800', password: '\ud800' },
  ]) {
    await clock.advance(20 * MINUTE);
    const { code, message, details } = await refusalOf(signIn.withPassword(credentials, HERE));
    seen.add(JSON.stringify([code, message, details]));
  }
  expect([...seen]).toEqual([expect.stringContaining('SIGN_IN_FAILED')]);
});

test('a refused sign-in is on record with the account it was tried on; a name that nobody has never is', async () => {
  const { signIn, records, kim } = await stand();
  await refusalOf(signIn.withPassword({ ...WRONG, username: 'KIM' }, HERE));
  expect((await records(1))[0]).toMatchObject({
    actor: { ...nobody, origin: 'loopback' },
    action: 'session.sign-in',
    subject: kim.id,
    outcome: 'refused',
    details: { username: 'kim' },
  });
  await refusalOf(signIn.withPassword({ username: SECRET, password: 'kim' }, HERE));
  expect((await records(1))[0]).toMatchObject({ subject: null, details: { username: '(unknown)' } });
  expect(JSON.stringify(await records(20))).not.toContain(SECRET);
});

test('a sign-in that could not be kept does not happen; a sign-out always does', async () => {
  const { signIn, sessions, store } = await stand({ inThread: false });
  await signIn.withPassword(KIM, HERE);
  await store.close();
  expect((await refusalOf(signIn.withPassword(KIM, placeAt('there')))).code).toBe('STORE_UNAVAILABLE');
  expect(sessions.current('there')).toBeNull();
  expect((await refusalOf(signIn.signOut(HERE))).code).toBe('STORE_UNAVAILABLE');
  expect(sessions.current('here')).toBeNull();
});

test('failures slow down the next attempt, for a name that nobody has alike, and a success ends that', async () => {
  const { signIn, clock, accounts } = await stand();
  await accounts.count();
  for (const username of ['kim', 'nobody']) {
    const place = { ...placeAt(username), origin: username === 'kim' ? ('loopback' as const) : ('electron' as const) };
    for (let failure = 0; failure < 4; failure++) {
      expect((await refusalOf(signIn.withPassword({ ...WRONG, username }, place))).code).toBe('SIGN_IN_FAILED');
    }
    expect(await refusalOf(signIn.withPassword({ ...KIM, username }, place))).toMatchObject({
      code: 'SIGN_IN_THROTTLED',
      details: { retryInSeconds: 1 },
    });
  }
  await clock.advance(1000);
  await signIn.withPassword(KIM, HERE);
  for (let failure = 0; failure < 2; failure++) {
    expect((await refusalOf(signIn.withPassword(WRONG, HERE))).code).toBe('SIGN_IN_FAILED');
  }
});

test('of a hundred attempts at the same moment only the free ones are looked at', async () => {
  const { signIn } = await stand();
  const codes = await Promise.all(
    Array.from({ length: 30 }, async () => (await refusalOf(signIn.withPassword(WRONG, HERE))).code),
  );
  expect(codes.filter((code) => code === 'SIGN_IN_FAILED')).toHaveLength(4);
  expect(new Set(codes)).toEqual(new Set(['SIGN_IN_FAILED', 'SIGN_IN_THROTTLED']));
});

test('a restart opens no sign-in that failures have slowed down, and ends the sessions on record', async () => {
  const folder = await temporaryFolder();
  const first = await stand({ folder });
  await first.signIn.withPassword(KIM, HERE);
  for (let failure = 0; failure < 12; failure++) {
    await refusalOf(first.signIn.withPassword(WRONG, HERE));
    await first.clock.advance(40_000);
  }
  expect((await refusalOf(first.signIn.withPassword(KIM, HERE))).code).toBe('SIGN_IN_THROTTLED');
  await first.store.close();
  const clock = createVirtualClock();
  clock.jumpWall(first.clock.now() - clock.now() - 3 * 60 * MINUTE);
  const second = await createAccessStand({ clock, folder });
  await closeFormerSessions(second.store, clock);
  expect((await refusalOf(second.signIn.withPassword(KIM, HERE))).code).toBe('SIGN_IN_THROTTLED');
  const sessions = await second.store.read('sessions.list', { userId: first.kim.id, limit: 5 });
  expect(sessions).toMatchObject([{ endedBy: 'console' }]);
  const { id } = await second.accounts.named('kim');
  await second.accounts.openSignIn(id, nobody);
  // The workstation has its own, shorter wait, which nobody can open.
  await clock.advance(30_000);
  await second.signIn.withPassword(KIM, HERE);
});

test('with a second factor the password alone opens nothing, and the code does once', async () => {
  const opened = await stand();
  const { signIn, sessions, clock, own, store, kim } = opened;
  await signIn.withPassword(KIM, HERE);
  const { code } = await enrol(opened, clock.now);
  expect(await own.view(HERE)).toMatchObject({ secondFactor: true, recoveryCodesLeft: 10 });
  await signIn.signOut(HERE);

  expect((await refusalOf(signIn.withPassword(KIM, HERE))).code).toBe('SECOND_FACTOR_REQUIRED');
  expect(sessions.current('here')).toBeNull();
  const used = refusalOf(signIn.withSecondFactor(code(), HERE));
  expect(await used).toMatchObject({ code: 'SECOND_FACTOR_FAILED', details: { rule: 'used' } });
  await clock.advance(30_000);
  expect((await refusalOf(signIn.withSecondFactor(code(), placeAt('elsewhere')))).code).toBe('SIGN_IN_STEP_LOST');
  expect(await signIn.withSecondFactor(code(), HERE)).toMatchObject({ principal: { username: 'kim' } });

  const elsewhere = placeAt('elsewhere');
  await refusalOf(signIn.withPassword(KIM, elsewhere));
  expect(await refusalOf(signIn.withSecondFactor(code(), elsewhere))).toMatchObject({ details: { rule: 'used' } });
  const found = await store.read('credentials.find', { id: kim.id });
  expect(found?.secondFactor?.sealedKey).not.toMatch(/^[A-Z2-7]{32}$/);
});

test('a reset of the password leaves the second factor in place; taking that away is a step of its own, on record', async () => {
  const opened = await stand();
  const { signIn, accounts, clock, kim, records } = opened;
  await signIn.withPassword(KIM, HERE);
  const { code } = await enrol(opened, clock.now);
  const handed = async () => ({ ...KIM, password: (await accounts.resetPassword(kim.id, nobody)).oneTimePassword });
  expect((await refusalOf(signIn.withPassword(await handed(), HERE))).code).toBe('SECOND_FACTOR_REQUIRED');
  await clock.advance(30_000);
  expect(await signIn.withSecondFactor(code(), HERE)).toMatchObject({ changeReason: 'one-time' });

  expect(await accounts.removeSecondFactor(kim.id, nobody)).toMatchObject({ secondFactor: false });
  expect((await records(1))[0]).toMatchObject({ subject: kim.id, action: 'user.remove-second-factor' });
  expect(await signIn.withPassword(await handed(), HERE)).toMatchObject({ changeReason: 'one-time' });
});

test('a recovery code stands in for the app, once', async () => {
  const opened = await stand();
  const { signIn, clock, own } = opened;
  await signIn.withPassword(KIM, HERE);
  const { recoveryCodes } = await enrol(opened, clock.now);
  const [, one = ''] = recoveryCodes;
  for (const place of [placeAt('a'), placeAt('b')]) {
    await refusalOf(signIn.withPassword(KIM, place));
    const attempt = signIn.withSecondFactor(one.toUpperCase().replaceAll('-', ''), place);
    if (place.seat.id === 'a') expect(await attempt).toMatchObject({ principal: { username: 'kim' } });
    else expect(await refusalOf(attempt)).toMatchObject({ code: 'SECOND_FACTOR_FAILED' });
  }
  expect(await own.view(HERE)).toMatchObject({ recoveryCodesLeft: 9 });
  expect(await own.renewRecoveryCodes(HERE)).toHaveLength(10);
  expect(await own.view(HERE)).toMatchObject({ recoveryCodesLeft: 10 });
  await own.removeSecondFactor(HERE);
  await signIn.withPassword(KIM, placeAt('c'));
});

test('guessing the code is slowed down like guessing the password, and the first step does not last', async () => {
  const opened = await stand();
  const { signIn, clock } = opened;
  await signIn.withPassword(KIM, HERE);
  await enrol(opened, clock.now);
  await refusalOf(signIn.withPassword(KIM, HERE));
  const codes: string[] = [];
  for (let guess = 0; guess < 5; guess++) {
    codes.push((await refusalOf(signIn.withSecondFactor('000000', HERE))).code);
  }
  expect(codes).toEqual([
    ...Array.from({ length: 3 }, () => 'SECOND_FACTOR_FAILED'),
    'SIGN_IN_THROTTLED',
    'SIGN_IN_THROTTLED',
  ]);
  await clock.advance(5 * MINUTE);
  expect((await refusalOf(signIn.withSecondFactor('000000', HERE))).code).toBe('SIGN_IN_STEP_LOST');
});

test('a hash of lower cost is made anew at sign-in', async () => {
  const { store, signIn } = await stand({ cost: 6 });
  const cheap = createPasswordHasher({ cost: 4 });
  onTestFinished(() => cheap.close());
  const old = newUser('old', { passwordHash: await cheap.hash(SECRET) });
  await store.write('users.create', old, auditEvent());
  for (const place of [HERE, placeAt('there')]) await signIn.withPassword({ username: 'old', password: SECRET }, place);
  expect((await store.read('credentials.find', { id: old.id }))?.passwordHash).toMatch(/^\$2b\$06\$/);
});

test('a password that the rules in force refuse, or that is too old, must be changed first', async () => {
  const folder = await temporaryFolder();
  const { store, kim } = await stand({ folder });
  await store.close();
  const clock = createVirtualClock();
  const strict = await createAccessStand({ clock, folder, profile: COMPLEXITY_PROFILE });
  expect(await strict.signIn.withPassword(KIM, HERE)).toMatchObject({ changeReason: 'rules' });
  const password = 'Purple robots eat 7 bananas!';
  await strict.own.changePassword({ present: SECRET, password }, HERE);
  expect(await strict.signIn.withPassword({ username: 'kim', password }, HERE)).toMatchObject({ changeReason: null });
  const back = { present: password, password: SECRET };
  expect((await refusalOf(strict.own.changePassword(back, HERE))).code).toBe('PASSWORD_COMPOSITION');
  clock.jumpWall(91 * 24 * 60 * MINUTE);
  expect(await strict.signIn.withPassword({ username: 'kim', password }, HERE)).toMatchObject({ changeReason: 'age' });
  const next = 'Green tractors sing 8 songs!';
  await strict.own.changePassword({ present: password, password: next }, HERE);
  const reused = refusalOf(strict.own.changePassword({ present: next, password }, HERE));
  expect(await reused).toMatchObject({ code: 'PASSWORD_REUSED', details: { remembered: 12 } });
  expect((await strict.store.read('credentials.find', { id: kim.id }))?.formerHashes).toHaveLength(2);
});

test('an own change of password asks for the present one, refuses the same, and ends the other sessions', async () => {
  const { own, signIn, sessions, clock } = await stand();
  const there = placeAt('there');
  await signIn.withPassword(KIM, there);
  await clock.advance(MINUTE);
  await signIn.withPassword(KIM, HERE);
  const wrong = own.changePassword({ present: 'wrong', password: 'seven geese cross the yard' }, HERE);
  expect(await refusalOf(wrong)).toMatchObject({ code: 'SIGN_IN_FAILED', details: { rule: 'password' } });
  const same = own.changePassword({ present: SECRET, password: SECRET }, HERE);
  expect((await refusalOf(same)).code).toBe('PASSWORD_REUSED');
  await own.changePassword({ present: SECRET, password: 'seven geese cross the yard' }, HERE);
  expect([sessions.current('here')?.principal.username, sessions.current('there')]).toEqual(['kim', null]);
  expect(await own.view(HERE)).toMatchObject({
    sessions: [
      { present: true, endedAt: null },
      { present: false, endedBy: 'password' },
    ],
  });
});

test('a fourth sign-in ends the session that was used longest ago; one’s own others can be ended', async () => {
  const { own, signIn, sessions, clock } = await stand();
  for (const seat of ['a', 'b', 'c', 'd']) {
    await signIn.withPassword(KIM, placeAt(seat));
    await clock.advance(MINUTE);
  }
  expect(sessions.of(sessions.current('d')?.principal.userId ?? '').map(({ seatId }) => seatId)).toEqual([
    'b',
    'c',
    'd',
  ]);
  await own.endSessions({ id: sessions.current('b')?.id ?? '' }, placeAt('d'));
  expect(sessions.current('b')).toBeNull();
  await own.endSessions({ id: null }, placeAt('d'));
  expect([sessions.current('c'), sessions.current('d') === null]).toEqual([null, false]);
  const { sessions: listed } = await own.view(placeAt('d'));
  expect(listed.map(({ endedBy }) => endedBy)).toEqual([null, 'owner', 'owner', 'surplus']);
});

test('the lock opens with the password of the same person, which is throttled, and all of it is on record', async () => {
  const { signIn, sessions, clock, records } = await stand();
  await signIn.withPassword(KIM, HERE);
  await signIn.lock(HERE);
  expect(sessions.current('here')?.locked).toBe(true);
  expect(await refusalOf(signIn.again('wrong', HERE))).toMatchObject({ code: 'SIGN_IN_FAILED' });
  expect((await signIn.again(SECRET, HERE)).locked).toBe(false);
  await clock.advance(10 * MINUTE);
  expect(sessions.current('here')?.locked).toBe(true);
  await expect.poll(async () => (await records(1))[0]?.action).toBe('session.lock');
  const actions = (await records(20)).map(({ action, outcome }) => `${action} ${outcome}`);
  expect(actions.slice(0, 6)).toEqual([
    'session.lock succeeded',
    'session.unlock succeeded',
    'session.attempt succeeded',
    'session.unlock refused',
    'session.attempt succeeded',
    'session.lock succeeded',
  ]);
});
