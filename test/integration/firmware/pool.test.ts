import { expect, it } from 'vitest';
import { systemClock } from '../../../src-main/clock.ts';
import type { Etiquette } from '../../../src-main/firmware/drivers/etiquette.ts';
import { OHT50_ETIQUETTE } from '../../../src-main/firmware/drivers/oht50/etiquette.ts';
import { reference } from '../../../src-main/firmware/drivers/reference.ts';
import { createTransport, type Transport } from '../../../src-main/firmware/transport.ts';
import { silentLog } from '../../../src-main/log.ts';
import { seededRandom } from '../../../src-main/random.ts';
import {
  resets,
  resetsHalfway,
  sends,
  servesOncePerConnection,
  speaksGibberish,
  startScriptedFirmware,
  type Behaviour,
} from '../../support/scripted-firmware.ts';
import { createVirtualClock } from '../../support/virtual-clock.ts';

const REQUESTS = 10_000;

const answersLate: Behaviour = (response, honest) => void setTimeout(() => sends(200)(response, honest), 3);

const faults: readonly Behaviour[] = [
  resets,
  resetsHalfway,
  speaksGibberish,
  servesOncePerConnection(),
  sends(500, 'out of order'),
  sends(200, 'x'.repeat(100_000)),
  sends(200, '{'),
  sends(302, '', { location: '/' }),
  answersLate,
];

function connect(url: string, etiquette: Etiquette, clock = systemClock): Transport {
  return createTransport({ url, etiquette, maxBodyBytes: 65_536, clock, log: silentLog });
}

const sockets = () => process.getActiveResourcesInfo().filter((kind) => kind === 'TCPSocketWrap').length;

it.each([
  ['kept alive, may be aborted', reference.etiquette],
  ['a connection each, may not be aborted', { ...OHT50_ETIQUETTE, concurrency: 4 }],
])(
  `after ${REQUESTS} requests with faults no socket is left: %s`,
  { timeout: 120_000 },
  async (_, etiquette: Etiquette) => {
    await using firmware = await startScriptedFirmware();
    const before = sockets();
    const transport = connect(firmware.url, etiquette);
    const random = seededRandom(4);
    let good = 0;
    let bad = 0;
    for (let sent = 0; sent < REQUESTS;) {
      const fault = random() < 0.3 ? faults[Math.floor(random() * faults.length)] : undefined;
      firmware.behave(fault ?? null);
      const burst = Array.from({ length: 1 + Math.floor(random() * 8) }, async () => {
        // now and then nobody waits for long
        const signal = random() < 0.1 ? AbortSignal.timeout(Math.floor(random() * 4)) : new AbortController().signal;
        await transport.get('/health', signal).then(
          () => (good += 1),
          () => (bad += 1),
        );
      });
      sent += burst.length;
      await Promise.all(burst);
      const { open } = transport.metrics();
      expect(open).toBeLessThanOrEqual(2 * etiquette.concurrency);
    }
    expect(Math.min(good, bad)).toBeGreaterThan(REQUESTS / 20);
    expect(firmware.mostInFlight()).toBeLessThanOrEqual(etiquette.concurrency);

    firmware.behave(null);
    await transport.close();
    const { opened, closed, open, idle, inFlight, draining, waiting, givenUp } = transport.metrics();
    expect({ open, idle, inFlight, draining, waiting, givenUp }).toEqual({
      open: 0,
      idle: 0,
      inFlight: 0,
      draining: 0,
      waiting: 0,
      givenUp: 0,
    });
    expect(closed).toBe(opened);
    await expect.poll(() => firmware.openConnections()).toBe(0);
    await expect.poll(sockets).toBeLessThanOrEqual(before);
  },
);

it('counts what it opens, keeps and reuses, and recycles what has become old', async () => {
  await using firmware = await startScriptedFirmware();
  const clock = createVirtualClock();
  const transport = connect(firmware.url, reference.etiquette, clock);
  const never = new AbortController().signal;
  for (let count = 0; count < 10; count++) await transport.get('/health', never);
  await expect.poll(() => transport.metrics()).toMatchObject({ open: 1, idle: 1, opened: 1, reused: 9, requests: 10 });
  await clock.advance(10 * 60_000 + 1);
  await transport.get('/health', never);
  await expect
    .poll(() => transport.metrics())
    .toMatchObject({ open: 1, opened: 2, recycledByAge: 1, reused: 9, failed: 0 });
  firmware.behave(resets);
  await transport.get('/health', never).catch((error: unknown) => error);
  await expect.poll(() => transport.metrics()).toMatchObject({ open: 0, idle: 0 });
  expect(transport.metrics().failed).toBeGreaterThanOrEqual(1);
  await transport.close();
});
