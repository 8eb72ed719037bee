import type { Findings } from './findings.ts';
import { readVerifierKey } from './note.ts';
import { relateKeys } from './successions.ts';
import type { Survey, TrustedKeys } from './survey.ts';

export interface Reliance extends TrustedKeys {
  readonly trust: 'given' | 'stated';
}

/**
 * The keys to rely on: those that were given, else the one that the first file names. A file that names another one is
 * told of.
 *
 * @throws TypeError when a given key is none
 */
export function relyOnKeys(
  given: readonly string[] | undefined,
  surveys: readonly Survey[],
  findings: Findings,
): Reliance {
  const trust = given === undefined ? 'stated' : 'given';
  const stated = surveys.find(({ statedKey }) => statedKey !== null)?.statedKey ?? null;
  const keys = (given ?? (stated === null ? [] : [stated])).flatMap((text) => {
    const key = readVerifierKey(text);
    if (!key && given) throw new TypeError(`not a verifier key: ${JSON.stringify(text)}`);
    return key ?? [];
  });
  const related = relateKeys(
    keys,
    surveys.flatMap(({ successions }) => successions),
  );
  for (const { file, statedKey } of surveys) {
    if (statedKey === null || keys.some(({ text }) => text === statedKey)) continue;
    // that a predecessor was not given is told once, at the record that names it
    if (related.predecessors.has(readVerifierKey(statedKey)?.id.toString('hex') ?? '')) continue;
    const whose = given ? 'that was given' : 'of the other files';
    const message = `the file names another key than the one ${whose}`;
    findings.add({ kind: 'forged', file, line: 1, recordId: null, message });
  }
  return { keys, trust, ...related };
}
