import { isCurrentLink, type RobotSnapshot } from '../src-main/bridge/contract.ts';

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
  /** A simulation stands in for the robot, until a person returns it to live: also when the robot itself is heard again. */
  readonly standIn: boolean;
  /** The robot itself (or its mock) is heard now, whatever is shown. */
  readonly heard: boolean;
  /** Milliseconds since the robot itself (or its mock) was last heard, by this page's own monotonic clock; null: never. */
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
  const linkIsCurrent = isCurrentLink(link.state);
  const elapsedMs = Math.max(0, now - receivedAt);
  const heardMs = link.lastSuccessAgeMs === null ? null : link.lastSuccessAgeMs + elapsedMs;
  const heard = connected && linkIsCurrent && heardMs !== null && heardMs <= staleAfterMs;
  const standIn = snapshot.standIn !== null;
  if (reading === null) return { presentation: 'none', simulated: standIn, standIn, heard, ageMs: heardMs };

  const simulated = standIn || reading.simulated || reading.source === 'simulated';
  const readingMs = reading.ageMs + elapsedMs;
  const facts = { simulated, standIn, heard, ageMs: standIn ? heardMs : readingMs };
  if (!connected) return { ...facts, presentation: 'disowned' };
  const inTime = readingMs <= staleAfterMs;
  const current = inTime && reading.source !== 'last-known' && (standIn || linkIsCurrent);
  if (simulated) return { ...facts, presentation: current ? 'simulated' : 'simulated-stale' };
  return { ...facts, presentation: current ? 'live' : 'stale' };
}

/** What a reading is called: a presentation, or who stands in for whom. */
export function wordOf({ presentation, standIn, heard }: Truth): Presentation | 'standIn' | 'standInHeard' {
  if (!standIn || presentation !== 'simulated') return presentation;
  return heard ? 'standInHeard' : 'standIn';
}

/** Whether a presentation is about now. */
export function isCurrent(presentation: Presentation): boolean {
  return presentation === 'live' || presentation === 'simulated';
}
