/** The policy in words: one list of sections for the page and for the report. Free of node: imports. */
import { accessSections } from './access-sections.ts';
import type { SecurityPolicy } from './policy.ts';
import { POLICY_WORDS, type PolicyLanguage } from './policy-words.ts';
import { signatureSection } from './signature-section.ts';
import { storageSections } from './storage-sections.ts';
import { shellSections } from './shell-sections.ts';

/** One rule in force. */
export interface PolicyRow {
  readonly name: string;
  readonly value: string;
  /** Weaker than it could be made: somebody should look at it. */
  readonly concern: boolean;
}

export interface PolicySection {
  readonly id:
    | 'password'
    | 'throttling'
    | 'session'
    | 'secondFactor'
    | 'signatures'
    | 'audit'
    | 'backups'
    | 'page'
    | 'fuses'
    | 'atRest';
  readonly heading: string;
  readonly rows: readonly PolicyRow[];
}

/** How the sections are worded. */
export interface Wording {
  readonly language: PolicyLanguage;
  /** A moment of the wall clock (ms) in words. */
  readonly moment: (ms: number) => string;
  /** A length of time (ms) in its one or two largest units: `12 h`, `1 min 30 s`. */
  readonly duration: (ms: number) => string;
}

/** @param moment writes a moment of the wall clock, ms */
export function policySections(
  policy: SecurityPolicy,
  language: PolicyLanguage,
  moment: (ms: number) => string,
): readonly PolicySection[] {
  const wording = { language, moment, duration: durationIn(language) };
  return [
    ...accessSections(policy, wording),
    signatureSection(policy, wording),
    ...storageSections(policy, wording),
    ...shellSections(policy, wording),
  ];
}

const STEPS = [
  { unit: 'd', ms: 86_400_000 },
  { unit: 'h', ms: 3_600_000 },
  { unit: 'min', ms: 60_000 },
  { unit: 's', ms: 1_000 },
] as const;

function durationIn(language: PolicyLanguage): Wording['duration'] {
  const { unit } = POLICY_WORDS[language];
  return (ms) => {
    let rest = ms;
    const parts = STEPS.map((step) => {
      const n = Math.floor(rest / step.ms);
      rest -= n * step.ms;
      return n === 0 ? '' : `${n} ${unit[step.unit]}`;
    });
    return parts.filter((part) => part !== '').join(' ') || `0 ${unit.s}`;
  };
}
