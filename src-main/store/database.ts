import { Kysely } from 'kysely';
import type { Database } from 'sql.js';
import initSqlJs from 'sql.js/dist/sql-wasm-inline.js';
import { ConsoleError } from '../errors.ts';
import { replaceFile } from './atomic-file.ts';
import { systemCode, type Files } from './files.ts';
import type { Schema } from './schema.ts';
import { sqlJsDialect } from './sqljs-dialect.ts';

/** The database in memory and the file that it must equal whenever somebody has been told "done". */
export interface SavedDatabase {
  readonly db: Kysely<Schema>;
  /** There was no file: the database is empty and nothing is on the disk until the first `save`. */
  readonly fresh: boolean;
  /** Resolves when the file holds what memory holds, safe from a power cut. */
  save(): Promise<void>;
  /**
   * Takes memory back to what was saved last, then puts the file back too, as a save that failed at its very last step
   * has replaced it. Rejects when the file could not be put back; memory is right even then.
   */
  revert(): Promise<void>;
  close(): void;
}

/**
 * Opens the database in `file`, which need not exist.
 *
 * @throws ConsoleError STORE_DAMAGED when the file is there but is not a whole SQLite database
 */
export async function openDatabase(files: Files, file: string): Promise<SavedDatabase> {
  const sqlJs = await initSqlJs();
  const load = (bytes: Uint8Array | null): { memory: Database; db: Kysely<Schema> } => {
    const memory = new sqlJs.Database(bytes);
    memory.exec(PRAGMAS);
    return { memory, db: new Kysely<Schema>({ dialect: sqlJsDialect(memory) }) };
  };

  let saved = await readWhole(files, file, sqlJs.Database);
  let current = load(saved);
  return {
    get db() {
      return current.db;
    },
    fresh: saved === null,
    async save() {
      const bytes = current.memory.export();
      await replaceFile(files, file, bytes);
      saved = bytes;
    },
    async revert() {
      current.memory.close();
      current = load(saved);
      if (saved) await replaceFile(files, file, saved);
    },
    close: () => current.memory.close(),
  };
}

/**
 * Memory needs no protection from a power cut, only from itself: journal_mode keeps rollback working, the rest are
 * SQLite's own recommendations for data that somebody else may have touched. recursive_triggers lets the triggers that
 * protect the audit records see the deletion hidden in a REPLACE.
 */
export const PRAGMAS = `
  PRAGMA journal_mode = MEMORY;
  PRAGMA synchronous = OFF;
  PRAGMA foreign_keys = ON;
  PRAGMA recursive_triggers = ON;
  PRAGMA trusted_schema = OFF;
`;

/** https://www.sqlite.org/fileformat2.html#magic_header_string */
const MAGIC = 'SQLite format 3\0';

/** The file's bytes, null when there is no file. */
async function readWhole(
  files: Files,
  file: string,
  Database: new (bytes: Uint8Array) => Database,
): Promise<Uint8Array | null> {
  let bytes: Uint8Array;
  try {
    bytes = await files.read(file);
  } catch (error) {
    if (systemCode(error) === 'ENOENT') return null;
    throw error;
  }
  if (new TextDecoder('latin1').decode(bytes.subarray(0, MAGIC.length)) !== MAGIC) {
    throw damaged(file, 'it does not begin like an SQLite database');
  }
  const finding = integrityFinding(new Database(bytes));
  if (finding !== 'ok') throw damaged(file, finding);
  return bytes;
}

/** What SQLite's integrity check says first: 'ok' when the database is whole. */
function integrityFinding(database: Database): string {
  try {
    return String(database.exec('PRAGMA integrity_check(1)')[0]?.values[0]?.[0]);
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  } finally {
    database.close();
  }
}

function damaged(file: string, finding: string): ConsoleError {
  return new ConsoleError('STORE_DAMAGED', `${file} is not a whole database: ${finding}`, { file, finding });
}
