import path from 'node:path';
import { TEMPORARY_ENDING } from '../../atomic-file.ts';
import { noteName, noteRange } from '../../checkpoints/checkpoint-files.ts';
import { listIfThere } from '../../opening/folder-content.ts';
import type { Schema } from '../../schema.ts';
import { SEGMENTS_FOLDER, segmentName, segmentRange } from '../../segments/segment-file.ts';
import type { Check, Step } from '../check.ts';
import { found, type Finding } from '../finding.ts';
import type { Subject } from '../subject.ts';
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
    return segments === null ? [] : [() => look(subject, segments)];
  },
};

function look({ files, folder, inUse }: Subject, segments: readonly Schema['segments'][]): Finding[] {
  const ranges = segments.map((one) => ({ firstId: one.first_id, lastId: one.last_id }));
  const named = new Set([...ranges.map(segmentName), ...ranges.map(noteName)]);
  const sealedUpTo = segments.at(-1)?.last_id ?? 0;
  const findings: Finding[] = [];
  for (const name of listIfThere(files, path.join(folder, SEGMENTS_FOLDER))) {
    // what is being prepared is replaced when it is prepared again
    if (named.has(name) || name.endsWith(TEMPORARY_ENDING)) continue;
    const range = segmentRange(name) ?? noteRange(name);
    const record = `${SEGMENTS_FOLDER}/${name}`;
    if (range === null) findings.push(found('unnamed-files', 'the file is not one of the console’s', { record }));
    // a segment's file is there before the database names it
    else if (!inUse || range.firstId <= sealedUpTo) findings.push(unnamed(record));
  }
  return findings;
}

function unnamed(record: string): Finding {
  const words = 'the database names no such segment';
  return found('unnamed-files', words, { table: 'audit_records', record, repair: 'set-segment-aside' });
}
