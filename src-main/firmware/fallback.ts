import type { Clock } from '../clock.ts';
import type { Observation } from './attempt.ts';
import { isCurrentLink, isLostLink, type LinkState } from './link.ts';
import type { Reading, RobotValues, Source } from './reading.ts';
import type { FallbackPolicy } from './settings.ts';

/** A simulated robot that can stand in for a lost one. */
export interface StandIn {
  /** What it would say after `dtMs` (0 or more) more of its life. */
  valuesAfter(dtMs: number): RobotValues;
}

/** Decides which reading is shown, and as what. */
export interface Fallback {
  /** To be told after every poll that leaves the link without life, so that the stand-in goes on living. */
  linkLost(): void;
  /** What to show, as of `now` (by default this moment), of a robot whose link is in `state` and which said `heard` last. */
  reading(state: LinkState, heard: Observation | null, now?: number): Reading | null;
}

export function createFallback(
  policy: FallbackPolicy,
  simulate: () => StandIn,
  clock: Clock,
  staleAfterMs: number,
): Fallback {
  const standIn = policy === 'simulated' ? simulate() : null;
  let simulated: Observation | null = null;

  return {
    linkLost() {
      if (!standIn) return;
      const at = clock.monotonic();
      // Between two outages nobody sees the stand-in, and its time rests.
      const dtMs = simulated ? Math.min(at - simulated.at, staleAfterMs) : 0;
      const values = standIn.valuesAfter(dtMs);
      const origin = {
        simulated: true,
        firmwareVersion: null,
        sources: {},
        facts: [],
        contradictions: [],
        progress: [],
      };
      simulated = { ...origin, values, at, observedAt: clock.now(), latencyMs: 0 };
    },
    reading(state, heard, now = clock.monotonic()) {
      const shown = shownAt(now);
      if (isCurrentLink(state)) return heard && shown(heard, heard.simulated ? 'simulated' : 'live');
      if (policy === 'none') return null;
      if (simulated && isLostLink(state)) {
        const fresh = now - simulated.at <= staleAfterMs;
        return shown(simulated, fresh ? 'simulated' : 'last-known');
      }
      return heard && shown(heard, 'last-known');
    },
  };
}

/** Shows an observation with its ages as of `now`. */
function shownAt(now: number) {
  return (observation: Observation, source: Source): Reading => {
    const { values, sources, contradictions, simulated, observedAt, latencyMs, firmwareVersion, at } = observation;
    const facts = observation.facts.map(({ at: since = at, ...fact }) => ({ ...fact, ageMs: now - since }));
    const stamps = { source, simulated, observedAt, ageMs: now - at, latencyMs };
    return { ...stamps, firmwareVersion, values, sources, facts, contradictions };
  };
}
