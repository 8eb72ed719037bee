import type { Checkpoint } from '../../audit/checkpoint.ts';
import { appendLeaves, EMPTY_FRONTIER, rootOf, type Frontier, type Hash } from '../../audit/merkle.ts';
import { GENESIS_HASH } from '../../audit/chain.ts';
import { listSegments } from '../repositories/segments.ts';
import type { Db } from '../schema.ts';

/** A segment of the log as a checkpoint says it. */
export type SegmentState = Omit<Checkpoint, 'log' | 'at'>;

/** Looks at a log again and again, and reads only what has come since. */
export interface LogStates {
  /**
   * Every segment from `from` on: those in files, those in the database that are complete, and the one that grows, when
   * it has a record. Nothing may change meanwhile.
   */
  look(db: Db, from: number): Promise<SegmentState[]>;
}

/** @param rows records in a segment */
export function createLogStates(rows: number): LogStates {
  /** The last segment in the database that was looked at, as far as it was then. */
  let known: (Omit<SegmentState, 'root' | 'state'> & { readonly frontier: Frontier }) | null = null;

  async function grown(db: Db, segment: number, firstRecord: number, previousHash: Hash): Promise<SegmentState | null> {
    const same = known?.segment === segment && known.firstRecord === firstRecord ? known : null;
    const before = same?.frontier ?? EMPTY_FRONTIER;
    const hashes = await db
      .selectFrom('audit_records')
      .select('hash')
      .where('id', '>=', firstRecord + before.size)
      .where('id', '<', firstRecord + rows)
      .orderBy('id')
      .execute();
    const frontier = appendLeaves(
      before,
      hashes.map(({ hash }) => hash),
    );
    if (frontier.size === 0) return null;
    const lastHash = hashes.at(-1)?.hash ?? same?.lastHash ?? previousHash;
    const facts = { segment, size: frontier.size, firstRecord, previousHash, lastHash };
    known = { ...facts, frontier };
    return { ...facts, root: rootOf(frontier), state: frontier.size === rows ? 'sealed' : 'open' };
  }

  return {
    async look(db, from) {
      const sealed = (await listSegments(db)).map((row, index) => inFile(row, index + 1));
      const states: SegmentState[] = sealed.filter(({ segment }) => segment >= from);
      let last = sealed.at(-1) ?? null;
      for (;;) {
        const first = last === null ? 1 : last.firstRecord + last.size;
        const next = await grown(db, (last?.segment ?? 0) + 1, first, last?.lastHash ?? GENESIS_HASH);
        if (next === null) return states;
        if (next.segment >= from) states.push(next);
        if (next.state === 'open') return states;
        last = next;
      }
    },
  };
}

type SegmentRow = Awaited<ReturnType<typeof listSegments>>[number];

/** @param segment its number, from 1 */
export function inFile(row: SegmentRow, segment: number): SegmentState {
  return {
    segment,
    size: row.last_id - row.first_id + 1,
    root: row.root,
    firstRecord: row.first_id,
    previousHash: row.previous_hash,
    lastHash: row.last_hash,
    state: 'sealed',
  };
}
