import { isUntouched } from '../../audit/chain.ts';
import { checkpointLine, headerLine, recordLine } from '../../audit/export/lines.ts';
import { appendLeaves, EMPTY_FRONTIER, rootOf, type Hash } from '../../audit/merkle.ts';
import { chainedOf, type AuditRow } from '../repositories/audit-row.ts';
import type { MemoryDatabase } from '../sqlite/memory-database.ts';

/** What a segment's records must come to. */
export interface SegmentFacts {
  readonly firstId: number;
  readonly lastId: number;
  readonly root: Hash;
  readonly previousHash: Hash;
  readonly lastHash: Hash;
}

export interface SegmentWords {
  readonly log: string;
  readonly verifierKey: string;
  /** Wall clock, ms: when it was signed as complete, so that the same segment always becomes the same file. */
  readonly signedAt: number;
  /** The checkpoints that say so. */
  readonly notes: readonly string[];
}

const AT_ONCE = 1000;

/**
 * The records of a segment's own database as an export of one segment (docs/audit-log-format.md), a piece at a time,
 * each record proven on the way.
 *
 * @throws Error when the records are not exactly those that `facts` say
 */
export function* segmentText(
  { exec }: Pick<MemoryDatabase, 'exec'>,
  facts: SegmentFacts,
  { log, verifierKey, signedAt, notes }: SegmentWords,
): Generator<string, void> {
  yield headerLine({ content: 'segment', log, exportedAt: signedAt, exportedBy: null, verifierKey, filter: null });
  let { previousHash: previous } = facts;
  let frontier = EMPTY_FRONTIER;
  for (let firstId = facts.firstId; firstId <= facts.lastId; firstId += AT_ONCE) {
    const lastId = Math.min(facts.lastId, firstId + AT_ONCE - 1);
    const rows = exec(`SELECT * FROM audit_records WHERE id BETWEEN ${firstId} AND ${lastId} ORDER BY id`);
    const records = rows.map((row) => chainedOf(row as unknown as AuditRow));
    for (const [index, chained] of records.entries()) {
      if (chained.record.id !== firstId + index) throw new Error(`the record ${firstId + index} is missing`);
      if (!isUntouched(chained)) throw new Error(`the record ${chained.record.id} is not what was recorded`);
      if (chained.previousHash !== previous) throw new Error(`the record ${chained.record.id} follows another`);
      previous = chained.hash;
    }
    frontier = appendLeaves(
      frontier,
      records.map(({ hash }) => hash),
    );
    yield records.map(recordLine).join('');
  }
  const whole = frontier.size === facts.lastId - facts.firstId + 1;
  if (!whole || previous !== facts.lastHash || rootOf(frontier) !== facts.root) {
    throw new Error('its records are not those that were sealed');
  }
  yield notes.map(checkpointLine).join('');
}
