import path from 'node:path';
import { ConsoleError } from '../../errors.ts';
import type { Files } from '../files.ts';
import { begunSwap } from '../restore/swap.ts';
import { isForgettable } from '../integrity/repairable.ts';
import { readCheckLine } from '../integrity/sqlite-words.ts';
import { readSnapshot, snapshotName, type Snapshot } from '../snapshot/snapshot-file.ts';
import { openMemoryDatabase, type MemoryDatabase, type MemoryDatabaseOptions } from '../sqlite/memory-database.ts';
import { damaged, NOTHING, type Damage, type Finding } from './damage.ts';
import { FIRST_VERSION_FILE, lookInto, type FolderContent } from './folder-content.ts';
import { readFirstVersion } from './first-version.ts';
import { replayJournals, type OpenEnd, type State } from './replay.ts';

/** The database as the disk holds it. Nothing on the disk has been changed by finding it. */
export interface Recovered extends FolderContent {
  readonly memory: MemoryDatabase;
  /** Nothing of a store was there. */
  readonly fresh: boolean;
  readonly reached: State;
  /** The snapshot it rests on; null when everything comes from journals, or nothing was there. */
  readonly snapshot: Omit<Snapshot, 'database'> | null;
  readonly openEnd: OpenEnd | null;
  /** Snapshots that could not be used. */
  readonly findings: readonly Finding[];
  /** What was lost, by leave of whoever asked for `acceptLoss`. */
  readonly damage: Damage | null;
}

export interface RecoverOptions extends MemoryDatabaseOptions {
  /** Take what is whole and do without the rest: a person has been told what will be missing, and wants that. */
  readonly acceptLoss?: boolean;
  /**
   * Take a database whose only faults have a safe repair (integrity/repairs.ts): whoever asks carries it out next. Not
   * to be asked for before it is known that nothing without faults is there.
   */
  readonly acceptRepairable?: boolean;
}

/**
 * Reads the newest state that is whole: the newest good snapshot and every journal after it. A snapshot that is damaged
 * is passed over for the one before it, whose journals are kept for that.
 *
 * @throws ConsoleError STORE_DAMAGED when changes that had been acknowledged cannot be read, saying which
 */
export async function recover(files: Files, folder: string, options: RecoverOptions = {}): Promise<Recovered> {
  if (begunSwap(files, folder)) {
    throw new ConsoleError(
      'STORE_UNAVAILABLE',
      `a restore into ${folder} was interrupted: start the console to finish it`,
      {
        reason: 'RESTORE_UNFINISHED',
      },
    );
  }
  const content = lookInto(files, folder);
  const findings: Finding[] = [];
  const start = async (snapshot: Snapshot | null): Promise<Recovered | null> => {
    const memory = await openSound(snapshot?.database ?? null, options);
    if (typeof memory === 'string') {
      findings.push({ file: snapshotName(snapshot?.sequence ?? 0), finding: memory });
      return null;
    }
    const from = { sequence: snapshot?.sequence ?? 0, at: snapshot?.at ?? null };
    const replay = replayJournals(files, folder, content.journals, memory, from);
    if (replay.damage && !options.acceptLoss) {
      memory.close();
      throw damaged(folder, replay.damage);
    }
    const facts = snapshot && { sequence: snapshot.sequence, at: snapshot.at };
    // not one change was ever accepted: whoever began here was interrupted at once
    const fresh = snapshot === null && replay.reached.sequence === 0;
    return { ...content, ...replay, memory, fresh, snapshot: facts, findings };
  };

  for (const sequence of content.snapshots) {
    const file = snapshotName(sequence);
    const snapshot = readSnapshot(files.read(path.join(folder, file)));
    if (typeof snapshot === 'string') findings.push({ file, finding: snapshot });
    else {
      const recovered = await start(snapshot);
      if (recovered) return recovered;
    }
  }
  const first = content.firstVersion && content.snapshots.length === 0 ? readFirstVersion(files, folder) : null;
  if (content.journals[0] === 0 && first === null) {
    const recovered = await start(null);
    if (recovered) return recovered;
  }
  const damage = first === null ? nothingWhole(content, findings) : null;
  if (damage && !options.acceptLoss) throw damaged(folder, damage);
  const memory = await openSound(first, options);
  if (typeof memory === 'string') throw damaged(folder, { ...NOTHING, file: FIRST_VERSION_FILE, finding: memory });
  return {
    ...content,
    memory,
    fresh: first === null,
    reached: { sequence: 0, at: null },
    snapshot: null,
    openEnd: null,
    findings,
    damage,
  };
}

/** Everything is lost; null when there was nothing to lose. */
function nothingWhole(content: FolderContent, findings: readonly Finding[]): Damage | null {
  const { snapshots, journals, usedBefore } = content;
  if (snapshots.length === 0 && journals.length === 0 && !usedBefore) return null;
  const [first] = findings;
  return {
    ...NOTHING,
    file: first?.file ?? snapshotName(0),
    finding: first?.finding ?? 'the snapshots are missing',
    lostUntil: Math.max(0, ...snapshots, ...journals) || null,
  };
}

/**
 * The database in `bytes`, or what SQLite's own checks say first. They look at it before the journals do: what does not
 * fit a faulty database may fit the one before it, and what is replayed onto a sound one is SQLite's own work.
 */
async function openSound(bytes: Uint8Array | null, options: RecoverOptions): Promise<MemoryDatabase | string> {
  let memory: MemoryDatabase | null = null;
  try {
    memory = await openMemoryDatabase(bytes, options);
    const fault = firstFault(memory, options);
    if (fault === null) return memory;
    memory.close();
    return fault;
  } catch (error) {
    // where its own pages contradict each other SQLite stops at once
    memory?.close();
    return error instanceof Error ? error.message : String(error);
  }
}

function firstFault(memory: MemoryDatabase, { acceptRepairable = false }: RecoverOptions): string | null {
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
