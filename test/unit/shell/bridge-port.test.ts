import { EventEmitter } from 'node:events';
import { describe, expect, it } from 'vitest';
import type { Channel } from '../../../src-main/bridge/channel.ts';
import { acceptPorts } from '../../../src-main/shell/bridge-port.ts';
import { handOverPorts } from '../../../src-main/shell/port-handover.ts';
import { createRecordingLog } from '../../support/recording-log.ts';
import { as } from './fakes.ts';

type Port = InstanceType<typeof MessagePort>;

function fakePort() {
  const port = Object.assign(new EventEmitter(), {
    closed: false,
    started: false,
    sent: [] as unknown[],
    start: () => (port.started = true),
    close: () => (port.closed = true),
    postMessage: (message: unknown) => port.sent.push(message),
  });
  return port;
}

const OURS = { name: 'our contents' };
const MAIN_FRAME = { url: 'app://console/index.html', parent: null };

function accepting() {
  const ipc = new EventEmitter();
  const channels: Channel[] = [];
  const log = createRecordingLog();
  acceptPorts(as(ipc), as(OURS), (channel) => channels.push(channel), log);
  const offer = (facts: object) => {
    const port = fakePort();
    ipc.emit('console-bridge', { sender: OURS, senderFrame: MAIN_FRAME, ports: [port], ...facts });
    return port;
  };
  return { channels, log, offer };
}

describe('a port for the bridge', () => {
  it('from our page becomes a channel to the console', async () => {
    const { channels, offer } = accepting();
    const port = offer({});
    expect(channels).toHaveLength(1);
    const received: unknown[] = [];
    channels[0]?.onMessage((message) => received.push(message));
    port.emit('message', { data: 'hello', ports: [] });
    await channels[0]?.send('answer');
    expect(port.started).toBe(true);
    expect(received).toEqual(['hello']);
    expect(port.sent).toEqual(['answer']);
  });

  it.each([
    ['another window', { sender: { name: 'other contents' } }],
    ['a frame within our page', { senderFrame: { ...MAIN_FRAME, parent: MAIN_FRAME } }],
    ['our window while it shows something foreign', { senderFrame: { url: 'https://example.com/', parent: null } }],
    ['our window before it shows anything', { senderFrame: { url: 'about:blank', parent: null } }],
    ['a file', { senderFrame: { url: 'file:///app/index.html', parent: null } }],
    ['a frame that is gone', { senderFrame: null }],
  ])('from %s is closed, and the log says so', (_who, facts) => {
    const { channels, log, offer } = accepting();
    expect(offer(facts).closed).toBe(true);
    expect(channels).toEqual([]);
    expect(log.lines).toContainEqual(expect.objectContaining({ message: 'bridge port refused' }));
  });

  it('does not come in pairs, nor not at all', () => {
    const { channels, offer } = accepting();
    const pair = [fakePort(), fakePort()];
    offer({ ports: pair });
    offer({ ports: [] });
    expect(pair.map(({ closed }) => closed)).toEqual([true, true]);
    expect(channels).toEqual([]);
  });
});

describe('the preload', () => {
  function loaded() {
    const listeners: ((event: object) => void)[] = [];
    const posted: { message: string; origin: string; ports: Port[] }[] = [];
    const sent: { channel: string; ports: Port[] }[] = [];
    const page = {
      location: { origin: 'app://console' },
      addEventListener: (_type: string, listener: (event: object) => void) => listeners.push(listener),
      postMessage: (message: string, origin: string, ports: Port[]) => posted.push({ message, origin, ports }),
    };
    const ipc = {
      postMessage: (channel: string, _message: null, ports: Port[]) => sent.push({ channel, ports }),
    };
    handOverPorts(as(page), as(ipc));
    const receive = (event: object) => listeners.forEach((listener) => listener(event));
    return { page, posted, sent, receive };
  }
  it('gives the page one end of a new pair of ports and the console the other, each time it is asked', async () => {
    const { page, posted, sent, receive } = loaded();
    receive({ source: page, data: 'console-bridge-wanted' });
    receive({ source: page, data: 'console-bridge-wanted' });
    expect(posted).toHaveLength(2);
    expect(posted[0]).toMatchObject({ message: 'console-bridge', origin: 'app://console' });
    expect(sent[0]?.channel).toBe('console-bridge');

    const [pageEnd, consoleEnd] = [posted[0]?.ports[0], sent[0]?.ports[0]];
    const heard = new Promise((resolve) => consoleEnd?.addEventListener('message', (event) => resolve(event)));
    consoleEnd?.start();
    pageEnd?.postMessage('hello');
    expect(await heard).toMatchObject({ data: 'hello' });
    for (const { ports } of [...posted, ...sent]) ports.forEach((port) => port.close());
  });

  it('listens to nobody else and to nothing else', () => {
    const { page, posted, sent, receive } = loaded();
    receive({ source: { other: 'window' }, data: 'console-bridge-wanted' });
    receive({ source: null, data: 'console-bridge-wanted' });
    receive({ source: page, data: 'console-bridge' });
    receive({ source: page, data: { toString: () => 'console-bridge-wanted' } });
    expect(posted).toEqual([]);
    expect(sent).toEqual([]);
  });
});
