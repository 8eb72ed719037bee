import type { StoreReads } from '../../store/store.ts';
import type { ChainedRecord } from '../chain.ts';
import { parseCheckpoint, type Checkpoint } from '../checkpoint.ts';
import { inclusionPath, proveInclusion, type InclusionEvidence } from '../inclusion.ts';
import { createMerkleTree } from '../merkle-tree.ts';
import type { RecordContent } from '../record-content.ts';
import { textOf } from '../signed-note.ts';
import type { Outcome } from '../record.ts';
import type { ProvenRecord } from './json-lines.ts';

/** What is to be exported; what is absent does not matter. */
export interface Selection {
  /** Wall clock, ms: not before this moment. */
  readonly from?: number | undefined;
  /** Wall clock, ms: before this moment. */
  readonly to?: number | undefined;
  /** A username or the id of an account. */
  readonly actor?: string | undefined;
  readonly action?: string | undefined;
  readonly robot?: string | undefined;
  readonly outcome?: Outcome | undefined;
  /** Of records about a robot, those about these only. */
  readonly robots?: readonly string[] | undefined;
}

/** A checkpoint with the note that proves it. */
export interface SignedCheckpoint {
  readonly checkpoint: Checkpoint;
  readonly note: string;
}

/** The selection in words, for the header of an export; null when nothing is left out. */
export function inWords({ from, to, robots, ...rest }: Selection): string | null {
  const moments = [
    ...(from === undefined ? [] : [`from ${new Date(from).toISOString()}`]),
    ...(to === undefined ? [] : [`before ${new Date(to).toISOString()}`]),
  ];
  const facts = Object.entries(rest).flatMap(([name, value]) => (value === undefined ? [] : [`${name} ${value}`]));
  const limits = robots === undefined ? [] : [`of robots only ${robots.join(' ') || 'none'}`];
  return [...moments, ...facts, ...limits].join(', ') || null;
}

function isSelected({ at, actor, ...record }: RecordContent, wanted: Selection): boolean {
  if (at < (wanted.from ?? -Infinity) || at >= (wanted.to ?? Infinity)) return false;
  if (wanted.actor !== undefined && wanted.actor !== actor.username && wanted.actor !== actor.userId) return false;
  if (wanted.robots !== undefined && record.robot !== null && !wanted.robots.includes(record.robot)) return false;
  return (['action', 'robot', 'outcome'] as const).every(
    (fact) => wanted[fact] === undefined || wanted[fact] === record[fact],
  );
}

/** Of each segment the checkpoint that covers most of it, oldest segment first. */
export function furthest(notes: readonly string[]): SignedCheckpoint[] {
  const bySegment = new Map<number, SignedCheckpoint>();
  for (const note of notes) {
    const checkpoint = parseCheckpoint(textOf(note));
    const other = bySegment.get(checkpoint.segment);
    if (!other || other.checkpoint.size <= checkpoint.size) bySegment.set(checkpoint.segment, { checkpoint, note });
  }
  return [...bySegment.values()].toSorted((one, next) => one.checkpoint.segment - next.checkpoint.segment);
}

/** Which checkpoints are about records that are not in the archive. */
export const isHere =
  (archivedUpTo: number | null) =>
  ({ checkpoint }: SignedCheckpoint): boolean =>
    checkpoint.firstRecord > (archivedUpTo ?? 0);

/** The records that are selected, each with its proof, in order of their ids; one segment at a time is in memory. */
export async function* selectedRecords(
  store: StoreReads,
  signed: readonly SignedCheckpoint[],
  wanted: Selection,
): AsyncGenerator<ProvenRecord, void, undefined> {
  for (const { checkpoint } of signed) {
    const records = await recordsOf(store, checkpoint);
    const tree = createMerkleTree(records.map(({ hash }) => hash));
    for (const chained of records) {
      if (!isSelected(chained.record, wanted)) continue;
      yield { chained, proof: inclusionPath(chained.record.id, checkpoint, tree) };
    }
  }
}

/** The proof of one record; null when no checkpoint covers it (yet). */
export async function evidenceFor(
  store: StoreReads,
  signed: readonly SignedCheckpoint[],
  id: number,
): Promise<InclusionEvidence | null> {
  const covering = signed.find(({ checkpoint: { firstRecord, size } }) => id >= firstRecord && id < firstRecord + size);
  if (!covering) return null;
  const records = await recordsOf(store, covering.checkpoint);
  const chained = records[id - covering.checkpoint.firstRecord];
  if (!chained) return null;
  return proveInclusion(chained, covering, createMerkleTree(records.map(({ hash }) => hash)));
}

const AT_ONCE = 1000;

/** Every record that a checkpoint covers; fewer where they are not there any more. */
export async function recordsOf(
  store: StoreReads,
  { firstRecord, size }: Pick<Checkpoint, 'firstRecord' | 'size'>,
): Promise<ChainedRecord[]> {
  const records: ChainedRecord[] = [];
  const end = firstRecord + size;
  for (let firstId = firstRecord; firstId < end; firstId += AT_ONCE) {
    const lastId = Math.min(end, firstId + AT_ONCE) - 1;
    records.push(...(await store.read('audit.range', { firstId, lastId })));
  }
  return records;
}
