import type { RobotValues } from '../reading.ts';
import type { DriverId } from './driver-ids.ts';
import type { Etiquette } from './etiquette.ts';

/**
 * Asks the robot for one resource and answers with its parsed JSON, which nobody has looked at yet.
 *
 * @throws ConsoleError FIRMWARE_* for everything but a 200 with JSON.
 */
export type Fetch = (path: string) => Promise<unknown>;

/** A sign of life: a value of the firmware's own that moves for as long as its control loop runs. */
export interface ProgressMarker {
  readonly name: string;
  readonly value: number;
  /** Longest time (ms) for which a healthy firmware may show the same value: its resolution. */
  readonly resolutionMs: number;
}

/** What a robot said in one poll, checked. */
export interface Report {
  readonly values: RobotValues;
  /** The firmware says that no machine is behind it. */
  readonly simulated: boolean;
  readonly firmwareVersion: string | null;
  readonly progress: readonly ProgressMarker[];
}

/** One firmware family: its endpoints, its schemas, its etiquette. It keeps no state: one driver serves all its robots. */
export interface Driver {
  readonly id: DriverId;
  readonly etiquette: Etiquette;
  /**
   * One whole reading.
   *
   * @throws ConsoleError what `fetch` throws; FIRMWARE_SCHEMA or FIRMWARE_REPORTED_FAILURE for an answer that must
   * not be believed.
   */
  read(fetch: Fetch): Promise<Report>;
}
