import path from 'node:path';
import { threadId } from 'node:worker_threads';
import type { Clock } from '../clock.ts';
import type { Log } from '../log.ts';
import { VERSION } from '../version.ts';
import {
  backUp,
  backupState,
  BACKUPS_FOLDER,
  type BackupTaken,
  type BackupTask,
  type BackupWish,
} from './backup/back-up.ts';
import { listBackups, type BackupListing } from './backup/list-backups.ts';
import { KEEP_BACKUPS, type RetentionPolicy } from './backup/retention.ts';
import { createLocalArchiver, type Archived, type ArchiveTask } from './archive/local-archiver.ts';
import { signingKeyFromPem, type SealedSigningKey } from '../audit/signing-key.ts';
import { createAuditTrail, readHead } from './audit-trail.ts';
import { createEngine, type Call, type Outcome } from './engine.ts';
import type { SeekableFiles } from './files.ts';
import type { Following } from './housekeeping/job.ts';
import { createCheckpoints } from './checkpoints/checkpoints.ts';
import type { Housekeeper } from './housekeeping/housekeeper.ts';
import { createLocalVerifier, type Verification, type VerifyTask } from './integrity/local-verifier.ts';
import { applyMigrations, pendingMigrations, type Migration } from './migrate.ts';
import { migrations as allMigrations } from './migrations/all.ts';
import { oneAtATime } from './one-at-a-time.ts';
import { recover } from './opening/recover.ts';
import { settle } from './opening/settle.ts';
import { finishSwap } from './restore/swap.ts';
import { openingReport, type OpeningReport } from './opening/report.ts';
import { watchSlowQueries } from './sqlite/slow-queries.ts';
import { sealedSegments } from './segments/sealed-segments.ts';
import { createSnapshots, SNAPSHOT_POLICY, type SnapshotPolicy } from './snapshot/snapshots.ts';
import type { LocalStatus } from './status.ts';

export interface LocalStoreOptions {
  /** The data folder; made when it is not there. Its lock is the caller's business. */
  readonly folder: string;
  readonly files: SeekableFiles;
  readonly clock: Clock;
  readonly log: Log;
  readonly housekeeper: Housekeeper;
  readonly policy?: Partial<SnapshotPolicy>;
  /** The machine that the console runs on, for the audit log. */
  readonly workstation?: string;
  /** Signs the audit log's checkpoints; null, absent or sealed: nothing is signed. A secret. */
  readonly auditKey?: { readonly name: string; readonly pem: string } | SealedSigningKey | null;
  /** A folder outside the data folder to which every checkpoint is copied. */
  readonly witnessFolder?: string | undefined;
  /** How often the audit log is signed while it grows, ms. */
  readonly checkpointEveryMs?: number;
  readonly migrations?: readonly Migration[];
  /** Go on with what is whole where acknowledged changes cannot be read. */
  readonly acceptLoss?: boolean;
  /** Where backups go; into the data folder unless told. */
  readonly backupFolder?: string | undefined;
  /** Seals the backup before a migration; readable for whoever can read the data folder unless told. */
  readonly backupPassphrase?: string | null;
  readonly keepBackups?: RetentionPolicy;
  /** As {@link RecoverOptions.acceptRepairable}. */
  readonly acceptRepairable?: boolean;
  /** Something of the status has changed that people must be told at once; not called before the store is open. */
  readonly onChange?: () => void;
}

/** The store inside one thread: all of it but the thread. */
export interface LocalStore {
  readonly report: OpeningReport;
  /** As {@link Engine.run}. */
  run(calls: readonly Call[]): Promise<Outcome[]>;
  status(): LocalStatus;
  /** Takes a snapshot now, if anything has changed. */
  snapshot(): Promise<void>;
  /** Signs the audit log as it stands, if there is a key. */
  signAudit(): Promise<void>;
  /**
   * Verifies the database and the folder, in the housekeeping thread: reads and writes go on meanwhile, snapshots wait.
   *
   * @throws ConsoleError VERIFY_CANCELLED at the signal, and when the store is closed
   */
  verify(task: VerifyTask, following?: Following): Promise<Verification>;
  /**
   * Writes a backup of this moment, in the housekeeping thread.
   *
   * @throws ConsoleError BACKUP_*, BACKUP_CANCELLED also when the store is closed
   */
  backUp(task: BackupTask, following?: Following): Promise<BackupTaken>;
  /** As {@link createLocalArchiver}; cancelled also when the store is closed. */
  archive(task: ArchiveTask, following?: Following): Promise<Archived>;
  /** The backups in their folder, newest first. */
  listBackups(): BackupListing[];
  /** Finishes what was asked before, takes a last snapshot, and lets go of every file. */
  close(): Promise<void>;
}

/** How often a store that refuses changes looks whether the disk takes them again, ms. */
const LOOK_AGAIN_MS = 1000;
/** How often the audit log is signed while it grows, ms, unless told. */
const CHECKPOINT_EVERY_MS = 10 * 60_000;
/** How often it is looked whether a snapshot is due by its age, ms. */
const LOOK_FOR_DUE_MS = 30_000;

/**
 * Opens the store in a data folder and brings it to the newest schema.
 *
 * @throws ConsoleError STORE_DAMAGED, STORE_SCHEMA_UNKNOWN: nothing is changed then; BACKUP_NOT_WRITTEN, STORE_UNAVAILABLE
 *   and whatever a migration fails with: the database is as it was then; the system's error when the folder cannot be
 *   read or written
 */
export async function openLocalStore(options: LocalStoreOptions): Promise<LocalStore> {
  const { folder, files, clock, log, housekeeper, migrations = allMigrations, onChange = () => {} } = options;
  const { backupFolder = path.join(folder, BACKUPS_FOLDER), keepBackups = KEEP_BACKUPS } = options;
  const slow = watchSlowQueries(log, () => memory);
  files.makeFolder(folder);
  finishSwap(files, folder);
  const { acceptLoss = false, acceptRepairable = false } = options;
  const recovered = await recover(files, folder, { onQuery: slow.look, acceptLoss, acceptRepairable });
  const { memory } = recovered;
  const pending = await pendingMigrations(memory.db, migrations, recovered.fresh);
  const journal = settle(files, recovered, clock.now());
  const sealed = sealedSegments(files, folder);
  const { workstation = null } = options;
  const trail = createAuditTrail({ clock, clockId: `${clock.now()}-${process.pid}-${threadId}`, workstation });
  let opened = false;
  const engine = createEngine({
    memory,
    trail,
    journal,
    sealed,
    clock,
    onRefusing(refusing, cause) {
      if (refusing) log.error('the disk takes no changes; they are refused until it does', { ...refusing, cause });
      else log.info('the disk takes changes again');
      if (opened) onChange();
    },
  });
  if (pending.length > 0) {
    // what a migration changes cannot be taken back by another one
    if (!recovered.fresh) {
      const { manifest } = backUp(files, backupState(memory, folder, journal.lastSequence), beforeMigration());
      if (manifest.leftOut) log.error('the backup before the migration lacks what is damaged', { ...manifest });
    }
    await engine.change(({ db }) => applyMigrations(db, pending, recovered.fresh, clock.now()));
  }
  trail.head = await readHead(memory.db);
  const report = openingReport(recovered, pending.length);
  log[report.findings.length > 0 || report.damage ? 'warn' : 'info']('store opened', { folder, ...report });

  const alone = oneAtATime();
  const upkeep = oneAtATime();
  const closing = new AbortController();
  const policy = { ...SNAPSHOT_POLICY, ...options.policy };
  const last = recovered.snapshot && { ...recovered.snapshot, bytes: null, tookMs: null };
  const snapshots = await createSnapshots({
    folder,
    files,
    clock,
    log,
    policy,
    memory,
    engine,
    housekeeper,
    last,
    alone,
    upkeep,
  });
  const { auditKey = null, witnessFolder = null, checkpointEveryMs = CHECKPOINT_EVERY_MS } = options;
  const sealedKey = auditKey && 'sealed' in auditKey ? auditKey : null;
  const key = auditKey && 'pem' in auditKey ? signingKeyFromPem(auditKey.name, auditKey.pem) : null;
  const { segmentRows } = policy;
  const place = { folder, files, clock, log, memory, engine };
  const checkpoints = createCheckpoints({
    ...place,
    key,
    unsigned: sealedKey?.sealed ?? null,
    witnessFolder,
    segmentRows,
    alone,
  });
  const takeSnapshot = async (): Promise<void> => {
    await snapshots.take();
    await checkpoints.sign();
  };
  const turns = { alone, upkeep, takeSnapshot };
  const verify = createLocalVerifier({
    folder,
    files,
    clock,
    log,
    migrations,
    memory,
    trail,
    engine,
    housekeeper,
    verifierKey: (key ?? sealedKey)?.verifierKey ?? null,
    ...turns,
  });
  const archive = createLocalArchiver({ ...place, trail, housekeeper, checkpoints, key, alone, upkeep });
  const stopLooking = every(clock, LOOK_AGAIN_MS, () => void alone(async () => engine.recover()));
  const stopTiming = every(clock, LOOK_FOR_DUE_MS, lookForDue);
  const stopSigning = every(clock, checkpointEveryMs, () => void checkpoints.sign());
  function lookForDue(): void {
    if (snapshots.due()) void takeSnapshot().then(onChange);
  }

  opened = true;
  return {
    report,
    async run(calls) {
      const outcomes = await alone(() => engine.run(calls));
      lookForDue();
      return outcomes;
    },
    status: () => ({
      refusing: engine.refusing,
      counts: { ...engine.counts, slow: slow.count },
      sequence: engine.journal.lastSequence,
      journalBytes: engine.journal.bytes,
      lastSnapshot: snapshots.last,
      snapshotFailure: snapshots.failure,
      statements: { hits: memory.statements.hits, misses: memory.statements.misses },
      segments: sealed.cache,
      checkpoints: checkpoints.status,
      freeBytes: freeBytes(),
      opening: report,
    }),
    snapshot: takeSnapshot,
    signAudit: () => checkpoints.sign(),
    verify: (task, following) => verify(task, untilClosed(following)),
    backUp: (task, following) =>
      upkeep(async () => {
        const state = await alone(async () => backupState(memory, folder, engine.journal.lastSequence));
        const wish = { ...task, to: backupFolder, at: clock.now(), consoleVersion: VERSION, keep: keepBackups };
        return housekeeper.run('keep-backup', { ...state, ...wish }, untilClosed(following));
      }),
    archive: (task, following) => archive(task, untilClosed(following)),
    listBackups: () => listBackups(files, backupFolder),
    async close() {
      closing.abort();
      stopLooking();
      stopTiming();
      stopSigning();
      await alone(async () => {});
      await checkpoints.sign();
      await snapshots.take();
      await snapshots.take();
      sealed.close();
      memory.close();
      engine.journal.close();
    },
  };

  function freeBytes(): number | null {
    try {
      return files.freeBytes(folder);
    } catch {
      // A figure for a screen: its absence is shown as such.
      return null;
    }
  }

  function beforeMigration(): BackupWish {
    const passphrase = options.backupPassphrase ?? null;
    // no migration touches a sealed segment: a damaged one must not keep a newer version from opening the store
    const wish = { to: backupFolder, passphrase, withoutDamaged: true } as const;
    return { ...wish, reason: 'before-migration', at: clock.now(), consoleVersion: VERSION };
  }

  function untilClosed({ onProgress, signal }: Following = {}): Following {
    return { onProgress, signal: AbortSignal.any(signal ? [closing.signal, signal] : [closing.signal]) };
  }
}

/** Calls `run` every `ms` until the answer is called. */
function every(clock: Clock, ms: number, run: () => void): () => void {
  let stopped = false;
  let cancel = clock.after(ms, tick);
  function tick(): void {
    if (stopped) return;
    cancel = clock.after(ms, tick);
    run();
  }
  return () => {
    stopped = true;
    cancel();
  };
}
