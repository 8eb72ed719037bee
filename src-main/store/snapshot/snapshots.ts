import type { Clock } from '../../clock.ts';
import type { Log } from '../../log.ts';
import type { Engine } from '../engine.ts';
import type { Files } from '../files.ts';
import type { Housekeeper } from '../housekeeping/housekeeper.ts';
import type { SealedRange, SnapshotDone } from '../housekeeping/keep-snapshot.ts';
import { createJournal } from '../journal/journal.ts';
import { enterSegment, hotRange } from '../repositories/segments.ts';
import type { SegmentRange } from '../segments/segment-file.ts';
import type { MemoryDatabase } from '../sqlite/memory-database.ts';

/** When snapshots are taken. */
export interface SnapshotPolicy {
  /** Once the journals since the last one are longer than this, bytes: it bounds how long the next opening takes. */
  readonly afterBytes: number;
  /** Once the last one is older than this, ms, and something has changed. */
  readonly afterMs: number;
  /** But never sooner than this after the last attempt, ms. */
  readonly notBeforeMs: number;
  /** Audit records in a sealed segment; as many again stay in the database, and at most about twice as many. */
  readonly segmentRows: number;
}

export const SNAPSHOT_POLICY: SnapshotPolicy = {
  afterBytes: 64 * 1024 * 1024,
  afterMs: 15 * 60_000,
  notBeforeMs: 10_000,
  segmentRows: 10_000,
};

export interface LastSnapshot {
  readonly sequence: number;
  /** Wall clock, ms. */
  readonly at: number;
  /** Null when it was not taken by this process. */
  readonly bytes: number | null;
  readonly tookMs: number | null;
}

export interface Snapshots {
  readonly last: LastSnapshot | null;
  /** Why the newest attempt failed; null when it did not. */
  readonly failure: string | null;
  /** Whether one is due. */
  due(): boolean;
  /** Takes one if anything has changed since the last; resolves when it is kept, or has failed and been logged. */
  take(): Promise<void>;
}

export interface SnapshotsOptions {
  readonly folder: string;
  readonly files: Files;
  readonly clock: Clock;
  readonly log: Log;
  readonly policy: SnapshotPolicy;
  readonly memory: MemoryDatabase;
  readonly engine: Engine;
  readonly housekeeper: Housekeeper;
  readonly last: LastSnapshot | null;
  /** Runs `work` while nothing else uses the database. */
  readonly alone: <T>(work: () => Promise<T>) => Promise<T>;
  /** Runs `work` while no other work changes the files of the folder. */
  readonly upkeep: <T>(work: () => Promise<T>) => Promise<T>;
}

/** The state goes into a file of its own while changes go on into a new journal: nobody waits but for the copy. */
export async function createSnapshots(options: SnapshotsOptions): Promise<Snapshots> {
  const { folder, files, clock, log, policy, memory, engine, housekeeper, alone, upkeep } = options;
  let last = options.last;
  let failure: string | null = null;
  let lastAttempt = clock.monotonic();
  let taking: Promise<void> | null = null;
  let hot = await hotRange(memory.db);
  let commitsThen = engine.counts.commits;
  /** Bytes in full journals that no snapshot holds: attempts that failed have left them behind. */
  let behind = 0;

  /** Every change leaves one audit record: counting them in the database would cost more than they do. */
  const hotRows = (): number => (hot ? hot.lastId - hot.firstId + 1 : 0) + engine.counts.commits - commitsThen;

  /** Exports the state and lets changes go on in the next journal; null when there is nothing new. */
  async function begin() {
    const sequence = engine.journal.lastSequence;
    if (engine.refusing || sequence === (last?.sequence ?? 0)) return null;
    hot = await hotRange(memory.db);
    commitsThen = engine.counts.commits;
    const seal = sealable(hot, policy.segmentRows);
    // a journal without a single change already follows this very state
    if (engine.journal.bytes > 0) {
      const full = engine.journal;
      engine.journal = createJournal(files, folder, sequence);
      behind += full.bytes;
      // last: closing may report a failure, and has closed even then
      full.close();
    }
    return { folder, sequence, at: clock.now(), database: memory.export(), seal };
  }

  async function attempt(): Promise<void> {
    lastAttempt = clock.monotonic();
    try {
      const job = await alone(begin);
      if (job === null) return;
      const { sequence, at } = job;
      const done = await housekeeper.run('keep-snapshot', job);
      last = { sequence, at, bytes: done.bytes, tookMs: clock.monotonic() - lastAttempt };
      failure = null;
      behind = 0;
      await enter(done);
      log.info('snapshot kept', { ...last, sealed: done.sealed.length });
    } catch (error) {
      failure = error instanceof Error ? error.message : String(error);
      log.error('no snapshot could be taken; the journal keeps everything meanwhile', { error: failure });
    }
  }

  async function enter({ sealed }: SnapshotDone): Promise<void> {
    for (const range of sealed) {
      await alone(() => engine.change(({ db }) => enterSegment(db, segmentRow(range, clock.now()))));
      hot = hot && { ...hot, firstId: range.lastId + 1 };
    }
  }

  return {
    get last() {
      return last;
    },
    get failure() {
      return failure;
    },
    due() {
      const waited = clock.monotonic() - lastAttempt;
      if (taking || waited < policy.notBeforeMs) return false;
      const tooLong = behind + engine.journal.bytes > policy.afterBytes;
      return tooLong || waited > policy.afterMs || hotRows() >= 2 * policy.segmentRows;
    },
    async take() {
      taking ??= upkeep(attempt).finally(() => (taking = null));
      await taking;
    },
  };
}

/** The ranges that may leave a database that holds `hot`: whole segments, with one segment's worth staying behind. */
function sealable(hot: SegmentRange | null, rows: number): SegmentRange[] {
  const ranges: SegmentRange[] = [];
  if (!hot) return ranges;
  for (let firstId = hot.firstId; hot.lastId - firstId + 1 >= 2 * rows; firstId += rows) {
    ranges.push({ firstId, lastId: firstId + rows - 1 });
  }
  return ranges;
}

function segmentRow({ firstId, lastId, firstAt, lastAt, sha256, ...proof }: SealedRange, sealedAt: number) {
  return {
    table_name: 'audit_records' as const,
    first_id: firstId,
    last_id: lastId,
    first_at: firstAt,
    last_at: lastAt,
    sha256,
    root: proof.root,
    previous_hash: proof.previousHash,
    last_hash: proof.lastHash,
    sealed_at: sealedAt,
  };
}
