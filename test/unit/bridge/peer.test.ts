import * as fc from 'fast-check';
import { setImmediate } from 'node:timers/promises';
import { describe, expect, test } from 'vitest';
import type { Channel } from '../../../src-main/bridge/channel.ts';
import { joinPeer, MAX_MESSAGE_BYTES, MAX_UNANSWERED } from '../../../src-main/bridge/peer.ts';
import { principal } from '../../support/people.ts';
import { createBridgeStand } from '../../support/bridge-stand.ts';
import { createRecordingLog } from '../../support/recording-log.ts';

/** A client whose messages the test writes by hand. */
function handWritten(send: Channel['send'] = () => {}) {
  const sent: unknown[] = [];
  let closed = false;
  const onClose: (() => void)[] = [];
  const onMessage: ((message: unknown) => void)[] = [];
  const channel: Channel = {
    send(message) {
      sent.push(message);
      return send(message);
    },
    onMessage: (listener) => void onMessage.push(listener),
    onClose: (listener) => void onClose.push(listener),
    close() {
      if (closed) return;
      closed = true;
      for (const listener of onClose) listener();
    },
  };
  const deliver = (message: unknown) => onMessage.forEach((listener) => listener(message));
  return { channel, sent, deliver, isClosed: () => closed };
}

const ANNA = principal('anna', 'viewer');
const ok = async () => ({ status: 200, headers: {}, body: { json: 'ok' } });
const callOf = (procedure: string, id = '1', json: unknown = null) =>
  JSON.stringify({ i: id, p: { u: `/${procedure}`, b: { json } } });

describe('The peer', () => {
  test.each(['/console/info', 'http://console/console/info'])('answers a call of %s', async (u) => {
    const asked: string[] = [];
    const client = handWritten();
    const answer = ({ url }: { url: URL }) => {
      asked.push(url.pathname);
      return ok();
    };
    joinPeer(client.channel, answer, createRecordingLog());
    client.deliver(JSON.stringify({ i: '7', p: { u } }));
    await setImmediate();
    expect(asked).toEqual(['/console/info']);
    expect(client.sent).toEqual(['{"i":"7","p":{"b":{"json":"ok"}}}']);
  });

  test.each([
    ['binary data', new Uint8Array([1, 2, 3])],
    ['an object', { i: '1', p: { u: '/console/info' } }],
    ['text that is not JSON', 'hello'],
    ['JSON that is no message', '{"hello":1}'],
    ['a message for a streamed input', '{"i":"1","t":3,"p":{"e":"message","d":1}}'],
    ['an id of the wrong type', '{"i":1,"p":{"u":"/console/info"}}'],
    ['an endless id', JSON.stringify({ i: 'x'.repeat(65), t: 4 })],
    ['an endless address', callOf('x'.repeat(300))],
    ['a message above the limit', callOf('console/info', '1', 'x'.repeat(MAX_MESSAGE_BYTES))],
  ])('cuts off a client that sends %s, and says so in the log without quoting it', (_what, garbage) => {
    const log = createRecordingLog();
    const client = handWritten();
    joinPeer(client.channel, ok, log);
    client.deliver(garbage);
    expect(client.isClosed()).toBe(true);
    expect(log.lines).toMatchObject([
      { level: 'warn', message: 'client cut off', facts: { reason: expect.any(String) } },
    ]);
    expect(JSON.stringify(log.lines)).not.toContain('hello');
  });

  test('passes on neither headers nor type descriptions of an input', async () => {
    const asked: unknown[] = [];
    const client = handWritten();
    joinPeer(
      client.channel,
      ({ headers, body, method }) => {
        asked.push({ headers, body, method });
        return ok();
      },
      createRecordingLog(),
    );
    client.deliver(
      '{"i":"1","p":{"u":"/x","m":"GET","h":{"content-type":"text/event-stream"},"b":{"json":["1"],"meta":[[0,0]]}}}',
    );
    await setImmediate();
    expect(asked).toEqual([{ headers: {}, body: { json: ['1'] }, method: 'POST' }]);
  });

  test('cuts off a client that does not read its answers', async () => {
    const log = createRecordingLog();
    const client = handWritten(() => new Promise(() => {}));
    joinPeer(client.channel, ok, log);
    for (let id = 1; id <= MAX_UNANSWERED; id += 1) client.deliver(callOf('console/info', String(id)));
    await setImmediate();
    expect(client.isClosed()).toBe(false);
    client.deliver(callOf('console/info', 'more'));
    expect(client.isClosed()).toBe(true);
  });

  test('hears nothing more from a client that was cut off', async () => {
    const log = createRecordingLog();
    const client = handWritten();
    joinPeer(client.channel, ok, log);
    client.deliver('garbage');
    client.deliver('garbage');
    client.deliver(callOf('console/info'));
    await setImmediate();
    expect(log.lines).toHaveLength(1);
    expect(client.sent).toEqual([]);
  });

  test('closes the channel when an answer cannot be put into words, so that nobody waits for it', async () => {
    const log = createRecordingLog();
    const client = handWritten();
    joinPeer(client.channel, async () => ({ status: 200, headers: {}, body: { json: 1n } }), log);
    client.deliver(callOf('console/info'));
    await setImmediate();
    expect(client.isClosed()).toBe(true);
    expect(log.lines).toMatchObject([{ level: 'error', message: 'answer not sent' }]);
  });
});

describe('The bridge on a hand-written channel', () => {
  test('survives whatever it is sent, and nothing of it is an unforeseen failure', async () => {
    const { bridge, log } = createBridgeStand();
    // fast-check's own webPath takes more than a second to be built
    const address = fc.oneof(
      fc.array(fc.string()).map((steps) => `/${steps.join('/')}`),
      fc.constantFrom('/console/info', '/session/signIn', '/robots/watch', '/users/create'),
    );
    const message = fc.oneof(
      fc.string({ maxLength: 300 }),
      fc.json({ maxDepth: 4 }),
      fc.uint8Array({ maxLength: 50 }),
      fc
        .record({
          i: fc.oneof(fc.string(), fc.integer()),
          t: fc.option(fc.integer({ min: 0, max: 5 }), { nil: undefined }),
          p: fc.oneof(fc.jsonValue(), fc.record({ u: address, b: fc.jsonValue(), h: fc.jsonValue() })),
        })
        .map((envelope) => JSON.stringify(envelope)),
      fc.jsonValue().map((json) => callOf('session/signIn', '1', json)),
    );
    await fc.assert(
      fc.asyncProperty(fc.array(message, { maxLength: 5 }), async (messages) => {
        const client = handWritten();
        bridge.attach(client.channel, { id: 'seat' });
        for (const each of messages) client.deliver(each);
        await setImmediate();
        client.channel.close();
      }),
      { numRuns: 300, seed: 20260101 },
    );
    expect(log.lines.filter(({ level }) => level === 'error')).toEqual([]);
  });

  test('makes no more events for a client that does not read, and forgets it when it goes', async () => {
    const { bridge, fleet, sessions } = createBridgeStand();
    const client = handWritten(async (message) => {
      if (typeof message === 'string' && message.includes('"t":3')) await new Promise(() => {});
    });
    sessions.begin('seat', ANNA);
    bridge.attach(client.channel, { id: 'seat' });
    client.deliver(callOf('robots/watch'));
    await expect.poll(() => client.sent).toHaveLength(2);
    for (let position = 1; position <= 1000; position += 1) fleet.move('hoist-1', position);
    await new Promise((resolve) => setTimeout(resolve, 200));
    expect(client.sent).toHaveLength(2);
    expect(fleet.looks).toBe(1);
  });

  test('keeps nothing of a client that went away, whatever it had under way, and finds nothing wrong with it', async () => {
    const { bridge, fleet, sessions, sessionListeners, log } = createBridgeStand();
    sessions.begin('seat', ANNA);
    for (const pauses of [0, 1, 2, 5]) {
      const client = handWritten();
      bridge.attach(client.channel, { id: 'seat' });
      for (const [id, name] of ['robots/watch', 'session/watch', 'robots/list', 'users/list', 'nothing'].entries()) {
        client.deliver(callOf(name, String(id)));
      }
      for (let turn = 0; turn < pauses; turn += 1) await setImmediate();
      client.channel.close();
      await setImmediate();
      expect([fleet.listeners, sessionListeners()]).toEqual([0, 0]);
    }
    expect(log.lines.filter(({ level }) => level === 'error')).toEqual([]);
  });

  test('signs out who sits at a seat that is given up', () => {
    const { bridge, sessions } = createBridgeStand();
    sessions.begin('seat', ANNA);
    bridge.vacate({ id: 'seat' });
    expect(sessions.current('seat')).toBeNull();
  });

  test('refuses a channel that comes after the close', () => {
    const { bridge } = createBridgeStand();
    bridge.close();
    const client = handWritten();
    bridge.attach(client.channel, { id: 'seat' });
    expect(client.isClosed()).toBe(true);
  });
});
