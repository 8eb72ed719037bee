import { ConsoleError } from '../../errors.ts';
import type { Files } from '../files.ts';
import { begunSwap } from '../restore/swap.ts';
import { snapshotName, type Snapshot } from '../snapshot/snapshot-file.ts';
import { openMemoryDatabase, type MemoryDatabase } from '../sqlite/memory-database.ts';
import { damaged, NOTHING, type Damage, type Finding } from './damage.ts';
import { firstVersionIn, readFirstVersion, STRANGER, type FirstVersion } from './first-version.ts';
import { FIRST_VERSION_FILE, lookInto, type FolderContent } from './folder-content.ts';
import { lastKnown } from './last-known.ts';
import { replayJournals, type OpenEnd, type State } from './replay.ts';
import { soundDatabase, type SoundOptions } from './sound-database.ts';
import { startsIn, type Search, type Start } from './starts.ts';

/** A state that was found, and what it rests on. */
interface Found {
  readonly memory: MemoryDatabase;
  /** Nothing of a store was there. */
  readonly fresh: boolean;
  readonly reached: State;
  /** The snapshot it rests on; null when everything comes from journals, or nothing was there. */
  readonly snapshot: Omit<Snapshot, 'database'> | null;
  readonly openEnd: OpenEnd | null;
  /** What was lost, by leave of whoever asked for `acceptLoss`. */
  readonly damage: Damage | null;
}

/** The database as the disk holds it. Nothing on the disk has been changed by finding it. */
export interface Recovered extends Found, FolderContent {
  /** What the file of the first version is to this store. */
  readonly takeover: FirstVersion;
  /** Files that could not be used. */
  readonly findings: readonly Finding[];
}

export interface RecoverOptions extends SoundOptions {
  /** Take what is whole and do without the rest: a person has been told what will be missing, and wants that. */
  readonly acceptLoss?: boolean;
}

/**
 * Reads the newest state that is whole: the newest good snapshot and every journal after it. A snapshot that is damaged
 * is passed over for the one before it, whose journals are kept for that.
 *
 * @throws ConsoleError STORE_DAMAGED when changes that had been acknowledged cannot be read, saying which; the system's
 *   error when the folder cannot be read
 */
export async function recover(files: Files, folder: string, options: RecoverOptions = {}): Promise<Recovered> {
  if (begunSwap(files, folder)) {
    const message = `a restore into ${folder} was interrupted: start the console to finish it`;
    throw new ConsoleError('STORE_UNAVAILABLE', message, { reason: 'RESTORE_UNFINISHED' });
  }
  const content = lookInto(files, folder);
  const takeover = firstVersionIn(files, content);
  const search: Search = { files, content, findings: takeover === 'stranger' ? [STRANGER] : [], unreadable: null };
  const found = takeover === 'new' ? await fromFirstVersion(search, options) : await furthest(search, options);
  const damage = found ? found.damage : nothingWhole(search);
  if (damage && !options.acceptLoss) {
    found?.memory.close();
    throw search.unreadable ?? damaged(folder, damage);
  }
  const { findings } = search;
  if (found) return { ...content, takeover, findings, ...found };
  const memory = await openMemoryDatabase(null, options);
  // a first version that could not be read is set aside, and no more to this store than a stranger's
  const unread = takeover === 'new' ? 'stranger' : takeover;
  return { ...content, takeover: unread, findings, ...BEGINNING, memory, fresh: true, damage };
}

/** The state that is whole, else the one that reaches furthest, of equals the one on the newest snapshot. */
async function furthest(search: Search, options: RecoverOptions): Promise<Found | null> {
  let best: { readonly file: string; readonly found: Found } | null = null;
  for (const start of startsIn(search)) {
    const found = await through(search, start, options);
    if (found === null) continue;
    if (best !== null && found.damage && found.reached.sequence <= best.found.reached.sequence) {
      found.memory.close();
      continue;
    }
    if (best !== null) {
      best.found.memory.close();
      const reason = best.found.damage?.finding ?? '';
      search.findings.push({ file: best.file, finding: `its journals cannot be read with it: ${reason}` });
    }
    best = { file: start.file, found };
    if (found.damage === null) break;
  }
  return best === null ? null : best.found;
}

/** From a snapshot, or from nothing, through the journals that follow; null when that leads to no sound database. */
async function through(search: Search, { file, snapshot }: Start, options: RecoverOptions): Promise<Found | null> {
  const { files, content, findings } = search;
  const from = { sequence: snapshot?.sequence ?? 0, at: snapshot?.at ?? null };
  const sound = await soundDatabase(snapshot?.database ?? null, options, (memory) =>
    replayJournals(files, content, memory, from),
  );
  if (typeof sound === 'string') {
    findings.push({ file, finding: sound });
    return null;
  }
  const { memory, done: replay } = sound;
  // not one change was ever accepted: whoever began here was interrupted at once
  const fresh = snapshot === null && replay.reached.sequence === 0;
  const facts = snapshot && { sequence: snapshot.sequence, at: snapshot.at };
  if (!fresh || !content.usedBefore) return { ...replay, memory, fresh, snapshot: facts };
  memory.close();
  return null;
}

async function fromFirstVersion({ files, content, findings }: Search, options: RecoverOptions): Promise<Found | null> {
  const bytes = readFirstVersion(files, content.folder);
  const sound = typeof bytes === 'string' ? bytes : await soundDatabase(bytes, options, () => undefined);
  if (typeof sound !== 'string') return { ...BEGINNING, memory: sound.memory, fresh: false };
  findings.push({ file: FIRST_VERSION_FILE, finding: sound });
  return null;
}

/** Before the first change. */
const BEGINNING = { reached: { sequence: 0, at: null }, snapshot: null, openEnd: null, damage: null } as const;

/** Everything is lost; null when there was nothing to lose. */
function nothingWhole(search: Search): Damage | null {
  const { content, findings } = search;
  const [first] = findings;
  const { snapshots, journals, firstVersion, usedBefore } = content;
  if (snapshots.length === 0 && journals.length === 0 && !firstVersion && !usedBefore) return null;
  const lost = lastKnown(search.files, content, 0);
  return {
    ...NOTHING,
    file: first?.file ?? snapshotName(journals[0] ?? 0),
    finding: first?.finding ?? 'it is missing, and so are all other snapshots',
    lostUntil: lost?.sequence ?? null,
    lostUntilAt: lost?.at ?? null,
  };
}
