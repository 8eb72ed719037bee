import type { Actor, AuditEvent } from '../../audit/record.ts';
import type { Clock } from '../../clock.ts';
import { ConsoleError } from '../../errors.ts';
import type { Log } from '../../log.ts';
import type { Following } from '../housekeeping/job.ts';
import type { StoreReads, StoreWrites } from '../store.ts';
import { nameFindings } from './checks/names.ts';
import type { VerifyKind } from './finding.ts';
import type { Verification, VerifyTask } from './local-verifier.ts';
import { isWhole, LAST_VERIFY, readReport, type VerifyReport } from './report.ts';

export interface VerifyRequest extends Following {
  readonly kind: VerifyKind;
  /** Carry out the safe repairs of what is found, and look again; not when absent. */
  readonly repair?: boolean;
  /** Who asks. */
  readonly by: Actor;
}

export interface StoreVerifierOptions {
  readonly store: StoreReads & StoreWrites;
  readonly verify: (task: VerifyTask, following: Following) => Promise<Verification>;
  readonly clock: Clock;
  readonly log: Log;
  /** The form in which two usernames are the same person; without it the names are not compared. */
  readonly canonicalName: ((username: string) => string) | undefined;
}

/** Verifies on request, records that it did, and keeps the last report. */
export interface StoreVerifier {
  verify(request: VerifyRequest): Promise<VerifyReport>;
  /** Null when there was none, or none that can be read. */
  last(): Promise<VerifyReport | null>;
}

export function createStoreVerifier({ store, verify, clock, log, canonicalName }: StoreVerifierOptions): StoreVerifier {
  let last: VerifyReport | null = null;

  /** The report, kept with its audit record, or, where the disk refuses, remembered until the console ends. */
  async function keep(report: VerifyReport, actor: Actor): Promise<void> {
    last = report;
    const { kind, steps, tookMs, untold } = report;
    const repaired = report.repairs.filter(({ outcome }) => outcome === 'succeeded').length;
    const figures = { kind, steps, findings: report.findings.length + untold, repaired, tookMs: Math.round(tookMs) };
    const level = isWhole(report) ? 'info' : 'error';
    log[level]('store verified', { ...figures, what: report.findings.slice(0, 10) });
    const event = eventOf(actor, isWhole(report) ? 'succeeded' : 'failed', figures);
    const setting = { key: LAST_VERIFY, value: report, at: report.at, by: actor.userId };
    await store.write('settings.change', setting, event).catch(notKept);
  }

  function notKept(error: unknown): void {
    log.warn('the verification could not be recorded', { error });
  }

  async function names(kind: VerifyKind) {
    if (kind === 'quick' || !canonicalName) return { findings: [], steps: 0 };
    return { findings: nameFindings(await store.read('users.names', {}), canonicalName), steps: 1 };
  }

  return {
    async verify({ kind, repair = false, by, ...following }) {
      const at = clock.now();
      const started = clock.monotonic();
      try {
        const verification = await verify({ kind, repair, by }, following);
        const { findings, steps } = await names(kind);
        const report = {
          ...verification,
          findings: [...verification.findings, ...findings],
          steps: verification.steps + steps,
          kind,
          at,
          tookMs: clock.monotonic() - started,
        };
        await keep(report, by);
        return report;
      } catch (error) {
        const reason = error instanceof ConsoleError ? error.code : String(error);
        log.warn('the store was not verified to the end', { kind, reason });
        // whoever cancels it learns nothing from it; what was repaired by then has its own records
        if (reason !== 'VERIFY_CANCELLED')
          await store.write('audit.append', {}, eventOf(by, 'failed', { kind, reason })).catch(notKept);
        throw error;
      }
    },
    last: async () => (last ??= readReport(await store.read('settings.read', { key: LAST_VERIFY }))),
  };
}

function eventOf(actor: Actor, outcome: AuditEvent['outcome'], details: AuditEvent['details']): AuditEvent {
  return { actor, action: 'integrity.verify', subject: null, outcome, details };
}
