import path from 'node:path';
import type { AuditEvent } from '../audit/record.ts';
import type { Clock } from '../clock.ts';
import { ConsoleError } from '../errors.ts';
import type { Log } from '../log.ts';
import { temporaryName } from './atomic-file.ts';
import { commitQueue } from './commit-queue.ts';
import { openDatabase } from './database.ts';
import { unavailable } from './failure.ts';
import { diskFiles, type Files } from './files.ts';
import { lockFolder, type FolderLock } from './folder-lock.ts';
import { migrate } from './migrate.ts';
import { migrations } from './migrations/all.ts';
import { runRead, type ReadArgs, type ReadName, type ReadResult } from './reads.ts';
import { runWrite, type WriteArgs, type WriteName, type WriteResult } from './writes.ts';

/**
 * Everything the console must remember. Whoever reads sees only what is on the disk; whoever has been told that a
 * write is done finds it after kill -9 and after a power cut. All failures are ConsoleErrors.
 */
export interface Store {
  /** One named read, one consistent view. */
  read<N extends ReadName>(name: N, args: ReadArgs<N>): Promise<ReadResult<N>>;
  /**
   * One whole transaction with its audit record inside; resolves only when it is on the disk. Rejects with
   * STORE_UNAVAILABLE when the disk would not take it: nothing of it is visible then, and reads go on.
   */
  write<N extends WriteName>(name: N, args: WriteArgs<N>, event: AuditEvent): Promise<WriteResult<N>>;
  /** Finishes what was asked before, then gives the folder free; asking twice is harmless. */
  close(): Promise<void>;
}

export interface StoreOptions {
  /** The data folder; made when it is not there. */
  readonly dir: string;
  readonly clock: Clock;
  readonly log: Log;
  readonly files?: Files;
}

/** The database's name in the data folder. */
export const DATABASE_FILE = 'console.db';

/**
 * Opens the store in a data folder, alone, and brings it to the newest schema.
 *
 * @throws ConsoleError STORE_LOCKED, STORE_DAMAGED, STORE_SCHEMA_UNKNOWN, or STORE_UNAVAILABLE when the folder cannot
 *   be read or written; nothing is changed then
 */
export async function openStore(options: StoreOptions): Promise<Store> {
  try {
    return await openLocked(options);
  } catch (error) {
    throw error instanceof ConsoleError ? error : unavailable(`the store in ${options.dir} cannot be opened`, error);
  }
}

async function openLocked({ dir, clock, log, files = diskFiles }: StoreOptions): Promise<Store> {
  await files.makeFolder(dir);
  const lock = await lockFolder(files, clock, dir);
  try {
    const file = path.join(dir, DATABASE_FILE);
    await files.remove(temporaryName(file));
    const database = await openDatabase(files, file);
    const steps = await migrate(database.db, migrations, database.fresh, clock.now());
    if (steps > 0) await database.save();
    log.info('store opened', { file, fresh: database.fresh, migrationsApplied: steps });

    const queue = commitQueue(database, log);
    const finish = async (): Promise<void> => {
      await queue.close();
      await giveFree(lock, log);
    };
    let finished: Promise<void> | null = null;
    return {
      read: (name, args) => queue.read((db) => runRead(db, name, args)),
      write: (name, args, event) => queue.write((db) => runWrite(db, name, args, event, clock.now())),
      close: () => (finished ??= finish()),
    };
  } catch (error) {
    await giveFree(lock, log);
    throw error;
  }
}

/** A lock that cannot be given back is no loss: it ends with this process. */
async function giveFree(lock: FolderLock, log: Log): Promise<void> {
  try {
    await lock.release();
  } catch (error) {
    log.warn('the data folder stays locked until this process ends', { error });
  }
}
