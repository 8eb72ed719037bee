import { z } from 'zod';
import { CHECKS, REPAIRS, VERIFY_KINDS, type Finding, type VerifyKind } from './finding.ts';
import type { Verified } from './verify.ts';

/** A repair that was tried. */
export interface Repair {
  readonly finding: Finding;
  readonly outcome: 'succeeded' | 'failed';
  /** Why it failed, in words for an engineer. */
  readonly problem: string | null;
}

/** What one verification came to. `findings` is what is left after the repairs. */
export interface VerifyReport extends Verified {
  readonly kind: VerifyKind;
  /** When it began: wall clock, ms. */
  readonly at: number;
  readonly tookMs: number;
  readonly repairs: readonly Repair[];
}

export const isWhole = ({ findings, untold }: Pick<Verified, 'findings' | 'untold'>): boolean =>
  findings.length + untold === 0;

/** The setting under which the last report is kept. */
export const LAST_VERIFY = 'integrity.last-verify';

const FINDING = z.object({
  check: z.enum(CHECKS),
  table: z.string().nullable(),
  record: z.string().nullable(),
  finding: z.string(),
  repair: z.enum(REPAIRS).nullable(),
});
const REPORT: z.ZodType<VerifyReport> = z.object({
  kind: z.enum(VERIFY_KINDS),
  at: z.number(),
  tookMs: z.number(),
  steps: z.number(),
  findings: z.array(FINDING),
  untold: z.number(),
  repairs: z.array(
    z.object({ finding: FINDING, outcome: z.enum(['succeeded', 'failed']), problem: z.string().nullable() }),
  ),
});

/** The report in a setting's value; null when it is none that this console understands. */
export function readReport(value: unknown): VerifyReport | null {
  return REPORT.safeParse(value).data ?? null;
}
