import { FUSE_NAMES, INTENDED_FUSES } from './fuses.ts';
import type { SecurityPolicy } from './policy.ts';
import type { PolicyRow, PolicySection, Wording } from './policy-sections.ts';
import { plain, row } from './policy-row.ts';
import { POLICY_WORDS } from './policy-words.ts';

/** What the page may do, and what the program around it can be talked into. */
export function shellSections(policy: SecurityPolicy, wording: Wording): PolicySection[] {
  const { page, fuses } = POLICY_WORDS[wording.language];
  return [
    {
      id: 'page',
      heading: page.heading,
      rows: [plain(page.shell, page.shells[policy.shell]), plain(page.contentPolicy, policy.contentPolicy)],
    },
    { id: 'fuses', heading: fuses.heading, rows: fuseRows(policy, wording) },
  ];
}

function fuseRows({ fuses: reading }: SecurityPolicy, { language }: Wording): PolicyRow[] {
  const words = POLICY_WORDS[language].fuses;
  if (reading.kind === 'not-applicable') return [plain(words.all, words.notApplicable)];
  if (reading.kind === 'unreadable') return [row(words.all, words.unreadable, true)];
  return FUSE_NAMES.map((name) => {
    const state = reading.states[name];
    const intended = INTENDED_FUSES[name];
    return state === intended
      ? plain(name, words[state])
      : row(name, words.differs(words[state], words[intended]), true);
  });
}
