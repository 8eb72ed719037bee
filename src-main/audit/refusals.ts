import type { Clock } from '../clock.ts';
import type { ErrorDetails } from '../errors.ts';
import type { Actor } from './record.ts';
import type { SpooledRecorder } from './spooled-recorder.ts';

/** A call that the gate did not let through for want of a right. */
export interface Refusal {
  readonly actor: Actor;
  readonly procedure: string;
  /** The missing right. */
  readonly details: ErrorDetails;
}

/** The same person trying the same again is recorded at most this often, ms: a page that asks by itself fills no log. */
const AGAIN_AFTER_MS = 60_000;
/** Of one procedure as a session tries it on robots: whatever is beyond this is no person's work, and fills no log. */
const MOST_ROBOTS = 20;

/** Records who asked for what he may not (IEC 62443-4-2 CR 2.8, access control). */
export function createRefusals(
  record: SpooledRecorder['record'],
  clock: Pick<Clock, 'monotonic'>,
): (refusal: Refusal) => void {
  const recorded = new Map<string, number>();
  return ({ actor, procedure, details }) => {
    const now = clock.monotonic();
    for (const [key, at] of recorded) if (now - at >= AGAIN_AFTER_MS) recorded.delete(key);
    const tried = `${actor.sessionId} ${procedure} `;
    const key = `${tried}${String(details['robot'] ?? '')}`;
    if (recorded.has(key)) return;
    if ([...recorded.keys()].filter((other) => other.startsWith(tried)).length >= MOST_ROBOTS) return;
    recorded.set(key, now);
    record({ actor, action: 'access.deny', subject: procedure, outcome: 'refused', details });
  };
}
