import { expect, test } from 'vitest';
import { watchClock } from '../../../src-main/audit/clock-watch.ts';
import type { AuditEvent } from '../../../src-main/audit/record.ts';
import { createVirtualClock } from '../../support/virtual-clock.ts';

const HOUR = 3_600_000;

function watching(lastAt: (now: number) => number | null = () => null) {
  const clock = createVirtualClock();
  const events: AuditEvent[] = [];
  const end = watchClock(clock, lastAt(clock.now()), (event) => events.push(event));
  return { clock, events, end };
}

test.each([
  ['back', -HOUR],
  ['forward', HOUR],
  ['by three seconds', 3000],
])('a clock that is set %s is recorded once, with what it showed before and after', async (_how, ms) => {
  const { clock, events } = watching();
  await clock.advance(60_000);
  clock.jumpWall(ms);
  await clock.advance(60_000);
  expect(events).toHaveLength(1);
  const [{ action, details, oldValue, newValue } = {} as AuditEvent] = events;
  expect([action, details['byMs']]).toEqual(['clock.change', ms]);
  expect(Date.parse(newValue as string) - Date.parse(oldValue as string)).toBe(ms);
});

test('time that passes, and a correction of a second, are no change', async () => {
  const { clock, events } = watching();
  await clock.advance(24 * HOUR);
  clock.jumpWall(1000);
  await clock.advance(HOUR);
  expect(events).toEqual([]);
});

test('a clock that was set back while no console was running is recorded at the start', () => {
  expect(watching((now) => now + HOUR).events).toMatchObject([{ action: 'clock.change', details: { byMs: -HOUR } }]);
  expect(watching((now) => now - HOUR).events).toEqual([]);
});

test('a watch that has ended looks no more', async () => {
  const { clock, events, end } = watching();
  end();
  clock.jumpWall(HOUR);
  await clock.advance(60_000);
  expect(events).toEqual([]);
});
