import type { Actor } from '../../audit/record.ts';
import type { Clock } from '../../clock.ts';
import type { Log } from '../../log.ts';
import type { Engine } from '../engine.ts';
import type { Files } from '../files.ts';
import type { Following } from '../housekeeping/job.ts';
import type { Housekeeper } from '../housekeeping/housekeeper.ts';
import type { AuditTrail } from '../audit-trail.ts';
import { schemaOnly, type Migration } from '../migrate.ts';
import type { MemoryDatabase } from '../sqlite/memory-database.ts';
import type { Finding, RepairName, VerifyKind } from './finding.ts';
import { repairs } from './repairs.ts';
import type { Repair } from './report.ts';
import { cancelled, type Verified } from './verify.ts';

export interface VerifyTask {
  readonly kind: VerifyKind;
  /** Carry out the safe repairs of what is found, and look again. */
  readonly repair: boolean;
  /** Who asks: the repairs are recorded as theirs. */
  readonly by: Actor;
}

/** What is left, and what was repaired. */
export interface Verification extends Verified {
  readonly repairs: readonly Repair[];
}

export interface LocalVerifierOptions {
  readonly folder: string;
  readonly files: Files;
  readonly clock: Clock;
  readonly log: Log;
  readonly migrations: readonly Migration[];
  readonly memory: MemoryDatabase;
  readonly trail: AuditTrail;
  /** Of the audit log; null when it is not signed. */
  readonly verifierKey: string | null;
  readonly engine: Engine;
  readonly housekeeper: Housekeeper;
  /** Runs `work` while nothing else uses the database. */
  readonly alone: <T>(work: () => Promise<T>) => Promise<T>;
  /** Runs `work` while no other work changes the files of the folder: between a segment's file and its entry lies time. */
  readonly upkeep: <T>(work: () => Promise<T>) => Promise<T>;
  readonly takeSnapshot: () => Promise<void>;
}

/**
 * Answers a function that verifies the store that is open.
 *
 * @throws ConsoleError VERIFY_CANCELLED; what had been repaired by then stays repaired
 */
export function createLocalVerifier(options: LocalVerifierOptions) {
  const migrations = options.migrations.map(schemaOnly);
  const { folder, files, clock, log, memory, trail, engine, housekeeper, alone, upkeep } = options;

  async function examine(kind: VerifyKind, following: Following): Promise<Verified> {
    if (following.signal?.aborted) throw cancelled();
    const state = await alone(async () => ({ database: memory.export(), sequence: engine.journal.lastSequence }));
    const { verifierKey } = options;
    return housekeeper.run('verify', { kind, folder, inUse: false, verifierKey, migrations, ...state }, following);
  }

  async function repairAll(findings: readonly Finding[], by: Actor, { signal }: Following): Promise<Repair[]> {
    const done: Repair[] = [];
    for (const finding of findings) {
      if (signal?.aborted) throw cancelled();
      const { repair: name, record } = finding;
      if (name !== null && record !== null) done.push(await repairOne(finding, name, record, by));
    }
    return done;
  }

  async function repairOne(finding: Finding, name: RepairName, record: string, by: Actor): Promise<Repair> {
    const facts = { repair: name, check: finding.check, table: finding.table, record, finding: finding.finding };
    const event = { actor: by, action: 'integrity.repair', subject: record, details: facts };
    try {
      await alone(() =>
        engine.change(async ({ db }) => {
          const at = clock.now();
          await repairs[name]({ db, files, folder, at }, record);
          await trail.append(db, { ...event, outcome: 'succeeded' }, at);
        }),
      );
      log.info('repaired', facts);
      return { finding, outcome: 'succeeded', problem: null };
    } catch (error) {
      const problem = error instanceof Error ? error.message : String(error);
      log.error('a repair failed', { ...facts, problem });
      const failed = { ...event, outcome: 'failed', details: { ...facts, problem } } as const;
      await alone(() => engine.change(({ db }) => trail.append(db, failed, clock.now()))).catch((cause: unknown) =>
        log.error('the failed repair could not be recorded either', { cause }),
      );
      return { finding, outcome: 'failed', problem };
    }
  }

  return async ({ kind, repair, by }: VerifyTask, following: Following = {}): Promise<Verification> => {
    const first = await upkeep(async () => {
      const verified = await examine(kind, following);
      return { ...verified, repairs: repair ? await repairAll(verified.findings, by, following) : [] };
    });
    const mended = first.repairs.filter(({ outcome }) => outcome === 'succeeded');
    if (mended.length === 0) return first;
    if (mended.some(({ finding }) => finding.repair === 'set-snapshot-aside')) await options.takeSnapshot();
    return { ...(await upkeep(() => examine(kind, following))), repairs: first.repairs };
  };
}
