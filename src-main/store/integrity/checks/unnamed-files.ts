import path from 'node:path';
import { TEMPORARY_ENDING } from '../../atomic-file.ts';
import { noteName } from '../../checkpoints/checkpoint-files.ts';
import { listIfThere } from '../../opening/folder-content.ts';
import { isSegmentName, SEGMENTS_FOLDER, segmentName } from '../../segments/segment-file.ts';
import type { Check, Step } from '../check.ts';
import { found, type Finding } from '../finding.ts';
import { namedSegments } from './segment-chain.ts';

/**
 * No file lies among the segments that the database does not name. One that does is left from a snapshot that was
 * interrupted (its records are still in the database), or did not come from this console.
 */
export const unnamedFiles: Check = {
  name: 'unnamed-files',
  quick: true,
  async plan(subject): Promise<Step[]> {
    const segments = await namedSegments(subject);
    if (segments === null) return [];
    const ranges = segments.map((one) => ({ firstId: one.first_id, lastId: one.last_id }));
    const named = new Set([...ranges.map(segmentName), ...ranges.map(noteName)]);
    return [
      () =>
        listIfThere(subject.files, path.join(subject.folder, SEGMENTS_FOLDER)).flatMap((name) => fault(name, named)),
    ];
  },
};

function fault(name: string, named: ReadonlySet<string>): Finding[] {
  // what is being prepared is replaced when it is prepared again
  if (named.has(name) || name.endsWith(TEMPORARY_ENDING)) return [];
  const record = `${SEGMENTS_FOLDER}/${name}`;
  if (!isSegmentName(name)) return [found('unnamed-files', 'the file is not one of the console’s', { record })];
  const words = 'the database names no such segment';
  return [found('unnamed-files', words, { table: 'audit_records', record, repair: 'set-segment-aside' })];
}
