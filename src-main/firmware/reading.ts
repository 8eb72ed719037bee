/**
 * Where the shown numbers come from, as an operator must understand it:
 * - `live`: the robot said so within the freshness bound;
 * - `last-known`: the last thing heard; the link is not live now, the age is counting;
 * - `simulated`: no robot is behind it at all.
 */
export const SOURCES = ['live', 'last-known', 'simulated'] as const;
export type Source = (typeof SOURCES)[number];

export const ROBOT_STATES = [
  'boot',
  'idle',
  'moving',
  'docking',
  'charging',
  'paused',
  'config',
  'fault',
  'estop',
  'safe',
  'shutdown',
] as const;
export type RobotState = (typeof ROBOT_STATES)[number] | 'unknown';

/** What one robot said about itself. `null`: this firmware does not say. */
export interface RobotValues {
  readonly state: RobotState;
  /** The firmware's own word, as it was received (a state that this console does not know shows as `unknown`). */
  readonly stateText: string;
  /** Free text of the fault in force, null when there is none. */
  readonly fault: string | null;
  readonly mode: string | null;
  /** Millimetres along the track from its zero, and the track's length. */
  readonly positionMm: number | null;
  readonly trackLengthMm: number | null;
  /** Millimetres per second, signed along the track. */
  readonly speedMmPerS: number | null;
  /** 0 to 100 %. */
  readonly batteryPercent: number | null;
  readonly temperatureC: number | null;
  /** Seconds since the firmware started. */
  readonly uptimeS: number | null;
}

/** Two endpoints of one robot that disagreed in one poll. */
export interface Contradiction {
  /** The value or fact in question. */
  readonly name: string;
  /** What is believed, and who said so. */
  readonly believed: { readonly said: string; readonly source: string };
  readonly dismissed: { readonly said: string; readonly source: string };
}

/** Something that this kind of robot says beside the values that all robots have. */
export interface Fact {
  readonly name: string;
  readonly value: string | number | boolean;
  /** UCUM, null for what has none. */
  readonly unit: string | null;
  /** The endpoint that said so. */
  readonly source: string;
  /** As `ageMs` of the reading; slow facts are older than the reading they come with. */
  readonly ageMs: number;
}

/** One observation of a robot, with its truth attached. */
export interface Reading {
  readonly source: Source;
  /** The numbers come from a simulator (mock firmware or fallback), whether fresh or old. Never true for a real robot. */
  readonly simulated: boolean;
  /** Wall clock (ms, UTC) at which the answer had arrived. A label; ages are never computed from it. */
  readonly observedAt: number;
  /** Age in ms, by the monotonic clock, at the moment this object left the main process. */
  readonly ageMs: number;
  /** From the first byte sent to the last byte received, ms. */
  readonly latencyMs: number;
  readonly firmwareVersion: string | null;
  readonly values: RobotValues;
  /** Which endpoint of the robot said each of the values that are not null. */
  readonly sources: Readonly<Partial<Record<keyof RobotValues, string>>>;
  readonly facts: readonly Fact[];
  readonly contradictions: readonly Contradiction[];
}
