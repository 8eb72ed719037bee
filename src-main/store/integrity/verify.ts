import { setImmediate } from 'node:timers/promises';
import { ConsoleError } from '../../errors.ts';
import type { JobContext } from '../housekeeping/job.ts';
import type { Step } from './check.ts';
import { checks } from './checks/all.ts';
import { found, type CheckName, type Finding } from './finding.ts';
import { openSubject, type Subject, type SubjectOptions } from './subject.ts';

export type VerifyJob = SubjectOptions;

/** What was found, and how much was looked at. */
export interface Verified {
  readonly findings: readonly Finding[];
  /** Findings of which only the number is told: there were too many of their kind. */
  readonly untold: number;
  readonly steps: number;
}

/** A check that finds more than this has said enough. */
export const MOST_FINDINGS_PER_CHECK = 100;

/**
 * Looks at a database and the data folder around it, and changes nothing.
 *
 * @throws ConsoleError VERIFY_CANCELLED at the signal, between two steps
 */
export async function verify({ files, onProgress, signal }: JobContext, job: VerifyJob): Promise<Verified> {
  const subject = await openSubject(files, job);
  try {
    const steps = await plan(subject);
    const byCheck = new Map<CheckName, Finding[]>();
    for (const [done, { check, step }] of steps.entries()) {
      // lets a signal arrive that was given in this very thread
      await setImmediate();
      if (signal.aborted) throw cancelled();
      onProgress({ done, total: steps.length, label: check });
      byCheck.set(check, [...(byCheck.get(check) ?? []), ...(await carriedOut(check, step))]);
    }
    const all = [...byCheck.values()];
    return {
      findings: all.flatMap((findings) => findings.slice(0, MOST_FINDINGS_PER_CHECK)),
      untold: all.reduce((sum, { length }) => sum + Math.max(0, length - MOST_FINDINGS_PER_CHECK), 0),
      steps: steps.length,
    };
  } finally {
    subject.close();
  }
}

interface PlannedStep {
  readonly check: CheckName;
  readonly step: Step;
}

async function plan(subject: Subject): Promise<PlannedStep[]> {
  const planned: PlannedStep[] = [];
  for (const check of checks) {
    if (subject.kind === 'quick' && !check.quick) continue;
    const steps = await stepsOf(() => check.plan(subject));
    planned.push(...steps.map((step) => ({ check: check.name, step })));
  }
  return planned;
}

/** A check that cannot even be planned (its table cannot be read) is a step that says so. */
async function stepsOf(planning: () => Promise<readonly Step[]> | readonly Step[]): Promise<readonly Step[]> {
  try {
    return await planning();
  } catch (error) {
    return [() => Promise.reject(error)];
  }
}

async function carriedOut(check: CheckName, step: Step): Promise<Finding[]> {
  try {
    return await step();
  } catch (error) {
    return [found(check, `it could not be looked at: ${error instanceof Error ? error.message : String(error)}`)];
  }
}

export function cancelled(): ConsoleError {
  return new ConsoleError('VERIFY_CANCELLED', 'the verification was cancelled');
}
