import type { Clock } from '../clock.ts';
import type { Observation } from './attempt.ts';
import type { LinkState } from './link.ts';
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
  /** What to show of a robot whose link is in `state` and of which `heard` is the last thing heard. */
  reading(state: LinkState, heard: Observation | null): Reading | null;
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
    reading(state, heard) {
      if (state === 'live') return heard && shown(heard, heard.simulated ? 'simulated' : 'live');
      if (policy === 'none') return null;
      if (simulated && (state === 'offline' || state === 'silent')) {
        const fresh = clock.monotonic() - simulated.at <= staleAfterMs;
        return shown(simulated, fresh ? 'simulated' : 'last-known');
      }
      return heard && shown(heard, 'last-known');
    },
  };

  function shown(observation: Observation, source: Source): Reading {
    const {
      values,
      sources,
      contradictions,
      simulated: isSimulated,
      observedAt,
      latencyMs,
      firmwareVersion,
    } = observation;
    const now = clock.monotonic();
    const facts = observation.facts.map(({ at = observation.at, ...fact }) => ({ ...fact, ageMs: now - at }));
    const stamps = { source, simulated: isSimulated, observedAt, ageMs: now - observation.at, latencyMs };
    return { ...stamps, firmwareVersion, values, sources, facts, contradictions };
  }
}
