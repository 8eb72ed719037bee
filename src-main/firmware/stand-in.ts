import type { Clock } from '../clock.ts';
import type { Observation } from './attempt.ts';
import type { LinkState } from './link.ts';
import type { RobotValues } from './reading.ts';

/** A simulated robot that can stand in for a lost one. */
export interface StandIn {
  /** What it would say after `dtMs` (0 or more) more of its life. */
  valuesAfter(dtMs: number): RobotValues;
}

/** A simulation that is shown in place of a robot, whatever the robot itself does meanwhile. */
export interface StandInView {
  /** Wall clock, ms. */
  readonly since: number;
  readonly forMs: number;
  /** Who started it, by username; null: the console by itself, as the robot's fallback policy wants. */
  readonly by: string | null;
  /** In that person's own words; null: the policy's doing. */
  readonly reason: string | null;
}

/** How long a simulation was shown in place of the robot, of the time in which the console has polled it. */
export interface StandInTime {
  readonly simulatedMs: number;
  readonly observedMs: number;
}

/** Why a simulation ended that nobody has returned to live. */
export type StandInEnd = 'another machine' | 'polled no more' | 'the console ended';

/** What the console did by itself. */
export type StandInChange = {
  readonly robot: string;
  readonly linkState: LinkState;
  readonly view: StandInView;
} & ({ readonly kind: 'entered' } | { readonly kind: 'ended'; readonly why: StandInEnd });

/**
 * Holds a simulation in the place of one robot from the moment it is entered until somebody leaves it. It belongs to the
 * robot, not to whoever polls it: an edit of its settings changes nothing about it.
 */
export interface StandInLatch {
  /** As of `now` (monotonic, ms), by default this moment; null: the robot itself is shown. */
  view(now?: number): StandInView | null;
  time(now?: number): StandInTime;
  /** What the simulation said last; null while none stands in. */
  shown(): Observation | null;
  /** A simulation stands in or is about to: no command begins. */
  isTaken(): boolean;
  /** Somebody enters as soon as it is on record; until then, or until the answer is called, nobody else does. */
  reserve(): () => void;
  /** Null: the robot has gone meanwhile, and nothing stands in for it. */
  enter(by: string | null, reason: string | null): StandInView | null;
  /** How it was; null: none stood in. */
  leave(): StandInView | null;
  /** As {@link leave}, for ever. */
  close(): StandInView | null;
  /** The simulation lives as long as has gone by since the last time, at most `mostMs`. */
  liveOn(mostMs: number): void;
  /** Whether the robot is heard: from then on the console may enter by itself at the next loss of its link. */
  looked(heard: boolean): void;
  /** False after somebody has returned to live a robot that is still lost: that decision holds until it was heard. */
  mayEnterByItself(): boolean;
}

/** @param onChange called whenever a simulation begins or ends */
export function createStandInLatch(simulate: () => StandIn, clock: Clock, onChange: () => void): StandInLatch {
  const observedSince = clock.monotonic();
  let standIn: StandIn | null = null;
  let entry: (Omit<StandInView, 'forMs'> & { readonly at: number }) | null = null;
  let shown: Observation | null = null;
  let reserved = false;
  let closed = false;
  let heardNow = false;
  let armed = true;
  let pastMs = 0;

  const view = (now = clock.monotonic()): StandInView | null => {
    if (entry === null) return null;
    const { at, ...facts } = entry;
    return { ...facts, forMs: now - at };
  };

  function leave(): StandInView | null {
    const left = view();
    if (left === null) return null;
    pastMs += left.forMs;
    entry = null;
    // between two times nobody sees it, and its own time rests
    shown = null;
    armed = heardNow;
    onChange();
    return left;
  }

  function liveOn(mostMs: number): void {
    if (entry === null) return;
    const at = clock.monotonic();
    standIn ??= simulate();
    const values = standIn.valuesAfter(shown ? Math.min(at - shown.at, mostMs) : 0);
    shown = { ...UNHEARD, values, at, observedAt: clock.now() };
  }

  return {
    view,
    time: (now = clock.monotonic()) => ({
      simulatedMs: pastMs + (view(now)?.forMs ?? 0),
      observedMs: now - observedSince,
    }),
    shown: () => shown,
    isTaken: () => entry !== null || reserved,
    reserve() {
      reserved = true;
      return () => {
        reserved = false;
      };
    },
    enter(by, reason) {
      if (closed) return null;
      // before it counts: one that cannot be made must not stand in for anything
      standIn ??= simulate();
      entry ??= { since: clock.now(), at: clock.monotonic(), by, reason };
      liveOn(0);
      onChange();
      return view();
    },
    leave,
    close() {
      closed = true;
      return leave();
    },
    liveOn,
    looked(heard) {
      heardNow = heard;
      if (heard) armed = true;
    },
    mayEnterByItself: () => armed && entry === null && !reserved && !closed,
  };
}

/** What a simulation says beside its values: nothing, least of all how long a robot took to answer. */
const UNHEARD = {
  simulated: true,
  firmwareVersion: null,
  sources: {},
  facts: [],
  contradictions: [],
  progress: [],
  latencyMs: 0,
} as const;
