import type { Check, Step } from '../check.ts';
import { found, type Finding } from '../finding.ts';
import { listSegments } from '../../repositories/segments.ts';
import type { Schema } from '../../schema.ts';
import { commonTables, type Subject } from '../subject.ts';

/** The sealed segments begin with record 1, and each begins where the one before it ends. */
export const segmentChain: Check = {
  name: 'segment-chain',
  quick: true,
  async plan(subject): Promise<Step[]> {
    const segments = await namedSegments(subject);
    return segments === null ? [] : [() => gapsAndOverlaps(segments)];
  },
};

/** The segments that the database names, oldest first; null when it cannot name any. */
export async function namedSegments({ database }: Subject): Promise<Schema['segments'][] | null> {
  if (!database || !(await commonTables(database)).has('segments')) return null;
  return listSegments(database.memory.db);
}

function gapsAndOverlaps(segments: readonly Schema['segments'][]): Finding[] {
  const findings: Finding[] = [];
  let last = 0;
  for (const { first_id: first, last_id } of segments) {
    const facts = { table: 'segments', record: `audit_records ${first}` };
    if (first > last + 1)
      findings.push(found('segment-chain', `the records ${last + 1} to ${first - 1} are in no segment`, facts));
    if (first <= last)
      findings.push(found('segment-chain', `the records ${first} to ${last} are in two segments`, facts));
    last = Math.max(last, last_id);
  }
  return findings;
}
