/** Both languages of the policy's page and report. Free of node: imports. */
import { POLICY_WORDS_EN } from './policy-words-en.ts';
import { POLICY_WORDS_VI } from './policy-words-vi.ts';

export const POLICY_WORDS = { en: POLICY_WORDS_EN, vi: POLICY_WORDS_VI };
export type PolicyLanguage = keyof typeof POLICY_WORDS;
