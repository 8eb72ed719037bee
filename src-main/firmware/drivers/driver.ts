import type { Contradiction, RobotValues } from '../reading.ts';
import type { DriverCommand, DriverStop } from './commands.ts';
import type { DriverId } from './driver-ids.ts';
import type { Etiquette, TokenRole } from './etiquette.ts';

/**
 * Asks the robot for one resource and answers with its parsed JSON, which nobody has looked at yet.
 *
 * @throws ConsoleError FIRMWARE_* for everything but a 200 with JSON.
 */
export type Fetch = (path: string) => Promise<unknown>;

/** A resource that is not worth asking for in every poll, and without which a reading is still a reading. */
export interface SlowRead<T = unknown> {
  readonly path: string;
  /** From one answer to the next, ms. */
  readonly everyMs: number;
  readonly token?: TokenRole;
  /**
   * What the answer says; done once, when it comes.
   *
   * @throws ConsoleError FIRMWARE_SCHEMA or FIRMWARE_REPORTED_FAILURE for an answer that must not be believed.
   */
  parse(answer: unknown): T;
}

/** What a slow read said, with the moment of its arrival (monotonic, ms). */
export interface Recollection<T> {
  readonly said: T;
  readonly at: number;
  /** It came in this very poll, and may be compared with what else came. */
  readonly heardNow: boolean;
}

/**
 * What a slow read said last, or null when there is nothing to rely on. It is asked for when it is due and it is its
 * turn: at most one slow read in each poll, so that no poll takes much longer than another.
 */
export type Recall = <T>(slow: SlowRead<T>) => Promise<Recollection<T> | null>;

/** A sign of life: a value of the firmware's own that moves for as long as its control loop runs. */
export interface ProgressMarker {
  readonly name: string;
  readonly value: number;
  /** Longest time (ms) for which a healthy firmware may show the same value: its resolution. */
  readonly resolutionMs: number;
}

/** Something that a robot says beside the values that all robots have. */
export interface ReportedFact {
  /** camelCase, with dots: `timeInState.idle`. */
  readonly name: string;
  readonly value: string | number | boolean;
  /** UCUM (`ms`, `mm/s`, `Cel`), null for what has none. */
  readonly unit: string | null;
  /** The endpoint that said so. */
  readonly source: string;
  /** When (monotonic, ms), if that was not in this poll. */
  readonly at?: number;
}

/** What a firmware tells of its own life: by this it is seen that its controller was started again, or has a wrong clock. */
export interface LifeSigns {
  /** For how long (ms) it had been running at `at` (monotonic, ms); null: it does not say, or has not said yet. */
  readonly uptime: { readonly ms: number; readonly at: number } | null;
  /** How often its state has changed since it was started: one that falls was started again. */
  readonly transitions: number | null;
  /** A counter that grows all the time until it begins anew, at the latest when it is started again. */
  readonly sequence: number | null;
  /** Its own clock, as wall clock, ms; null: it has none, or shows no time of this century. */
  readonly wall: number | null;
}

/** What a robot said in one poll, checked. */
export interface Report {
  readonly values: RobotValues;
  /** Which endpoint said each of the values that are not null. */
  readonly sources: Readonly<Partial<Record<keyof RobotValues, string>>>;
  readonly facts: readonly ReportedFact[];
  /** Where endpoints disagreed in this poll; `values` follow the trusted one. */
  readonly contradictions: readonly Contradiction[];
  /** The firmware says that no machine is behind it. */
  readonly simulated: boolean;
  readonly firmwareVersion: string | null;
  readonly progress: readonly ProgressMarker[];
}

/** One firmware family: its endpoints, its schemas, its etiquette. It keeps no state: one driver serves all its robots. */
export interface Driver {
  readonly id: DriverId;
  readonly etiquette: Etiquette;
  /** The values that this firmware really tells; the others are null in all its readings. */
  readonly capabilities: readonly (keyof RobotValues)[];
  /** How to find out, in one cheap request, whether the firmware is there at all: what a half-open breaker asks. */
  readonly presence: {
    readonly path: string;
    /** @throws ConsoleError FIRMWARE_SCHEMA or FIRMWARE_REPORTED_FAILURE for an answer that is not this firmware's. */
    check(answer: unknown): void;
  };
  /** What `read` recalls; everything else it fetches in each poll. */
  readonly slowReads: readonly SlowRead[];
  /**
   * One whole reading.
   *
   * @param recall without it only what every poll needs is read
   * @throws ConsoleError what `fetch` throws; FIRMWARE_SCHEMA or FIRMWARE_REPORTED_FAILURE for an answer that must
   * not be believed.
   */
  read(fetch: Fetch, recall?: Recall): Promise<Report>;
  /** What of a report, which had arrived at `at` (monotonic, ms), tells of its life. */
  lifeSigns(report: Report, at: number): LifeSigns;
  /** How it is stopped by software, at once. */
  readonly softwareStop: DriverStop;
  /** Everything else that it can be told. */
  readonly commands: readonly DriverCommand[];
}
