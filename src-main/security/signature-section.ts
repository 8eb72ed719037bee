import { OVERRIDABLE } from '../access/matrix.ts';
import { OVERRIDE_MINUTES } from '../access/overrides/minutes.ts';
import type { SecurityPolicy } from './policy.ts';
import { plain, row } from './policy-row.ts';
import type { PolicyRow, PolicySection, Wording } from './policy-sections.ts';
import { POLICY_WORDS } from './policy-words.ts';

const MINUTE_MS = 60_000;

/** What two must do, or one must sign; and what may be lent. */
export function signatureSection({ signatures }: SecurityPolicy, { language, duration }: Wording): PolicySection {
  const words = POLICY_WORDS[language].signatures;
  const demanded = signatures.flatMap(({ procedure, demand, signers }): PolicyRow[] => {
    if (demand === 'none') return [];
    const name = words.procedures[procedure] ?? procedure;
    // one alone can do it no more: somebody must be given the right, or the demand be taken back
    return [row(name, words.demanded[demand](signers), demand === 'second' && signers < 2)];
  });
  return {
    id: 'signatures',
    heading: words.heading,
    rows: [
      ...(demanded.length === 0 ? [plain(words.wanted, words.nothing)] : demanded),
      plain(words.override, words.overrideWhat(duration(OVERRIDE_MINUTES.maximum * MINUTE_MS), OVERRIDABLE.length)),
    ],
  };
}
