import type { AuditRecord } from '../../src-main/store/repositories/audit.ts';
import type { CommandResult, StopView } from '../../src-main/bridge/contract.ts';
import type { DriverId } from '../../src-main/firmware/drivers/driver-ids.ts';
import type { LinkState } from '../../src-main/firmware/link.ts';
import type { RobotValues, Source } from '../../src-main/firmware/reading.ts';

/** Moments are ms of the one monotonic clock that console, robots and people of a round share. */
export interface Happened {
  readonly at: number;
  readonly robot: string;
}

/** What of a reading tells one moment of a robot from another. */
export type ToldValues = Pick<RobotValues, 'stateText' | 'fault' | 'positionMm' | 'batteryPercent' | 'uptimeS'> & {
  /** How long (ms) it had been in its state, where a driver tells that. */
  readonly stateForMs: number | null;
};

/** A robot's own answer on what it is, before any fault spoilt it. */
export interface TrueAnswer extends Happened {
  /** When it was true: before `at`, when the robot's values stand still. */
  readonly trueAt: number;
  readonly values: ToldValues;
}

/** One request as the robot's server saw it. */
export interface Request extends Happened {
  readonly method: string;
  readonly path: string;
  /** Its answer is complete, or its client has gone; null: it never was. */
  overAt: number | null;
}

/** What a client of the bridge was told of a robot, with the moment of its arrival. */
export interface Told extends Happened {
  readonly link: LinkState;
  readonly staleAfterMs: number;
  /** Null: nothing is shown. */
  readonly reading: {
    readonly source: Source;
    readonly simulated: boolean;
    readonly ageMs: number;
    readonly latencyMs: number;
    readonly values: ToldValues;
  } | null;
}

/** A fault, or a condition, from the moment when it was put in force until it was taken away. */
export interface Trouble extends Happened {
  readonly what: string;
  /** Requests that it met; null: all. */
  readonly paths: readonly string[] | null;
  /** Null: it was in force to the end. */
  liftedAt: number | null;
}

/** A change of the robot's settings, over before `endedAt`. */
export interface Configured extends Happened {
  readonly endedAt: number;
  readonly enabled: boolean;
}

/** How a call ended: with its answer, with the code of its refusal, or (null) with the connection. */
export type Ending<T> = { readonly answer: T } | { readonly code: string } | null;

export interface CommandCall extends Happened {
  readonly endedAt: number;
  readonly by: string;
  readonly command: string;
  readonly path: string;
  readonly ending: Ending<CommandResult>;
}

export interface StopCall {
  readonly at: number;
  readonly endedAt: number;
  /** Null: all. */
  readonly robot: string | null;
  readonly ending: Ending<readonly StopView[]>;
}

/** The loop of the process stood still until `at`, so long. */
export interface Stall {
  readonly at: number;
  readonly ms: number;
}

/** A robot of a round, and what may be asked of the console about it. */
export interface Cast {
  readonly id: string;
  readonly driver: DriverId;
  /** The robot says of itself that it is simulated: nothing of it may ever be called live. */
  readonly owned: boolean;
  /** The longest that its settings ever had, ms. */
  readonly pollMs: number;
  readonly deadlineMs: number;
  readonly concurrency: number;
  readonly stopPath: string;
}

/** What is left when everything has been stopped. */
export interface Remains {
  /** Connections that a robot still had, by its id. */
  readonly connections: Readonly<Record<string, number>>;
  /** How often a robot died of a client that left early, by its id. */
  readonly deaths: Readonly<Record<string, number>>;
  /** Sockets that the process has beyond those that it had before. */
  readonly sockets: number;
  /** What the console logged as an error. */
  readonly errors: readonly string[];
  /** What the full check of the store found. */
  readonly damage: readonly string[];
}

/** Everything that happened in one round, each list in the order of its moments. */
export interface History {
  readonly cast: readonly Cast[];
  readonly answers: readonly TrueAnswer[];
  readonly requests: readonly Request[];
  readonly told: readonly Told[];
  readonly troubles: readonly Trouble[];
  readonly configured: readonly Configured[];
  readonly commands: readonly CommandCall[];
  readonly stops: readonly StopCall[];
  /** The last sight of each stop. */
  readonly stopViews: readonly StopView[];
  readonly stalls: readonly Stall[];
  /** Oldest first. */
  readonly audit: readonly AuditRecord[];
  readonly remains: Remains;
  /** What to add to a moment of the wall clock (ms) to have one of the monotonic clock. */
  readonly wallToMonotonicMs: number;
  /** When the console began to be stopped. */
  readonly endedAt: number;
}

/** A broken promise. */
export interface Finding {
  readonly what: string;
  /** Null: it concerns the end of the round. */
  readonly at: number | null;
  readonly robot: string | null;
}
