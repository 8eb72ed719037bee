import type { RobotSnapshot } from '../src-main/bridge/contract.ts';

/**
 * How a reading may be shown:
 * - `live`: the robot said so within its freshness bound, and everything between it and this screen works;
 * - `stale`: the last thing heard, not current;
 * - `simulated`, `simulated-stale`: the same two, with no robot behind them;
 * - `disowned`: the console itself does not answer, so nothing is known about what is on the screen;
 * - `none`: there is no reading.
 */
export const PRESENTATIONS = ['live', 'stale', 'simulated', 'simulated-stale', 'disowned', 'none'] as const;
export type Presentation = (typeof PRESENTATIONS)[number];

export interface Truth {
  readonly presentation: Presentation;
  /** No robot is behind the values, whatever else is true of them (a disowned simulation is still a simulation). */
  readonly simulated: boolean;
  /** Milliseconds since the robot said it, by this page's own monotonic clock; null when there is no reading. */
  readonly ageMs: number | null;
}

/**
 * The one place that decides what a reading may be shown as; every widget asks here. It never trusts the word `live`
 * alone: the age must be within the bound too, and any doubt (an age that is no number) counts against it.
 *
 * @param receivedAt `performance.now()` when the snapshot reached this page
 * @param now `performance.now()`
 * @param connected the console is heard, and its stream of readings is running
 */
export function truthOf(snapshot: RobotSnapshot, receivedAt: number, now: number, connected: boolean): Truth {
  const { reading, link, staleAfterMs } = snapshot;
  if (reading === null) return { presentation: 'none', simulated: false, ageMs: null };
  const simulated = reading.simulated || reading.source === 'simulated';
  const ageMs = reading.ageMs + Math.max(0, now - receivedAt);
  if (!connected) return { presentation: 'disowned', simulated, ageMs };
  const inTime = ageMs <= staleAfterMs;
  const current = inTime && (reading.source === 'simulated' || (reading.source === 'live' && link.state === 'live'));
  if (simulated) return { presentation: current ? 'simulated' : 'simulated-stale', simulated, ageMs };
  return { presentation: current ? 'live' : 'stale', simulated, ageMs };
}

/** Whether a presentation is about now. */
export function isCurrent(presentation: Presentation): boolean {
  return presentation === 'live' || presentation === 'simulated';
}
