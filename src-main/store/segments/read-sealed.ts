import path from 'node:path';
import { ConsoleError } from '../../errors.ts';
import { systemCode, type Files } from '../files.ts';
import { readSegment, SEGMENTS_FOLDER, segmentName, type SegmentRange } from './segment-file.ts';

/** A segment as the database names it. */
export interface NamedSegment extends SegmentRange {
  /** Of its file, hexadecimal. */
  readonly sha256: string;
}

/**
 * The file of a segment, and the database in it.
 *
 * @param folder the data folder
 * @throws ConsoleError STORE_SEGMENT_DAMAGED when it is missing or is not what was sealed
 */
export function readSealed(
  files: Pick<Files, 'read'>,
  folder: string,
  { sha256, ...range }: NamedSegment,
): { readonly bytes: Uint8Array; readonly database: Uint8Array } {
  const bytes = readFile(files, folder, range);
  const segment = readSegment(bytes, range, sha256);
  if (typeof segment === 'string') throw segmentDamaged(range, segment);
  return { bytes, database: segment.database };
}

function readFile(files: Pick<Files, 'read'>, folder: string, range: SegmentRange): Uint8Array {
  try {
    return files.read(path.join(folder, SEGMENTS_FOLDER, segmentName(range)));
  } catch (error) {
    throw segmentDamaged(range, systemCode(error) === 'ENOENT' ? 'it is missing' : String(error), error);
  }
}

function segmentDamaged(range: SegmentRange, finding: string, cause?: unknown): ConsoleError {
  const file = segmentName(range);
  const message = `the records ${range.firstId} to ${range.lastId} in ${file} cannot be read: ${finding}`;
  return new ConsoleError('STORE_SEGMENT_DAMAGED', message, { file, finding, ...range }, cause);
}
