import os from 'node:os';
import type { AuditEvent } from '../audit/record.ts';
import type { SealedSigningKey, SigningKey } from '../audit/signing-key.ts';
import type { Clock } from '../clock.ts';
import { ConsoleError } from '../errors.ts';
import type { Log } from '../log.ts';
import { unavailable } from './failure.ts';
import { diskFiles } from './files.ts';
import { lockFolder, type FolderLock } from './folder-lock.ts';
import { createLatencies, type Latencies } from './latencies.ts';
import { askWhole, type ReadArgs, type ReadName, type ReadResult } from './reads.ts';
import type { StoreHealth, StoreStatus } from './status.ts';
import type { ThreadOptions } from './thread/protocol.ts';
import { askTask, type Question } from './thread/store-thread.ts';
import { createStoreArchive, type ArchivePolicy, type StoreArchive } from './archive/store-archive.ts';
import { createStoreBackups, type StoreBackups } from './backup/store-backups.ts';
import { createStoreVerifier, type VerifyRequest } from './integrity/store-verifier.ts';
import type { VerifyReport } from './integrity/report.ts';
import { superviseStore } from './thread/supervisor.ts';
import type { FiguresArgs, FiguresName, WriteArgs, WriteName, WriteResult } from './writes.ts';

/** Asking, and nothing else. */
export interface StoreReads {
  /** One named read of what is on the disk: one consistent view, or for long pages parts of one that only grows. */
  read<N extends ReadName>(name: N, args: ReadArgs<N>): Promise<ReadResult<N>>;
}

export interface StoreWrites {
  /**
   * One whole transaction with its audit record inside; resolves only when it is on the disk. Rejects with
   * STORE_UNAVAILABLE when the disk would not take it: nothing of it is kept then, and reads go on. With
   * STORE_INTERRUPTED when the store ended meanwhile: it may or may not have been kept.
   */
  write<N extends WriteName>(name: N, args: WriteArgs<N>, event: AuditEvent): Promise<WriteResult<N>>;
}

export interface StoreFigures {
  /** As {@link StoreWrites.write}, of what nobody has done and what therefore stands in no record. */
  keep<N extends FiguresName>(name: N, args: FiguresArgs<N>): Promise<void>;
}

/**
 * Everything the console must remember. Whoever reads sees only what is on the disk; whoever has been told that a
 * write is done finds it after kill -9 and after a power cut. All failures are ConsoleErrors, and nothing waits for ever.
 */
export interface Store extends StoreReads, StoreWrites, StoreFigures {
  status(): Promise<StoreStatus>;
  /** Tells `listener` when changes begin to be refused, when they are accepted again, and when the thread is restarted. */
  onChange(listener: () => void): () => void;
  /** Tells `listener` of every event once it is on the record with its change. */
  onRecorded(listener: (event: AuditEvent) => void): () => void;
  /** What is known without asking the thread: whether changes are accepted, and if not, why. */
  readonly health: StoreHealth;
  /** Takes a snapshot now, if anything has changed; resolves when it is kept, or could not be and the log says why. */
  snapshot(): Promise<void>;
  /** Signs the audit log as it stands, if there is a key; resolves when that is kept, or the log says why it is not. */
  signAudit(): Promise<void>;
  /**
   * Verifies the database and the data folder while reads and writes go on; recorded, and the last report is kept.
   * Progress starts anew after repairs, when it is looked again.
   *
   * @throws ConsoleError VERIFY_CANCELLED at the signal and when the store is closed; STORE_UNAVAILABLE when its thread
   *   ended meanwhile
   */
  verify(request: VerifyRequest): Promise<VerifyReport>;
  readonly backups: StoreBackups;
  readonly archive: StoreArchive;
  /** Finishes what was asked before, then gives the folder free; asking twice is harmless. */
  close(): Promise<void>;
}

export type { StoreHealth, StoreStatus } from './status.ts';

export interface StoreOptions extends Omit<ThreadOptions, 'folder' | 'auditKey'> {
  /** The data folder; made when it is not there. */
  readonly dir: string;
  readonly clock: Clock;
  readonly log: Log;
  /** The key that signs the audit log's checkpoints, asked for when the folder is ours; without it nothing is signed. */
  readonly auditKey?: () => SigningKey | SealedSigningKey;
  /** When and where audit records are moved; null or absent: never. */
  readonly archive?: ArchivePolicy | null;
  /** The form in which two usernames are the same person, for a full verification; without it names are not compared. */
  readonly canonicalName?: (username: string) => string;
}

/**
 * Opens the store in a data folder, alone, in a thread of its own, and brings it to the newest schema.
 *
 * @throws ConsoleError STORE_LOCKED, STORE_DAMAGED, STORE_SCHEMA_UNKNOWN, or STORE_UNAVAILABLE when the folder cannot
 *   be read or written; nothing is changed then
 */
export async function openStore({
  dir,
  clock,
  log,
  canonicalName,
  auditKey,
  archive = null,
  ...options
}: StoreOptions): Promise<Store> {
  const lock = await lockOrExplain(dir, clock);
  const listeners = new Set<() => void>();
  const recorded = new Set<(event: AuditEvent) => void>();
  const reads = createLatencies();
  const writes = createLatencies();
  try {
    const onChange = (): void => listeners.forEach((listener) => listener());
    const key = auditKey?.();
    const signing = { auditKey: key ? inPlainData(key) : null };
    const supervisor = await superviseStore({
      opening: { folder: dir, workstation: os.hostname(), ...signing, ...options },
      clock,
      log,
      onChange,
    });
    const timed = async (latencies: Latencies, question: Question): Promise<unknown> => {
      const asked = clock.monotonic();
      const answer = await supervisor.ask(question);
      latencies.add(clock.monotonic() - asked);
      return answer;
    };
    // the change is kept: nothing that a listener does may make its asker believe otherwise
    const tell = (event: AuditEvent): void => {
      for (const listener of recorded) {
        try {
          listener(event);
        } catch (error) {
          log.error('what was recorded could not be looked at', { action: event.action, error });
        }
      }
    };
    const finish = async (): Promise<void> => {
      await supervisor.close();
      giveFree(lock, log);
    };
    let finished: Promise<void> | null = null;
    const calls: StoreReads & StoreWrites & StoreFigures = {
      read: (name, args) => askWhole(name, args, (part) => timed(reads, { kind: 'read', name, args: part })),
      async write<N extends WriteName>(name: N, args: WriteArgs<N>, event: AuditEvent) {
        const result = await timed(writes, { kind: 'write', name, args, event, at: clock.now() });
        tell(event);
        return result as WriteResult<N>;
      },
      keep: async (name, args) => void (await timed(writes, { kind: 'figures', name, args, at: clock.now() })),
    };
    const verifier = createStoreVerifier({
      store: calls,
      verify: (task, following) => askTask(supervisor, 'verify', task, following),
      clock,
      log,
      canonicalName,
    });
    return {
      ...calls,
      async status() {
        const [local, lastVerify] = await Promise.all([askTask(supervisor, 'status', null), verifier.last()]);
        const { health, restarts } = supervisor;
        return { ...local, health, restarts, reads: reads.summary(), writes: writes.summary(), lastVerify };
      },
      backups: createStoreBackups({
        store: calls,
        log,
        backUp: (task, following) => askTask(supervisor, 'backUp', task, following),
        list: () => askTask(supervisor, 'listBackups', null),
      }),
      archive: createStoreArchive({
        store: calls,
        clock,
        log,
        policy: archive,
        archive: (task, following) => askTask(supervisor, 'archive', task, following),
      }),
      verify: (request) => verifier.verify(request),
      snapshot: async () => void (await askTask(supervisor, 'snapshot', null)),
      signAudit: async () => void (await askTask(supervisor, 'signAudit', null)),
      onChange(listener) {
        listeners.add(listener);
        return () => void listeners.delete(listener);
      },
      onRecorded(listener) {
        recorded.add(listener);
        return () => void recorded.delete(listener);
      },
      get health() {
        return supervisor.health;
      },
      close: () => (finished ??= finish()),
    };
  } catch (error) {
    giveFree(lock, log);
    throw error;
  }
}

/** The key as it can cross to the thread. */
function inPlainData(key: SigningKey | SealedSigningKey): NonNullable<ThreadOptions['auditKey']> {
  return 'sealed' in key ? key : { name: key.name, pem: key.exportPem() };
}

async function lockOrExplain(dir: string, clock: Clock): Promise<FolderLock> {
  try {
    diskFiles.makeFolder(dir);
    return await lockFolder(diskFiles, clock, dir);
  } catch (error) {
    throw error instanceof ConsoleError ? error : unavailable(`the store in ${dir} cannot be opened`, error);
  }
}

/** A lock that cannot be given back is no loss: it ends with this process. */
function giveFree(lock: FolderLock, log: Log): void {
  try {
    lock.release();
  } catch (error) {
    log.warn('the data folder stays locked until this process ends', { error });
  }
}
