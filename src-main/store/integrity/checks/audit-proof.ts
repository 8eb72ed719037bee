import { GENESIS_HASH, isUntouched } from '../../../audit/chain.ts';
import { parseCheckpoint, type Checkpoint } from '../../../audit/checkpoint.ts';
import { appendLeaves, EMPTY_FRONTIER, rootOf, type Hash } from '../../../audit/merkle.ts';
import { textOf } from '../../../audit/signed-note.ts';
import { inFile, type SegmentState } from '../../checkpoints/log-state.ts';
import { chainedOf, type AuditRow } from '../../repositories/audit-row.ts';
import { listCheckpoints, type StoredCheckpoint } from '../../repositories/checkpoints.ts';
import { listSegments } from '../../repositories/segments.ts';
import type { Db } from '../../schema.ts';
import type { Check, Step } from '../check.ts';
import { found, type Finding } from '../finding.ts';
import { commonTables } from '../subject.ts';
import { knownKeys, openedNote, type KnownKeys } from './known-keys.ts';

/**
 * Every audit record in the database is the one that was recorded, and follows the one before it; every checkpoint is
 * genuine, and says of the log what the log says of itself. The records in segments are read with their files.
 */
export const auditProof: Check = {
  name: 'audit-proof',
  quick: true,
  async plan({ database, verifierKey }): Promise<Step[]> {
    const tables = database && (await commonTables(database));
    if (!database || !tables?.has('audit_checkpoints')) return [];
    const { db } = database.memory;
    const keys = await knownKeys(db, verifierKey, tables.has('audit_key_successions'));
    return [() => look(db, keys)];
  },
};

const fault = (record: string | number, words: string): Finding =>
  found('audit-proof', words, { table: 'audit_records', record: String(record) });
const faultOf = ({ segment, size }: Pick<Checkpoint, 'segment' | 'size'>, words: string): Finding =>
  found('audit-proof', words, { table: 'audit_checkpoints', record: `${segment}/${size}` });

async function look(db: Db, keys: KnownKeys): Promise<Finding[]> {
  const findings: Finding[] = [];
  const segments = (await listSegments(db)).map((row, index) => inFile(row, index + 1));
  for (const [index, { segment, previousHash, firstRecord }] of segments.entries()) {
    const before = segments[index - 1]?.lastHash ?? GENESIS_HASH;
    if (previousHash !== before)
      findings.push(fault(firstRecord, `segment ${segment} does not follow the one before it`));
  }
  const notes = (await listCheckpoints(db)).filter(({ key_id: id }) => !keys.lost.has(id));
  const opened = notes.flatMap((stored) => {
    const checkpoint = openedBy(stored, keys);
    if (typeof checkpoint === 'string') findings.push(faultOf(stored, checkpoint));
    return typeof checkpoint === 'string' ? [] : [checkpoint];
  });
  for (const checkpoint of opened) {
    const state = segments[checkpoint.segment - 1];
    if (state && !agrees(state, checkpoint))
      findings.push(faultOf(checkpoint, `segment ${checkpoint.segment} is not the one that was signed`));
  }
  const open = opened.filter(({ segment }) => segment > segments.length);
  findings.push(...(await walk(db, segments.at(-1) ?? null, open)));
  return findings;
}

/** The checkpoint of a note, or in words why it is none. */
function openedBy(stored: StoredCheckpoint, keys: KnownKeys): Checkpoint | string {
  const wrong = openedNote(stored.note, keys);
  if (wrong !== null) return keys.keys.length === 0 ? wrong : `the checkpoint is not genuine: ${wrong}`;
  try {
    const checkpoint = parseCheckpoint(textOf(stored.note));
    if (checkpoint.log !== stored.log) return 'the checkpoint is not genuine: it speaks for another log';
    const same = checkpoint.segment === stored.segment && checkpoint.size === stored.size;
    return same ? checkpoint : 'the checkpoint is kept in the place of another one';
  } catch (error) {
    return `the checkpoint is not genuine: ${error instanceof Error ? error.message : String(error)}`;
  }
}

function agrees(state: SegmentState, checkpoint: Checkpoint): boolean {
  // one from before the segment was complete went when it was: what is left says all of it
  return (['size', 'root', 'firstRecord', 'previousHash', 'lastHash'] as const).every(
    (fact) => state[fact] === checkpoint[fact],
  );
}

const AT_ONCE = 1000;

/** The records behind `id` in their order, some at a time: a log of many years fits into no memory. */
async function* pagesAfter(db: Db, id: number): AsyncGenerator<readonly AuditRow[], void, undefined> {
  for (let last = id; ;) {
    const rows = await db
      .selectFrom('audit_records')
      .selectAll()
      .where('id', '>', last)
      .orderBy('id')
      .limit(AT_ONCE)
      .execute();
    const end = rows.at(-1);
    if (end === undefined) return;
    yield rows;
    last = end.id;
  }
}

/** Goes through the records in the database, from the last sealed one on, and past every checkpoint. */
async function walk(db: Db, sealed: SegmentState | null, checkpoints: readonly Checkpoint[]): Promise<Finding[]> {
  const findings: Finding[] = [];
  let previous: Hash = sealed?.lastHash ?? GENESIS_HASH;
  let id = sealed === null ? 0 : sealed.firstRecord + sealed.size - 1;
  let frontier = EMPTY_FRONTIER;
  for await (const rows of pagesAfter(db, id)) {
    for (const row of rows) {
      if (checkpoints.some(({ firstRecord }) => firstRecord === row.id)) frontier = EMPTY_FRONTIER;
      findings.push(...wrongWith(row, previous));
      ({ id, hash: previous } = row);
      frontier = appendLeaves(frontier, [row.hash]);
      for (const checkpoint of checkpoints.filter(({ firstRecord, size }) => firstRecord + size - 1 === row.id)) {
        if (checkpoint.root !== rootOf(frontier) || checkpoint.lastHash !== row.hash)
          findings.push(faultOf(checkpoint, 'the records up to here are not those that were signed'));
      }
    }
  }
  for (const checkpoint of checkpoints) {
    const last = checkpoint.firstRecord + checkpoint.size - 1;
    if (last > id) findings.push(fault(id + 1, `the log ends before the record ${last}, which was signed`));
  }
  return findings;
}

function wrongWith(row: AuditRow, previous: Hash): Finding[] {
  const findings: Finding[] = [];
  if (!isUntouched(chainedOf(row))) findings.push(fault(row.id, 'the record is not what was recorded'));
  if (row.previous_hash !== previous) findings.push(fault(row.id, 'the record does not follow the one before it'));
  return findings;
}

/** What is wrong with the records of a segment's own database, in words; null: nothing. */
export async function wrongInSegment(db: Db, state: Pick<SegmentState, 'root' | 'previousHash' | 'lastHash'>) {
  let previous = state.previousHash;
  let frontier = EMPTY_FRONTIER;
  for await (const rows of pagesAfter(db, 0)) {
    for (const row of rows) {
      const [wrong] = wrongWith(row, previous);
      if (wrong) return `record ${row.id}: ${wrong.finding}`;
      previous = row.hash;
    }
    frontier = appendLeaves(
      frontier,
      rows.map(({ hash }) => hash),
    );
  }
  return previous === state.lastHash && rootOf(frontier) === state.root
    ? null
    : 'its records are not those that were sealed';
}
