import type { Clock } from '../clock.ts';
import type { Observation } from './attempt.ts';
import { isCurrentLink, isLostLink, type LinkState } from './link.ts';
import type { Reading, Source } from './reading.ts';
import type { FallbackPolicy } from './settings.ts';
import type { StandInLatch } from './stand-in.ts';

/** Decides which reading is shown, and as what. */
export interface Fallback {
  /** To be told after every look at the robot: what stands in for it lives on, or begins to where that is configured. */
  looked(state: LinkState): void;
  /** What to show, as of `now` (by default this moment), of a robot whose link is in `state` and which said `heard` last. */
  reading(state: LinkState, heard: Observation | null, now?: number): Reading | null;
}

export interface FallbackDeps {
  readonly latch: StandInLatch;
  readonly clock: Clock;
  readonly staleAfterMs: number;
  /** A command or a software stop has not come to its outcome: until it has, nothing is put in the robot's place. */
  readonly isTold: () => boolean;
  /** The console has put a simulation in the place of the robot by itself. */
  readonly onEntered: (state: LinkState) => void;
}

/** One lost poll is a slip, and a simulation stays until somebody ends it: so many in a row are an outage. */
const LOST_LOOKS = 3;

export function createFallback(policy: FallbackPolicy, deps: FallbackDeps): Fallback {
  const { latch, clock, staleAfterMs, isTold, onEntered } = deps;
  let lostLooks = 0;

  function enterAsConfigured(state: LinkState): void {
    lostLooks = isLostLink(state) ? lostLooks + 1 : 0;
    if (policy !== 'simulated' || lostLooks < LOST_LOOKS || !latch.mayEnterByItself() || isTold()) return;
    latch.enter(null, null);
    onEntered(state);
  }

  return {
    looked(state) {
      latch.looked(isCurrentLink(state));
      enterAsConfigured(state);
      latch.liveOn(staleAfterMs);
    },
    reading(state, heard, now = clock.monotonic()) {
      const shown = shownAt(now);
      const simulated = latch.shown();
      if (simulated) return shown(simulated, now - simulated.at <= staleAfterMs ? 'simulated' : 'last-known');
      if (isCurrentLink(state)) return heard && shown(heard, heard.simulated ? 'simulated' : 'live');
      return policy === 'none' ? null : heard && shown(heard, 'last-known');
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
