import { systemCode } from '../files.ts';
import { isForgettable } from '../integrity/repairable.ts';
import { readCheckLine } from '../integrity/sqlite-words.ts';
import { openMemoryDatabase, type MemoryDatabase, type MemoryDatabaseOptions } from '../sqlite/memory-database.ts';

export interface SoundOptions extends MemoryDatabaseOptions {
  /**
   * Take a database whose only faults have a safe repair (integrity/repairs.ts): whoever asks carries it out next. Not
   * to be asked for before it is known that nothing without faults is there.
   */
  readonly acceptRepairable?: boolean;
}

/**
 * Opens a database (null: an empty one), has SQLite check it, and lets `work` bring it up to date; answers in words when
 * it is none, or not sound. What is replayed onto a sound one is SQLite's own work, so it is not gone through again: the
 * verification right after the start does. Throws only what the system says of the files that `work` reads.
 */
export async function soundDatabase<T>(
  bytes: Uint8Array | null,
  options: SoundOptions,
  work: (memory: MemoryDatabase) => T,
): Promise<{ readonly memory: MemoryDatabase; readonly done: T } | string> {
  let memory: MemoryDatabase | null = null;
  try {
    memory = await openMemoryDatabase(bytes, options);
    const fault = faultIn(memory, options);
    if (fault === null) return { memory, done: work(memory) };
    memory.close();
    return fault;
  } catch (error) {
    memory?.close();
    if (systemCode(error) !== null) throw error;
    return error instanceof Error ? error.message : String(error);
  }
}

/** What SQLite's own checks say first, null when they are content. */
function faultIn(memory: MemoryDatabase, { acceptRepairable = false }: SoundOptions): string | null {
  const lines = memory
    .exec(`PRAGMA quick_check(${acceptRepairable ? 1000 : 1})`)
    .map((row) => String(row['quick_check']));
  const check = lines.find((line) => line !== 'ok' && !(acceptRepairable && readCheckLine(line).about === 'index'));
  if (check !== undefined) return check;
  const orphan = memory
    .exec('PRAGMA foreign_key_check')
    .find(({ table, parent }) => !(acceptRepairable && isForgettable(String(table), String(parent))));
  return orphan
    ? `a row of ${String(orphan['table'])} refers to one of ${String(orphan['parent'])} that is not there`
    : null;
}
