import type { Clock } from '../clock.ts';
import { BY_ITSELF, type AuditEvent } from './record.ts';
import type { SpooledRecorder } from './spooled-recorder.ts';

/** How often the two clocks are compared, ms. */
const LOOK_EVERY_MS = 10_000;
/** A step of the wall clock by more is a change that records must tell; NTP corrects less by making it run slower. */
const STEP_MS = 2000;

/**
 * Records when somebody, or NTP, sets the wall clock: the times of all records hang on it (IEC 62443-4-2 CR 2.8, CR
 * 2.11). The answer ends the watch.
 *
 * @param lastAt wall clock of the newest record there is, ms; null: there is none. A clock behind it was set back
 *   while no console was running.
 */
export function watchClock(clock: Clock, lastAt: number | null, record: SpooledRecorder['record']): () => void {
  let before = { wall: clock.now(), monotonic: clock.monotonic() };
  if (lastAt !== null && before.wall < lastAt - STEP_MS) {
    record(changeOf(lastAt, before.wall, 'while no console was running'));
  }

  let cancel = clock.after(LOOK_EVERY_MS, look);
  function look(): void {
    const now = { wall: clock.now(), monotonic: clock.monotonic() };
    const expected = before.wall + (now.monotonic - before.monotonic);
    if (Math.abs(now.wall - expected) >= STEP_MS) record(changeOf(expected, now.wall, 'while the console was running'));
    before = now;
    cancel = clock.after(LOOK_EVERY_MS, look);
  }
  return () => cancel();
}

function changeOf(from: number, to: number, when: string): AuditEvent {
  return {
    actor: BY_ITSELF,
    action: 'clock.change',
    subject: null,
    outcome: 'succeeded',
    details: { byMs: Math.round(to - from), when },
    oldValue: new Date(from).toISOString(),
    newValue: new Date(to).toISOString(),
  };
}
