import { textOf } from '../../../audit/signed-note.ts';
import { parseStub, type Stub } from '../../../audit/stub.ts';
import { listArchived, type ArchivedSegment } from '../../repositories/archive.ts';
import { listStubs } from '../../repositories/checkpoints.ts';
import type { Db, Schema } from '../../schema.ts';
import type { Check, Step } from '../check.ts';
import { found, type Finding } from '../finding.ts';
import { commonTables } from '../subject.ts';
import { knownKeys, openedNote, type KnownKeys } from './known-keys.ts';
import { namedSegments } from './segment-chain.ts';

/**
 * Every segment whose records were moved into the archive has left a genuine stub that says what the log says of it; the
 * archived ones are the oldest, without a gap. What is in the archive itself is verified with its files.
 */
export const archive: Check = {
  name: 'archive',
  quick: true,
  async plan(subject): Promise<Step[]> {
    const { database, verifierKey } = subject;
    const segments = await namedSegments(subject);
    if (!database || !segments || !(await commonTables(database)).has('archived_segments')) return [];
    const { db } = database.memory;
    return [async () => look(db, segments, await knownKeys(db, verifierKey))];
  },
};

const fault = ({ segment }: Pick<ArchivedSegment, 'segment'>, words: string): Finding =>
  found('archive', words, { table: 'archived_segments', record: String(segment) });

/** The first ids of the segments whose files are here no more. */
export async function archivedIds(db: Db): Promise<ReadonlySet<number>> {
  return new Set((await listArchived(db)).map(({ first_id: firstId }) => firstId));
}

async function look(db: Db, segments: readonly Schema['segments'][], keys: KnownKeys): Promise<Finding[]> {
  const stubs = await listStubs(db);
  const archived = await listArchived(db);
  const findings = archived.flatMap((one, index) => {
    if (one.segment !== index + 1) return [fault(one, `the archived segment ${index + 1} is not named`)];
    const segment = segments[index];
    const named = segment?.first_id === one.first_id && segment.last_id === one.last_id;
    if (!named) return [fault(one, 'it is not a segment of the log')];
    const mine = stubs.filter((stub) => stub.segment === one.segment);
    if (mine.length === 0) return [fault(one, 'no stub stands in its place')];
    return mine.flatMap(({ note }) => {
      const stub = stubIn(note, keys);
      if (typeof stub === 'string') return [fault(one, stub)];
      return agrees(stub, segment, one) ? [] : [fault(one, 'its stub says something else than the log')];
    });
  });
  const last = archived.length;
  const strays = stubs.filter(({ segment }) => segment > last);
  return [...findings, ...strays.map((stub) => fault(stub, 'there is a stub of a segment that is not in the archive'))];
}

function stubIn(note: string, keys: KnownKeys): Stub | string {
  const wrong = openedNote(note, keys);
  if (wrong !== null) return `its stub is not genuine: ${wrong}`;
  try {
    return parseStub(textOf(note));
  } catch {
    return 'its stub has not the form of one';
  }
}

function agrees(stub: Stub, segment: Schema['segments'], archived: ArchivedSegment): boolean {
  const said = [stub.segment, stub.firstRecord, stub.size, stub.root, stub.previousHash, stub.lastHash];
  const size = segment.last_id - segment.first_id + 1;
  const kept = [archived.segment, segment.first_id, size, segment.root, segment.previous_hash, segment.last_hash];
  const place = stub.file === archived.file && stub.folder === archived.folder && stub.sha256 === archived.sha256;
  return place && said.every((fact, index) => fact === kept[index]);
}
