import path from 'node:path';
import { replaceFile } from '../atomic-file.ts';
import type { Files } from '../files.ts';
import { footerOf, openSealed, sealOf } from '../sealed-file.ts';

/** Records of one table, from the first id to the last, that have left the database for good. */
export interface SegmentRange {
  readonly firstId: number;
  readonly lastId: number;
}

/** The folder, below the data folder, where segments lie. */
export const SEGMENTS_FOLDER = 'segments';

const MAGIC = 'RCSEGM01';
const NAME = /^audit-(\d{12})-(\d{12})\.db$/;
const digits = (id: number): string => String(id).padStart(12, '0');

export const segmentName = ({ firstId, lastId }: SegmentRange): string =>
  `audit-${digits(firstId)}-${digits(lastId)}.db`;

/** Whether this is the name of a segment: `audit-FIRST-LAST.db`, twelve digits each, FIRST <= LAST. */
export const isSegmentName = (name: string): boolean => segmentRange(name) !== null;

/** The records in the segment with this file name; null when it is no name of one. */
export function segmentRange(name: string): SegmentRange | null {
  const [, first = '', last = ''] = NAME.exec(name) ?? [];
  return first !== '' && first <= last ? { firstId: Number(first), lastId: Number(last) } : null;
}

/** Writes a segment and answers its checksum, hexadecimal; when it returns, the file is on the disk, whole. */
export function writeSegment(files: Files, folder: string, range: SegmentRange, database: Uint8Array): string {
  const footer = footerOf({ magic: MAGIC, facts: [range.firstId, range.lastId], database });
  const inFolder = path.join(folder, SEGMENTS_FOLDER);
  files.makeFolder(inFolder);
  files.syncFolder(folder);
  replaceFile(files, path.join(inFolder, segmentName(range)), [database, footer]);
  return sealOf(footer);
}

/** The database of the segment in the bytes of a file, or in words what is wrong with them. */
export function readSegment(
  bytes: Uint8Array,
  range: SegmentRange,
  sha256: string,
): { readonly database: Uint8Array } | string {
  const sealed = openSealed(bytes, MAGIC);
  if (typeof sealed === 'string') return sealed;
  if (sealed.facts[0] !== range.firstId || sealed.facts[1] !== range.lastId) return 'it holds other records';
  if (sealOf(Buffer.from(bytes.subarray(sealed.database.length))) !== sha256)
    return 'it is not the one that was sealed';
  return { database: sealed.database };
}
