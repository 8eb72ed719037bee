import path from 'node:path';
import { sql } from 'kysely';
import { ConsoleError } from '../../errors.ts';
import { systemCode, type Files } from '../files.ts';
import { applyMigrations, pendingMigrations, type Migration } from '../migrate.ts';
import { lookInto, type FolderContent } from '../opening/folder-content.ts';
import { openMemoryDatabase, type MemoryDatabase } from '../sqlite/memory-database.ts';
import type { VerifyKind } from './finding.ts';

/** What is verified: one state of the database, and the files that lie around it. */
export interface Subject {
  readonly kind: VerifyKind;
  readonly files: Pick<Files, 'list' | 'read'>;
  readonly folder: string;
  /** Of the audit log; null when it is not known. */
  readonly verifierKey: string | null;
  /** Somebody else works on the folder meanwhile: what he may just be in the middle of is no finding. */
  readonly inUse: boolean;
  readonly content: FolderContent;
  /** Null when there is none that could be looked into. */
  readonly database: SubjectDatabase | null;
  /** Why there is none although there should be one. */
  readonly databaseFault: string | null;
}

export interface SubjectDatabase {
  readonly memory: MemoryDatabase;
  /** The last change that is in it. */
  readonly sequence: number;
  /** An empty database as the migrations make it, up to the step that `memory` is at; null when it is at none of ours. */
  readonly expected: MemoryDatabase | null;
  /** Why it is at none of ours. */
  readonly historyFault: string | null;
}

export interface SubjectOptions {
  readonly kind: VerifyKind;
  readonly folder: string;
  readonly inUse: boolean;
  /** A whole SQLite database; null when there is none. */
  readonly database: Uint8Array | null;
  readonly sequence: number;
  readonly verifierKey: string | null;
  readonly migrations: readonly Migration[];
}

/** Opens what is to be verified; `close` lets go of it. Changes nothing on the disk. */
export async function openSubject(
  files: Pick<Files, 'list' | 'read'>,
  { kind, folder, inUse, database, sequence, verifierKey, migrations }: SubjectOptions,
): Promise<Subject & { close(): void }> {
  const content = lookInto(files, folder);
  const subject = { kind, files, folder, inUse, content, verifierKey };
  const memory = database && (await openMemoryDatabase(database).catch(wordsOf));
  if (memory === null || typeof memory === 'string') {
    return { ...subject, database: null, databaseFault: memory, close: () => {} };
  }
  const { applied, historyFault } = await history(memory, migrations);
  const expected = applied === null ? null : await madeBy(applied);
  return {
    ...subject,
    databaseFault: null,
    database: { memory, sequence, expected, historyFault },
    close() {
      memory.close();
      expected?.close();
    },
  };
}

const wordsOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));

async function history({ db }: MemoryDatabase, migrations: readonly Migration[]) {
  try {
    const pending = await pendingMigrations(db, migrations, false);
    return { applied: migrations.slice(0, migrations.length - pending.length), historyFault: null };
  } catch (error) {
    const fault = error instanceof ConsoleError ? error.message : `it cannot be read: ${String(error)}`;
    return { applied: null, historyFault: fault };
  }
}

async function madeBy(migrations: readonly Migration[]): Promise<MemoryDatabase> {
  const database = await openMemoryDatabase(null);
  database.record();
  await applyMigrations(database.db, migrations, true, 0);
  return database;
}

/** A file of the folder; null when somebody else, who works on the folder, has removed it since it was listed. */
export function readListed({ files, folder, inUse }: Subject, name: string): Uint8Array | null {
  try {
    return files.read(path.join(folder, name));
  } catch (error) {
    if (inUse && systemCode(error) === 'ENOENT') return null;
    throw error;
  }
}

/** A column as the migrations declare it. */
export interface Column {
  readonly name: string;
  readonly type: string;
  readonly mayBeNull: boolean;
  /** Its place in the primary key, from 1; 0: not in it. */
  readonly key: number;
}

/** The tables of ours that both databases have, with their columns as the migrations declare them. */
export async function commonTables({ memory, expected }: SubjectDatabase): Promise<ReadonlyMap<string, Column[]>> {
  if (expected === null) return new Map();
  const there = await tableNames(memory);
  const ours = [...(await tableNames(expected))].filter((name) => there.has(name));
  return new Map(ours.map((name) => [name, columnsOf(expected, name)]));
}

async function tableNames({ db }: MemoryDatabase): Promise<Set<string>> {
  const query = sql<{ name: string }>`
    SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite\\_%' ESCAPE '\\'`;
  return new Set((await query.execute(db)).rows.map(({ name }) => name));
}

export function columnsOf({ exec }: MemoryDatabase, table: string): Column[] {
  return exec(`PRAGMA table_info(${quoted(table)})`).map(({ name, type, notnull, pk }) => ({
    name: String(name),
    type: String(type),
    mayBeNull: notnull === 0 && pk === 0,
    key: Number(pk),
  }));
}

/** An SQL expression for a record's key, as one text. */
export function keyOf(columns: readonly Column[]): string {
  const key = columns.filter((column) => column.key > 0).toSorted((one, other) => one.key - other.key);
  return key.map(({ name }) => `coalesce(CAST(${quoted(name)} AS TEXT), '?')`).join(` || ' ' || `) || `''`;
}

export const quoted = (name: string): string => `"${name.replaceAll('"', '""')}"`;
