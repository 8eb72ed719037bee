import path from 'node:path';
import type { Actor } from '../../audit/record.ts';
import type { SigningKey } from '../../audit/signing-key.ts';
import { signStub } from '../../audit/stub.ts';
import type { Clock } from '../../clock.ts';
import { ConsoleError } from '../../errors.ts';
import type { Log } from '../../log.ts';
import { replaceFile } from '../atomic-file.ts';
import type { AuditTrail } from '../audit-trail.ts';
import { keyIdOf, type Checkpoints } from '../checkpoints/checkpoints.ts';
import type { Engine } from '../engine.ts';
import type { Files } from '../files.ts';
import type { Following } from '../housekeeping/job.ts';
import type { Housekeeper } from '../housekeeping/housekeeper.ts';
import { archivable, enterArchived } from '../repositories/archive.ts';
import { listCheckpoints, type StoredCheckpoint } from '../repositories/checkpoints.ts';
import { listSuccessions } from '../repositories/key-successions.ts';
import type { MemoryDatabase } from '../sqlite/memory-database.ts';
import type { ArchivedCopy, ArchiveJob } from './archive-segment.ts';
import { clearArchived } from './clear-archived.ts';
import { archivingCancelled, notArchived } from './failure.ts';

export interface ArchiveTask {
  /** Segments whose last record is from before this moment (wall clock, ms) are moved. */
  readonly before: number;
  /** The folder that they are moved to. */
  readonly to: string;
  /** Who asks, for the record and for the stub. */
  readonly by: Actor;
  /** As the operating system calls them, where that is all that is known. */
  readonly systemUser: string | null;
}

export interface Archived {
  readonly segments: number;
  readonly records: number;
  /** In the folder, oldest first. */
  readonly files: readonly string[];
}

export interface LocalArchiverOptions {
  readonly folder: string;
  readonly files: Files;
  readonly clock: Clock;
  readonly log: Log;
  readonly memory: MemoryDatabase;
  readonly trail: AuditTrail;
  readonly engine: Engine;
  readonly housekeeper: Housekeeper;
  readonly checkpoints: Checkpoints;
  /** Null: nothing can be signed, and so nothing is moved. */
  readonly key: SigningKey | null;
  /** Runs `work` while nothing else uses the database. */
  readonly alone: <T>(work: () => Promise<T>) => Promise<T>;
  /** Runs `work` while no other work changes the files of the folder. */
  readonly upkeep: <T>(work: () => Promise<T>) => Promise<T>;
}

type Due = Awaited<ReturnType<typeof archivable>>[number];

/**
 * Answers a function that moves old segments into the archive, one after the other: the copy is written and verified
 * there; then the stub is entered in one transaction with its audit record; only then the segment's file goes.
 *
 * @throws ConsoleError AUDIT_NOT_ARCHIVED, STORE_SEGMENT_DAMAGED, AUDIT_ARCHIVE_CANCELLED; what was moved by then stays
 *   moved, and is on record
 */
export function createLocalArchiver(options: LocalArchiverOptions) {
  const { folder, files, clock, log, memory, trail, engine, housekeeper, checkpoints, key, alone, upkeep } = options;

  async function jobFor(due: Due, to: string, signer: SigningKey): Promise<ArchiveJob> {
    const notes = (await listCheckpoints(memory.db)).filter(
      ({ segment, state }) => segment === due.segment && state === 'sealed',
    );
    const former = (await listSuccessions(memory.db)).flatMap((one) => one.old_verifier_key ?? []);
    const { first_id: firstId, last_id: lastId, sha256, root } = due;
    const proof = { root, previousHash: due.previous_hash, lastHash: due.last_hash };
    return {
      folder,
      to,
      segment: { number: due.segment, firstId, lastId, sha256, ...proof },
      log: signer.name,
      verifierKeys: [signer.verifierKey, ...former],
      notes: notes.map(({ note }) => note),
    };
  }

  function stubOf(due: Due, copy: ArchivedCopy, { to, by, systemUser }: ArchiveTask, signer: SigningKey) {
    const at = clock.now();
    const size = due.last_id - due.first_id + 1;
    const facts = { log: signer.name, segment: due.segment, size, root: due.root, firstRecord: due.first_id };
    const note = signStub(
      {
        ...facts,
        previousHash: due.previous_hash,
        lastHash: due.last_hash,
        at,
        state: 'archived',
        firstAt: due.first_at,
        lastAt: due.last_at,
        archivedAt: at,
        file: copy.file,
        folder: to,
        sha256: copy.sha256,
        by: by.username ?? systemUser ?? by.origin,
      },
      signer,
    );
    const kept = { segment: due.segment, size, state: 'archived', log: signer.name, signed_at: at, note } as const;
    return { ...kept, key_id: keyIdOf(signer) } satisfies StoredCheckpoint;
  }

  async function enter(due: Due, copy: ArchivedCopy, task: ArchiveTask, stub: StoredCheckpoint): Promise<void> {
    const { segment, first_id: first, last_id: last } = due;
    const { file, sha256 } = copy;
    const place = { folder: task.to, file, sha256 };
    const details = { segment, firstRecord: first, lastRecord: last, systemUser: task.systemUser, ...place };
    const event = { actor: task.by, action: 'audit.archive', subject: file, outcome: 'succeeded', details } as const;
    await engine.change(async ({ db }) => {
      await trail.append(db, event, stub.signed_at);
      await enterArchived(db, { segment, first_id: first, last_id: last, ...place, archived_at: stub.signed_at }, stub);
    });
  }

  async function moveOne(task: ArchiveTask, following: Following): Promise<{ file: string; records: number } | null> {
    const [due] = await alone(() => archivable(memory.db, task.before));
    if (!due) return null;
    if (key === null) throw notArchived(`segment ${due.segment}`, 'the log is not signed here', 'NO_KEY');
    const job = await alone(() => jobFor(due, task.to, key));
    if (!(await alone(async () => engine.recover()))) {
      const reason = engine.refusing?.reason ?? null;
      throw new ConsoleError('STORE_UNAVAILABLE', 'the disk takes no changes at the moment', { reason });
    }
    const copy = await housekeeper.run('archive-segment', job, following);
    const stub = stubOf(due, copy, task, key);
    await alone(() => enter(due, copy, task, stub));
    replaceFile(files, path.join(task.to, copy.file.replace(/\.jsonl$/, '.note')), [Buffer.from(stub.note)]);
    await checkpoints.witness([stub.note]);
    await alone(() => clearArchived({ db: memory.db, files, folder }));
    const records = due.last_id - due.first_id + 1;
    log.info('a segment of the audit log was archived', { segment: due.segment, records, file: copy.file });
    return { file: copy.file, records };
  }

  return async (task: ArchiveTask, { onProgress, signal }: Following): Promise<Archived> => {
    const total = (await alone(() => archivable(memory.db, task.before))).length;
    const moved: string[] = [];
    let records = 0;
    // what became old enough meanwhile is left for the next time
    while (moved.length < total) {
      if (signal?.aborted) throw archivingCancelled();
      onProgress?.({ done: moved.length, total, label: 'archive' });
      const one = await upkeep(() => moveOne(task, { signal }));
      if (one === null) break;
      moved.push(one.file);
      records += one.records;
    }
    return { segments: moved.length, records, files: moved };
  };
}
