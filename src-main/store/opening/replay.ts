import path from 'node:path';
import type { Files } from '../files.ts';
import { journalName } from '../journal/journal.ts';
import { scanJournal, type JournalScan } from '../journal/scan.ts';
import type { MemoryDatabase } from '../sqlite/memory-database.ts';
import type { Damage } from './damage.ts';
import type { FolderContent } from './folder-content.ts';
import { lastKnown } from './last-known.ts';

/** The journal that goes on from here, and how far it is whole. */
export interface OpenEnd extends Pick<JournalScan, 'wholeBytes' | 'lastSequence' | 'unproven' | 'fileBytes'> {
  readonly base: number;
  /** Bytes of a write that never finished, to be cut off. */
  readonly tornBytes: number;
}

/** A state of the database: everything up to the change `sequence`, made at `at` (wall clock, ms; null: not known). */
export interface State {
  readonly sequence: number;
  readonly at: number | null;
}

export interface Replay {
  readonly reached: State;
  /** Null when not even the first journal can be used. */
  readonly openEnd: OpenEnd | null;
  readonly damage: Damage | null;
}

/** Applies to `memory`, which is in the state `from`, every journal that follows, one after the other. */
export function replayJournals(files: Files, content: FolderContent, memory: MemoryDatabase, from: State): Replay {
  const { folder, journals } = content;
  let reached = from;
  let openEnd: OpenEnd | null = null;
  const stop = (base: number, finding: string): Replay => {
    const lost = lastKnown(files, content, reached.sequence);
    const whole = { wholeUntil: reached.sequence, wholeUntilAt: reached.at };
    const missing = { lostUntil: lost?.sequence ?? null, lostUntilAt: lost?.at ?? null };
    return { reached, openEnd, damage: { file: journalName(base), finding, ...whole, ...missing } };
  };

  for (const base of journals.filter((one) => one >= from.sequence)) {
    const bytes = Buffer.from(files.read(path.join(folder, journalName(base))));
    // made for a snapshot that then could not be begun: the journal before it went on
    if (bytes.length === 0 && base < reached.sequence) continue;
    if (base !== reached.sequence && openEnd === null) break;
    if (base !== reached.sequence) return stop(base, `the journal before it ends at change ${reached.sequence}`);
    const scan = applied(memory, bytes, base);
    if (typeof scan === 'string') return stop(base, scan);
    const { wholeBytes, lastSequence, unproven, fileBytes, end } = scan;
    reached = { sequence: lastSequence, at: scan.lastAt ?? reached.at };
    const tornBytes = end.kind === 'torn' ? end.bytes : 0;
    openEnd = { base, wholeBytes, lastSequence, unproven, fileBytes, tornBytes };
    if (end.kind === 'damaged') return stop(base, 'it is damaged in its middle');
  }
  if (openEnd === null) return stop(from.sequence, 'it is missing');
  // no snapshot is kept before the journal that follows it: without one, nobody knows what came after
  const newest = content.snapshots[0] ?? 0;
  return openEnd.base < newest ? stop(newest, 'it is missing') : { reached, openEnd, damage: null };
}

/** Applies one journal, all of it or nothing; in words why it could not be. */
function applied(memory: MemoryDatabase, bytes: Buffer, base: number): JournalScan | string {
  let applying = base;
  // each of them was met when the change was made, and looking again takes a third of the time
  memory.exec('PRAGMA ignore_check_constraints = ON');
  memory.control('BEGIN');
  try {
    const scan = scanJournal(bytes, base, ({ sequence, statements }) => {
      applying = sequence;
      for (const statement of statements) memory.replay(statement);
    });
    memory.control('COMMIT');
    return scan;
  } catch (error) {
    memory.control('ROLLBACK');
    return `its change ${applying} does not fit the database: ${error instanceof Error ? error.message : String(error)}`;
  } finally {
    memory.exec('PRAGMA ignore_check_constraints = OFF');
  }
}
