import type { ErrorCode } from '../errors.ts';
import type { CheckpointStatus } from './checkpoints/checkpoints.ts';
import type { EngineCounts, Refusing } from './engine.ts';
import type { OpeningReport } from './opening/report.ts';
import type { VerifyReport } from './integrity/report.ts';
import type { LastSnapshot } from './snapshot/snapshots.ts';

export interface CacheCounts {
  readonly hits: number;
  readonly misses: number;
}

/** How the store fares, as its thread knows it. Counts begin with the opening. */
export interface LocalStatus {
  /** Null: changes are accepted. */
  readonly refusing: Refusing | null;
  readonly counts: EngineCounts & { readonly slow: number };
  /** The last change that is on the disk. */
  readonly sequence: number;
  readonly journalBytes: number;
  readonly lastSnapshot: LastSnapshot | null;
  readonly snapshotFailure: string | null;
  readonly statements: CacheCounts;
  readonly segments: CacheCounts;
  readonly checkpoints: CheckpointStatus;
  /** What the disk still takes; null when the system does not say. */
  readonly freeBytes: number | null;
  readonly opening: OpeningReport;
}

/**
 * Whether changes are accepted. `refusing`: the disk does not take them, reads go on. `restarting`: the thread ended and
 * is begun again from the disk. `failed`: that did not succeed.
 */
export type StoreHealth =
  | { readonly state: 'accepting' | 'restarting' | 'closed' }
  | { readonly state: 'refusing'; readonly reason: string | null; readonly since: number }
  | { readonly state: 'failed'; readonly reason: ErrorCode };

/** How long askers waited for their answers, ms; null before there were any. */
export interface Latency {
  readonly p50: number;
  readonly p99: number;
}

/** All there is to know of the store. */
export interface StoreStatus extends LocalStatus {
  readonly health: StoreHealth;
  readonly reads: Latency | null;
  readonly writes: Latency | null;
  /** How often the thread had to be started again. */
  readonly restarts: number;
  /** What the last verification came to; null when there was none yet. */
  readonly lastVerify: VerifyReport | null;
}
