import { rm } from 'node:fs/promises';
import path from 'node:path';
import { ROLES } from '../access/roles.ts';
import type { DemandRow } from '../access/signatures/demands.ts';
import type { UserSummary } from '../access/users.ts';
import { exportFile } from '../audit/export/export-file.ts';
import { writeText } from '../audit/export/write-text.ts';
import type { Actor, AuditEvent } from '../audit/record.ts';
import type { Clock } from '../clock.ts';
import type { Log } from '../log.ts';
import type { BackupListing } from '../store/backup/list-backups.ts';
import type { Store } from '../store/store.ts';
import type { FuseReading } from './fuses.ts';
import type { BackupCount, RoleCoverage, SecurityPolicy, SettledPolicy } from './policy.ts';
import type { PolicyLanguage } from './policy-words.ts';
import { policyReport } from './report.ts';

/** What is in force, to be looked at and to be handed to an auditor. */
export interface Security {
  /** As it is at this moment. */
  policy(): Promise<SecurityPolicy>;
  /**
   * Writes the policy as a page for printing into the folder for exports, on the record; nothing is left of a report that
   * could not be recorded.
   *
   * @throws the system's error when it cannot be written, ConsoleError STORE_* when it cannot be recorded
   */
  export(language: PolicyLanguage, by: Actor): Promise<ReportDone>;
}

export interface ReportDone {
  /** On the machine that the console runs on. */
  readonly file: string;
}

export interface SecurityOptions {
  readonly store: Pick<Store, 'read' | 'write' | 'status'> & { readonly backups: Pick<Store['backups'], 'list'> };
  readonly clock: Pick<Clock, 'now'>;
  readonly log: Log;
  readonly exportsFolder: string;
  readonly settled: SettledPolicy;
  /** The Content-Security-Policy header as the shell sends it. */
  readonly contentPolicy: () => string;
  /** What every sensitive procedure wants. */
  readonly demands: () => Promise<readonly DemandRow[]>;
  /** The fuses of the running program. */
  readonly fuses: () => Promise<FuseReading>;
}

export function createSecurity(options: SecurityOptions): Security {
  const { store, clock, log, exportsFolder, settled } = options;

  async function policy(): Promise<SecurityPolicy> {
    const [users, { checkpoints }, listings, fuses, signatures, successions] = await Promise.all([
      store.read('users.list', {}),
      store.status(),
      store.backups.list(),
      options.fuses(),
      options.demands(),
      store.read('audit.keySuccessions', {}),
    ]);
    const { lastAt, failure } = checkpoints;
    return {
      ...settled,
      at: clock.now(),
      secondFactor: coverageOf(users),
      signatures,
      checkpoints: { lastAt, failure },
      formerAuditKeys: successions.map((one) => ({
        verifierKey: one.old_verifier_key,
        keyId: one.old_key_id,
        until: one.at,
      })),
      backups: countOf(listings),
      contentPolicy: options.contentPolicy(),
      fuses,
    };
  }

  return {
    policy,
    async export(language, by) {
      const file = exportFile(exportsFolder, 'security-policy', clock.now(), 'html');
      const record = (outcome: AuditEvent['outcome']) =>
        store.write(
          'audit.append',
          {},
          { actor: by, action: 'security.export', subject: path.basename(file), outcome, details: { language } },
        );
      try {
        await writeText(file, [policyReport(await policy(), by.username, language)]);
        await record('succeeded');
        return { file };
      } catch (error) {
        await rm(file, { force: true }).catch((cause: unknown) =>
          log.warn('a report that failed could not be removed', { cause }),
        );
        await record('failed').catch((cause: unknown) =>
          log.warn('a failed security report could not be recorded', { cause }),
        );
        throw error;
      }
    },
  };
}

/** Of active accounts only: nobody can sign in to the others. The built-in roles, then those of the plant's own in use. */
export function coverageOf(
  users: readonly Pick<UserSummary, 'role' | 'roleName' | 'status' | 'secondFactor'>[],
): RoleCoverage[] {
  const active = users.filter(({ status }) => status === 'active');
  const names = new Map(active.map(({ role, roleName }) => [role, roleName]));
  return [...new Set([...ROLES, ...names.keys()])].map((role) => {
    const holders = active.filter((user) => user.role === role);
    const withSecondFactor = holders.filter(({ secondFactor }) => secondFactor).length;
    return { role, roleName: names.get(role) ?? role, active: holders.length, withSecondFactor };
  });
}

function countOf(listings: readonly Pick<BackupListing, 'encrypted'>[]): BackupCount {
  const count = (wanted: boolean | null) => listings.filter(({ encrypted }) => encrypted === wanted).length;
  return { sealed: count(true), open: count(false), unreadable: count(null) };
}
