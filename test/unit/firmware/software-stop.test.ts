import { expect, it } from 'vitest';
import type { AuditEvent } from '../../../src-main/audit/record.ts';
import { systemClock } from '../../../src-main/clock.ts';
import { createSoftwareStop } from '../../../src-main/firmware/commands/software-stop.ts';
import { reference } from '../../../src-main/firmware/drivers/reference.ts';
import type { RobotWay } from '../../../src-main/firmware/fleet.ts';
import type { Transport } from '../../../src-main/firmware/transport.ts';
import { createRecordingLog } from '../../support/recording-log.ts';
import { LAN } from '../../support/telling-stand.ts';

/** A robot whose transport does what the test says, in the place of the wire. */
function stand(send: Transport['send'], driver = reference) {
  const events: AuditEvent[] = [];
  const order: string[] = [];
  let ids = 0;
  const transport = {
    address: 'robot:80',
    send: (...asked: Parameters<Transport['send']>) => {
      order.push(`${asked[0].method} on ${asked[1]}`);
      return send(...asked);
    },
  };
  const disown = () => void order.push('disown');
  const way = { id: 'one', name: 'One', driver, transport, disown, hold: () => () => {} };
  const stops = createSoftwareStop({
    ways: () => [way as unknown as RobotWay],
    clock: systemClock,
    log: createRecordingLog(),
    newId: () => `stop-${++ids}`,
    record(event) {
      order.push(event.action);
      events.push(event);
    },
    outOfTime: new AbortController().signal,
  });
  return { stops, events, order };
}

it('sends before it does anything else, and never on the lane of the polls', async () => {
  const { stops, order } = stand(async () => ({ success: true }));
  stops.press(null, { by: LAN });
  expect(order).toEqual(['POST on stop']);
  await expect.poll(() => order).toContain('GET on confirming');
  expect(order.slice(0, 3)).toEqual(['POST on stop', 'disown', 'stop.requested']);
  expect(order.filter((step) => step.includes('ordinary'))).toEqual([]);
  await stops.settled();
});

it.each([
  ['the wire', async () => Promise.reject(new TypeError('a bug of ours')), reference],
  ['the driver', async () => ({ success: true }), { ...reference, read: () => Promise.reject(new TypeError('a bug')) }],
] as const)(
  'a breakdown of %s leaves nothing pending: it is on record as no success, and the next press is another stop',
  async (_, send, driver) => {
    const { stops, events } = stand(send, driver);
    stops.press(null, { by: LAN });
    await stops.settled();
    expect(stops.views()[0]?.outcome).not.toBe('observed');
    expect(stops.views()).toMatchObject([{ confirmed: { kind: 'unknown' } }]);
    expect(events.map(({ action, outcome }) => [action, outcome])).toEqual([
      ['stop.requested', 'succeeded'],
      ['stop.outcome', 'failed'],
    ]);
    expect(stops.press(null, { by: LAN })).toMatchObject([{ id: 'stop-2', presses: 1 }]);
    await stops.settled();
  },
);
