import { randomBytes } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { BUILT_IN_RIGHTS } from '../../../src-main/access/roles/role-book.ts';
import { MAX_CALLS, MAX_STREAMS } from '../../../src-main/bridge/calls.ts';
import { HEARTBEAT_MS, toConsoleError, type CallFailure, type RobotsEvent } from '../../../src-main/bridge/contract.ts';
import { digestOf } from '../../../src-main/bridge/signed-input.ts';
import { ConsoleError } from '../../../src-main/errors.ts';
import type { BridgeClient } from '../../support/bridge-client.ts';
import {
  createBridgeStand,
  PASSWORD,
  TRANSPORTS,
  type BridgeStand,
  type Transport,
} from '../../support/bridge-stand.ts';
import { NO_SIGNATURES } from '../../support/no-signatures.ts';
import { createFakeAccounts } from '../../support/fake-accounts.ts';

/** How a call failed, in the console's words. */
async function failureOf(call: Promise<unknown>): Promise<CallFailure> {
  try {
    await call;
  } catch (error) {
    return toConsoleError(error);
  }
  throw new Error('the call succeeded');
}

describe.each(Object.entries(TRANSPORTS))('The bridge over %s', (_name, open) => {
  let stand: BridgeStand;
  let transport: Transport;
  let newTab: () => Promise<BridgeClient>;
  let tab: BridgeClient;

  beforeEach(async () => {
    stand = createBridgeStand();
    transport = await open(stand.bridge);
    newTab = await transport.newSeat();
    tab = await newTab();
  });
  afterEach(() => transport.stop());

  const signIn = (username = 'operator', by = tab) => by.client.session.signIn({ username, password: PASSWORD });

  test('says what anyone may know before anyone has signed in', async () => {
    expect(await tab.client.console.info()).toMatchObject({ shell: 'loopback', firstAdministratorNeeded: false });
  });

  test('signs in, answers with the rights of the role, and signs out', async () => {
    const session = await signIn('operator');
    expect(session).toMatchObject({ principal: { username: 'operator', role: 'operator' } });
    expect(session.permissions).toEqual(BUILT_IN_RIGHTS.permissions('operator'));
    expect(await tab.client.robots.list()).toHaveLength(3);

    await tab.client.session.signOut();
    expect(await failureOf(tab.client.robots.list())).toEqual({ code: 'SESSION_REQUIRED', details: {} });
  });

  test('wants a signature for the very call, by its name and the input as it crossed', async () => {
    const asked: unknown[] = [];
    const wanting = createBridgeStand({
      signatures: {
        ...NO_SIGNATURES,
        policy: { ...NO_SIGNATURES.policy, demandOf: (name) => (name === 'users.delete' ? 'second' : 'none') },
        use(call) {
          asked.push(call);
          if (asked.length > 1) return 'the signature';
          throw new ConsoleError('SIGNATURE_REQUIRED', 'unsigned', { procedure: call.procedure, by: 'second' });
        },
      },
    });
    const other = await open(wanting.bridge);
    const { client } = await (await other.newSeat())();
    await client.session.signIn({ username: 'administrator', password: PASSWORD });
    const call = () => client.users.delete({ id: 'id-viewer' });
    expect(await failureOf(call())).toEqual({
      code: 'SIGNATURE_REQUIRED',
      details: { procedure: 'users.delete', by: 'second' },
    });
    await call();
    await client.users.restore({ id: 'id-viewer' });
    const inputDigest = digestOf({ id: 'id-viewer' }, []).whole;
    const signable = { procedure: 'users.delete', inputDigest };
    expect(asked).toEqual([signable, signable]);
    await other.stop();
  });

  test('makes the first administrator, who is then signed in', async () => {
    const accounts = createFakeAccounts();
    accounts.add = () => {};
    const fresh = createBridgeStand({ accounts });
    const reached = await open(fresh.bridge);
    try {
      const { client } = await (await reached.newSeat())();
      expect((await client.console.info()).firstAdministratorNeeded).toBe(true);
      const first = { username: 'anna', password: PASSWORD };
      expect((await client.console.createFirstAdministrator(first)).principal.role).toBe('administrator');
      expect(await client.users.list({})).toMatchObject({
        users: [{ username: 'anna', lastSignInAt: expect.any(Number) }],
        total: 1,
      });
      expect((await failureOf(client.console.createFirstAdministrator(first))).code).toBe('SETUP_ALREADY_DONE');
    } finally {
      await reached.stop();
    }
  });

  test('refuses without a session, without the permission, and says which one is missing', async () => {
    expect((await failureOf(tab.client.users.list({}))).code).toBe('SESSION_REQUIRED');
    await signIn('supervisor');
    expect(await failureOf(tab.client.users.list({}))).toEqual({
      code: 'PERMISSION_DENIED',
      details: { resource: 'user', action: 'view' },
    });
  });

  test('a call for which a right is missing is told of by name; one without a session, or in order, is not', async () => {
    await failureOf(tab.client.users.list());
    await signIn('viewer');
    await tab.client.robots.list();
    expect(stand.refusals).toEqual([]);
    await failureOf(tab.client.users.list());
    expect(stand.refusals).toMatchObject([
      {
        actor: { username: 'viewer', role: 'viewer', origin: 'loopback' },
        procedure: 'users.list',
        details: { resource: 'user', action: 'view' },
      },
    ]);
  });

  test('tells the accounts who asked', async () => {
    const { id: sessionId } = await signIn('administrator');
    await tab.client.users.create({ username: 'ben', role: 'viewer' });
    expect(stand.accounts.lastActor).toEqual({
      userId: 'id-administrator',
      username: 'administrator',
      role: 'administrator',
      sessionId,
      origin: 'loopback',
    });
  });

  test('carries a failure of the accounts as its code and details', async () => {
    await signIn('administrator');
    const taken = tab.client.users.create({ username: 'viewer', role: 'viewer' });
    expect(await failureOf(taken)).toEqual({ code: 'USERNAME_TAKEN', details: { username: 'viewer' } });
    const wrong = tab.client.session.signIn({ username: 'viewer', password: 'wrong' });
    expect(await failureOf(wrong)).toEqual({ code: 'SIGN_IN_FAILED', details: {} });
  });

  test('names path and rule of an input that breaks the schema', async () => {
    const failure = await failureOf(tab.client.session.signIn({ username: '', password: 'x' }));
    expect(failure).toMatchObject({ code: 'INPUT_INVALID', details: { path: 'username' } });
    expect(failure.details['rule']).toMatch(/small/i);
  });

  test('refuses an input with a field that the contract does not know', async () => {
    const smuggled = { username: 'operator', password: PASSWORD, role: 'administrator' };
    expect((await failureOf(tab.client.session.signIn(smuggled))).code).toBe('INPUT_INVALID');
  });

  test.each([
    ['text with half a character', { robot: '\ud800' }, 'robot'],
    ['a moment that no calendar names', { to: Number.MAX_SAFE_INTEGER }, 'to'],
  ])('refuses %s before anything is begun with it', async (_what, filter, path) => {
    await signIn('administrator');
    const wish = { format: 'jsonl', language: 'en', ...filter } as const;
    expect(await failureOf(tab.client.audit.export(wish))).toMatchObject({ code: 'INPUT_INVALID', details: { path } });
    const page = tab.client.audit.page({ limit: 1, ...filter });
    expect(await failureOf(page)).toMatchObject({ code: 'INPUT_INVALID', details: { path } });
  });

  test('names an unknown procedure as such', async () => {
    expect(await failureOf(tab.call('robots.launch'))).toEqual({
      code: 'PROCEDURE_UNKNOWN',
      details: { procedure: 'robots/launch' },
    });
  });

  test('reveals nothing of an unforeseen failure but a reference, which the log explains', async () => {
    stand.accounts.page = () => Promise.reject(new Error('secret of the disk'));
    await signIn('administrator');
    const { code, details } = await failureOf(tab.client.users.list({}));
    expect({ code, facts: Object.keys(details) }).toEqual({ code: 'INTERNAL', facts: ['reference'] });
    const line = stand.log.lines.find(({ facts }) => facts['reference'] === details['reference']);
    expect(line).toMatchObject({ level: 'error', facts: { procedure: 'users/list' } });
    expect(line?.facts['cause']).toContain('secret of the disk');
  });

  test('beats steadily without a session', async () => {
    const beats = await tab.client.console.heartbeat();
    const numbers = [];
    const started = performance.now();
    for await (const { beat } of beats) {
      numbers.push(beat);
      if (beat === 4) break;
    }
    expect(numbers).toEqual([1, 2, 3, 4]);
    expect(performance.now() - started).toBeGreaterThanOrEqual(3 * HEARTBEAT_MS - 5);
  });

  test('sends all robots first, then only those that changed', async () => {
    await signIn();
    const events = await tab.client.robots.watch();
    expect(kindAndIds(await events.next())).toEqual(['all', 'hoist-1', 'hoist-2', 'hoist-3']);
    stand.fleet.move('hoist-2', 1);
    stand.fleet.move('hoist-2', 2);
    const event = await events.next();
    expect(kindAndIds(event)).toEqual(['changed', 'hoist-2']);
    expect(event.value?.robots[0]?.reading?.values.positionMm).toBe(2);
  });

  test('ends a stream on the server when the client stops reading it, and when the client is gone', async () => {
    await signIn();
    const stopped = await tab.client.robots.watch();
    await stopped.next();
    const other = await newTab();
    await (await other.client.robots.watch()).next();
    expect(stand.fleet.listeners).toBe(2);

    await stopped.return?.();
    await expect.poll(() => stand.fleet.listeners).toBe(1);
    other.close();
    await expect.poll(() => stand.fleet.listeners).toBe(0);
  });

  test('starts with all robots again after a reconnect, in the same session', async () => {
    await signIn();
    await (await tab.client.robots.watch()).next();
    tab.close();
    await tab.closed;
    stand.fleet.move('hoist-1', 7);

    const again = await newTab();
    const event = await (await again.client.robots.watch()).next();
    expect(kindAndIds(event)).toEqual(['all', 'hoist-1', 'hoist-2', 'hoist-3']);
    expect(event.value?.robots[0]?.reading?.values.positionMm).toBe(7);
  });

  test('a call on a connection that ends fails as BRIDGE_CLOSED', async () => {
    const { promise: never } = Promise.withResolvers<never>();
    stand.accounts.authenticate = () => never;
    const failure = failureOf(signIn());
    await pause(20);
    tab.close();
    expect((await failure).code).toBe('BRIDGE_CLOSED');
    expect((await failureOf(tab.client.console.info())).code).toBe('BRIDGE_CLOSED');
  });

  test('sign-out ends the robots of every tab at once, with SESSION_REQUIRED', async () => {
    await signIn();
    const second = await newTab();
    const streams = await Promise.all([tab.client.robots.watch(), second.client.robots.watch()]);
    await Promise.all(streams.map((stream) => stream.next()));

    const ends = streams.map((stream) => failureOf(stream.next()));
    const started = performance.now();
    await tab.client.session.signOut();
    expect((await Promise.all(ends)).map(({ code }) => code)).toEqual(['SESSION_REQUIRED', 'SESSION_REQUIRED']);
    expect(performance.now() - started).toBeLessThan(500);
    expect(stand.fleet.listeners).toBe(0);
  });

  test('a second tab of the same seat sees the session come and go; another seat sees nothing of it', async () => {
    const second = await newTab();
    const stranger = await (await transport.newSeat())();
    const seen = await second.client.session.watch();
    expect((await seen.next()).value).toEqual({ session: null });

    const session = await signIn('viewer');
    expect((await seen.next()).value).toEqual({ session });
    expect((await failureOf(stranger.client.robots.list())).code).toBe('SESSION_REQUIRED');
    await tab.client.session.signOut();
    expect((await seen.next()).value).toEqual({ session: null });
  });

  test('another person at the same seat keeps the streams that their rights cover, and gets nothing beyond', async () => {
    await signIn('administrator');
    const events = await tab.client.robots.watch();
    await events.next();
    await signIn('viewer');
    stand.fleet.move('hoist-1', 1);
    expect(kindAndIds(await events.next())).toEqual(['changed', 'hoist-1']);
    expect((await failureOf(tab.client.users.list({}))).code).toBe('PERMISSION_DENIED');
  });

  test.each<[string, string | Uint8Array]>([
    ['1 MB of text', 'x'.repeat(1024 * 1024)],
    ['1 MB of random bytes', randomBytes(1024 * 1024)],
    ['a few random bytes', randomBytes(100)],
    ['malformed JSON', '{"i":"1","p":{'],
    ['JSON that is no message', '[1,2,3]'],
    ['deep nesting', '['.repeat(60_000)],
    ['a deep input', `{"i":"1","p":{"u":"/session/signIn","b":{"json":${'['.repeat(9000)}${']'.repeat(9000)}}}}`],
    ['an unknown id', '{"i":"nobody","t":4}'],
    ['items for a stream that nobody opened', '{"i":"1","t":3,"p":{"e":"message","d":1}}'],
    ['a stream as the input', '{"i":"1","p":{"u":"/console/info","h":{"content-type":"text/event-stream"}}}'],
    ['a file as the input', '{"i":"1","p":{"u":"/console/info","h":{"content-disposition":"attachment"},"b":{}}}'],
    ['a lying description of types', '{"i":"1","p":{"u":"/console/info","b":{"json":[1],"meta":[[6,"__proto__"]]}}}'],
    ['an address elsewhere', '{"i":"1","p":{"u":"http://[::bad/x"}}'],
  ])('survives %s, and another client notices nothing', async (_what, garbage) => {
    const other = await (await transport.newSeat())();
    await signIn('operator', other);
    const events = await other.client.robots.watch();
    await events.next();

    tab.sendRaw(garbage);
    await Promise.race([tab.closed, pause(100)]);
    stand.fleet.move('hoist-3', 5);
    expect(kindAndIds(await events.next())).toEqual(['changed', 'hoist-3']);
    expect(await (await newTab()).client.console.info()).toMatchObject({ version: '0.0.0' });
  });

  test('refuses calls beyond those that one connection may have in work, and serves again afterwards', async () => {
    const { promise: gate, resolve: letThrough } = Promise.withResolvers<void>();
    const { accounts } = createBridgeStand();
    stand.accounts.authenticate = (...input) => gate.then(() => accounts.authenticate(...input));
    const calls = Array.from({ length: MAX_CALLS + 10 }, () => signIn('viewer'));
    const refused = await Promise.all(calls.slice(MAX_CALLS).map(failureOf));
    expect(new Set(refused.map(({ code }) => code))).toEqual(new Set(['BRIDGE_BUSY']));
    letThrough();
    expect(await Promise.all(calls.slice(0, MAX_CALLS))).toHaveLength(MAX_CALLS);
    expect(await tab.client.robots.list()).toHaveLength(3);
  });

  test('refuses streams beyond those that one connection may have open, and opens another when one ends', async () => {
    const streams = await Promise.all(Array.from({ length: MAX_STREAMS }, () => tab.client.console.heartbeat()));
    expect((await failureOf(tab.client.session.watch())).code).toBe('BRIDGE_BUSY');
    await streams[0]?.return?.();
    await expect
      .poll(() => tab.client.session.watch().then((stream) => stream.return?.()))
      .toMatchObject({ done: true });
  });

  test('closing the bridge ends every connection and every stream', async () => {
    await signIn();
    const events = await tab.client.robots.watch();
    await events.next();
    stand.bridge.close();
    expect((await failureOf(events.next())).code).toBe('BRIDGE_CLOSED');
    await tab.closed;
    await expect.poll(() => stand.fleet.listeners).toBe(0);
  });
});

function kindAndIds({ value }: IteratorResult<RobotsEvent, void>): string[] {
  return value ? [value.kind, ...value.robots.map(({ id }) => id)] : [];
}
