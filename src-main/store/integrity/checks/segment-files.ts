import path from 'node:path';
import { systemCode } from '../../files.ts';
import { listIfThere } from '../../opening/folder-content.ts';
import type { Schema } from '../../schema.ts';
import { readSegment, SEGMENTS_FOLDER, segmentName } from '../../segments/segment-file.ts';
import { openMemoryDatabase, type MemoryDatabase } from '../../sqlite/memory-database.ts';
import type { Check, Step } from '../check.ts';
import { found, type Finding } from '../finding.ts';
import { commonTables, type Subject } from '../subject.ts';
import { archivedIds } from './archive.ts';
import { wrongInSegment } from './audit-proof.ts';
import { namedSegments } from './segment-chain.ts';

/** Every segment that the database names is there; in a full verification also: it is what was sealed, record by record. */
export const segmentFiles: Check = {
  name: 'segment-files',
  quick: true,
  async plan(subject): Promise<Step[]> {
    const named = (await namedSegments(subject)) ?? [];
    const archived = await archivedIn(subject);
    const segments = named.filter(({ first_id: firstId }) => !archived.has(firstId));
    if (subject.kind === 'full') return segments.map((segment) => () => readThrough(subject, segment));
    return [() => missing(subject, segments)];
  },
};

/** Their files are in the archive, and a stub is here in the place of each. */
async function archivedIn({ database }: Subject): Promise<ReadonlySet<number>> {
  const known = database && (await commonTables(database)).has('archived_segments');
  return known ? archivedIds(database.memory.db) : new Set();
}

const nameOf = ({ first_id, last_id }: Schema['segments']): string =>
  segmentName({ firstId: first_id, lastId: last_id });

function fault(segment: Schema['segments'], words: string): Finding[] {
  return [found('segment-files', words, { table: segment.table_name, record: nameOf(segment) })];
}

function missing({ files, folder }: Subject, segments: readonly Schema['segments'][]): Finding[] {
  const there = new Set(listIfThere(files, path.join(folder, SEGMENTS_FOLDER)));
  return segments
    .filter((segment) => !there.has(nameOf(segment)))
    .flatMap((segment) => fault(segment, 'it is missing'));
}

async function readThrough({ files, folder }: Subject, segment: Schema['segments']): Promise<Finding[]> {
  const range = { firstId: segment.first_id, lastId: segment.last_id };
  let bytes: Uint8Array;
  try {
    bytes = files.read(path.join(folder, SEGMENTS_FOLDER, nameOf(segment)));
  } catch (error) {
    return fault(segment, systemCode(error) === 'ENOENT' ? 'it is missing' : `it cannot be read: ${String(error)}`);
  }
  const sealed = readSegment(bytes, range, segment.sha256);
  if (typeof sealed === 'string') return fault(segment, sealed);
  const database = await openMemoryDatabase(sealed.database);
  try {
    const { root, previous_hash: previousHash, last_hash: lastHash } = segment;
    const words =
      wrongWithin(database, segment) ?? (await wrongInSegment(database.db, { root, previousHash, lastHash }));
    return words === null ? [] : fault(segment, words);
  } finally {
    database.close();
  }
}

function wrongWithin({ exec }: MemoryDatabase, segment: Schema['segments']): string | null {
  const check = String(exec('PRAGMA integrity_check(1)')[0]?.['integrity_check']);
  if (check !== 'ok') return check;
  const [span] = exec(
    `SELECT count(*) AS count, min(id) AS first, max(id) AS last, min(at) AS firstAt, max(at) AS lastAt FROM audit_records`,
  );
  const { first_id: first, last_id: last, first_at: firstAt, last_at: lastAt } = segment;
  if (span?.['first'] !== first || span['last'] !== last || span['count'] !== last - first + 1)
    return `it does not hold exactly the records ${first} to ${last}`;
  return span['firstAt'] === firstAt && span['lastAt'] === lastAt
    ? null
    : 'its records are of another time than was noted';
}
