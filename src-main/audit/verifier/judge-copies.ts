import { createHash } from 'node:crypto';
import { basename } from 'node:path';
import type { Findings } from './findings.ts';
import type { Segment } from './judge-log.ts';
import type { AuditSource } from './source.ts';

/**
 * Whether a file that bears the name a stub gives to the archived copy is that copy, byte for byte. What its records come
 * to is judged apart from this.
 */
export async function judgeCopies(
  segments: readonly Segment[],
  source: AuditSource,
  findings: Findings,
): Promise<void> {
  for (const { checkpoints, files } of segments) {
    const stubs = checkpoints.flatMap(({ archive, firstRecord }) => (archive ? [{ ...archive, firstRecord }] : []));
    for (const { file, walked } of files) {
      const named = stubs.filter((stub) => stub.file === basename(file));
      if (walked.records === 0 || named.length === 0) continue;
      const sha256 = await hashOf(file, source);
      if (named.some((stub) => stub.sha256 === sha256)) continue;
      const recordId = named[0]?.firstRecord ?? null;
      const message = 'the file is not, byte for byte, the one of which the signed stub speaks';
      findings.add({ kind: 'edited', file, line: null, recordId, message });
    }
  }
}

async function hashOf(file: string, source: AuditSource): Promise<string> {
  const hash = createHash('sha256');
  for await (const piece of source.read(file)) hash.update(piece);
  return hash.digest('hex');
}
