import type { Damage, Finding } from './damage.ts';
import type { Recovered } from './recover.ts';

/** What opening the store found and did. */
export interface OpeningReport {
  /** There was no store: this is a new one. */
  readonly fresh: boolean;
  /** The change up to which the snapshot went that was used; 0: none. */
  readonly snapshotSequence: number;
  /** Changes taken from journals after it. */
  readonly replayed: number;
  /** Bytes of a write that never finished, and that nobody had been told of, cut off. */
  readonly tornBytes: number;
  /** Files that could not be used and were set aside; nothing was lost with them. */
  readonly findings: readonly Finding[];
  /** What was lost, by leave; null: nothing. */
  readonly damage: Damage | null;
  readonly migrationsApplied: number;
}

export function openingReport(recovered: Recovered, migrationsApplied: number): OpeningReport {
  const { fresh, snapshot, reached, openEnd, findings, damage } = recovered;
  const snapshotSequence = snapshot?.sequence ?? 0;
  return {
    fresh,
    snapshotSequence,
    replayed: reached.sequence - snapshotSequence,
    tornBytes: openEnd?.tornBytes ?? 0,
    findings,
    damage,
    migrationsApplied,
  };
}
