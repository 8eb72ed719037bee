/** What is looked at, each under a stable name. */
export const CHECKS = [
  'opening',
  'unfinished-restore',
  'pages',
  'schema-history',
  'schema',
  'types',
  'duplicates',
  'names',
  'orphans',
  'audit-chain',
  'audit-proof',
  'segment-chain',
  'segment-files',
  'archive',
  'unnamed-files',
  'snapshots',
  'journals',
] as const;
export type CheckName = (typeof CHECKS)[number];

/** What can be put right without a person's judgement: nothing is lost by it that anybody could have used. */
export const REPAIRS = ['reindex', 'set-segment-aside', 'set-snapshot-aside', 'forget-account'] as const;
export type RepairName = (typeof REPAIRS)[number];

/** `quick`: what a start can afford. `full`: everything, every byte read. */
export const VERIFY_KINDS = ['quick', 'full'] as const;
export type VerifyKind = (typeof VERIFY_KINDS)[number];

/** One thing that is not as it should be. */
export interface Finding {
  readonly check: CheckName;
  /** The table it is in; null: in none, or in more than one. */
  readonly table: string | null;
  /** The record's key, or the name of the file or index; null when it is about no single one. */
  readonly record: string | null;
  /** In words, for an engineer. */
  readonly finding: string;
  /** Null: only a person can decide. */
  readonly repair: RepairName | null;
}

/** A finding about no single record, with no repair, unless `facts` say otherwise. */
export function found(
  check: CheckName,
  finding: string,
  facts: Partial<Pick<Finding, 'table' | 'record' | 'repair'>> = {},
): Finding {
  return { check, table: null, record: null, repair: null, ...facts, finding };
}
