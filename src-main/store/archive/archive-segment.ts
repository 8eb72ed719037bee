import { createHash } from 'node:crypto';
import path from 'node:path';
import { verifyCheckpoint, type Checkpoint } from '../../audit/checkpoint.ts';
import { verifyAudit } from '../../audit/verifier/verify.ts';
import { ConsoleError } from '../../errors.ts';
import { replaceFile } from '../atomic-file.ts';
import { systemCode, type Files } from '../files.ts';
import type { JobContext } from '../housekeeping/job.ts';
import { readSealed, type NamedSegment } from '../segments/read-sealed.ts';
import { openMemoryDatabase } from '../sqlite/memory-database.ts';
import { archivingCancelled, asNotArchived, notArchived } from './failure.ts';
import { segmentText, type SegmentFacts } from './segment-text.ts';

/** One sealed segment to be copied into the archive. */
export interface ArchiveJob {
  /** The data folder. */
  readonly folder: string;
  /** Where the copy goes; made when it is not there. */
  readonly to: string;
  readonly segment: NamedSegment & SegmentFacts & { readonly number: number };
  readonly log: string;
  /** Those that may have signed the log, the present one first. */
  readonly verifierKeys: readonly string[];
  /** The checkpoints of the segment as complete. */
  readonly notes: readonly string[];
}

export interface ArchivedCopy {
  /** Its name, in the folder for it. */
  readonly file: string;
  /** Of its bytes, hexadecimal. */
  readonly sha256: string;
  readonly bytes: number;
}

/**
 * Proves a sealed segment (its file, every record, chain, root, and a checkpoint whose signature is good), writes it
 * into the archive as an export of one segment, and has the copy verified there by the verifier that shares no code
 * with what wrote it. Takes nothing away, and puts nothing in the place of another file: the same segment always
 * becomes the same bytes, and of two with one name the second gets a name of its own.
 *
 * @throws ConsoleError AUDIT_NOT_ARCHIVED, STORE_SEGMENT_DAMAGED, AUDIT_ARCHIVE_CANCELLED: there may be a copy then,
 *   and the segment stays where it was
 */
export async function archiveSegment({ files, signal }: JobContext, job: ArchiveJob): Promise<ArchivedCopy> {
  const { to, segment, log, verifierKeys } = job;
  const name = archiveName(log, segment.number);
  if (signal.aborted) throw archivingCancelled();
  try {
    const signed = signedAs(job, name);
    const content = await contentOf(files, job, signed);
    if (signal.aborted) throw archivingCancelled();
    const sha256 = createHash('sha256').update(content).digest('hex');
    const file = keep(files, to, name, content);
    await proveCopy(files, path.join(to, file), segment, verifierKeys);
    return { file, sha256, bytes: content.length };
  } catch (error) {
    throw asNotArchived(name, error);
  }
}

/** `LOG-segment-NUMBER.jsonl`: one folder may serve several consoles. */
function archiveName(log: string, segment: number): string {
  return `${log.replaceAll(/[^A-Za-z0-9.-]/g, '_')}-segment-${String(segment).padStart(6, '0')}.jsonl`;
}

/** The genuine checkpoints that say of the segment what it says of itself; at least one. */
function signedAs({ segment, notes, verifierKeys }: ArchiveJob, file: string): Checkpoint & { notes: string[] } {
  const genuine = notes.flatMap((note) => {
    const checkpoint = genuineBy(note, verifierKeys);
    return checkpoint && fits(checkpoint, segment) ? [{ checkpoint, note }] : [];
  });
  const last = genuine.at(-1);
  if (!last) throw notArchived(file, 'no genuine checkpoint says that it is complete', 'NOT_SIGNED');
  return { ...last.checkpoint, notes: genuine.map(({ note }) => note) };
}

function genuineBy(note: string, verifierKeys: readonly string[]): Checkpoint | null {
  for (const key of verifierKeys) {
    try {
      return verifyCheckpoint(note, key);
    } catch (error) {
      if (!(error instanceof ConsoleError)) throw error;
    }
  }
  return null;
}

function fits(checkpoint: Checkpoint, segment: ArchiveJob['segment']): boolean {
  const { firstId, lastId, root, previousHash, lastHash } = segment;
  return (
    checkpoint.state === 'sealed' &&
    checkpoint.segment === segment.number &&
    checkpoint.firstRecord === firstId &&
    checkpoint.size === lastId - firstId + 1 &&
    checkpoint.root === root &&
    checkpoint.previousHash === previousHash &&
    checkpoint.lastHash === lastHash
  );
}

async function contentOf(
  files: Files,
  { folder, segment, log, verifierKeys }: ArchiveJob,
  { at: signedAt, notes }: ReturnType<typeof signedAs>,
): Promise<Buffer> {
  const { firstId, lastId, sha256 } = segment;
  const database = await openMemoryDatabase(readSealed(files, folder, { firstId, lastId, sha256 }).database);
  try {
    const words = { log, verifierKey: verifierKeys[0] ?? '', signedAt, notes };
    return Buffer.concat([...segmentText(database, segment, words)].map((piece) => Buffer.from(piece)));
  } finally {
    database.close();
  }
}

/** Writes the content under the name, or under the next one that is free; answers which. */
function keep(files: Files, to: string, name: string, content: Buffer): string {
  files.makeFolder(to);
  for (let number = 1; ; number++) {
    const file = number === 1 ? name : name.replace(/\.jsonl$/, `-${number}.jsonl`);
    const place = path.join(to, file);
    const there = readIfThere(files, place);
    if (there && !content.equals(there)) continue;
    if (!there) {
      replaceFile(files, place, [content], (temporary) => {
        if (!content.equals(files.read(temporary)))
          throw notArchived(file, 'the disk does not give back what it was given', 'READ_BACK');
      });
    }
    return file;
  }
}

function readIfThere(files: Files, file: string): Uint8Array | null {
  try {
    return files.read(file);
  } catch (error) {
    if (systemCode(error) === 'ENOENT') return null;
    throw error;
  }
}

async function proveCopy(files: Files, file: string, segment: SegmentFacts, keys: readonly string[]): Promise<void> {
  const content = files.read(file);
  const source = {
    isFolder: async () => false,
    list: async () => [],
    size: async () => content.length,
    read: async function* () {
      yield content;
    },
  };
  const { ok, records, findings } = await verifyAudit(file, { keys, source });
  if (ok && records === segment.lastId - segment.firstId + 1) return;
  throw notArchived(path.basename(file), findings[0]?.message ?? `it holds ${records} records`, 'READ_BACK');
}
