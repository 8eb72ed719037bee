/** What is shown while somebody types a new password. Free of node: imports. */
import { appraisePassword, MIN_WORTH, type GuessableReason, type GuessersKnowledge } from './guessable.ts';
import { NIST_PROFILE } from './password-profile.ts';
import { PRODUCT_WORDS } from './product-words.ts';

/** 0 guessed early, 1 weak, 2 fair, 3 good, 4 strong. */
export const STRENGTH_SCORES = [0, 1, 2, 3, 4] as const;
export type StrengthScore = (typeof STRENGTH_SCORES)[number];

/**
 * What holds the score down: nothing typed yet, a part that guessers try whole, or the mere length; `enough` when
 * nothing does.
 */
export const STRENGTH_REASONS = [
  'empty',
  'repetition',
  'sequence',
  'personal',
  'plant',
  'common',
  'length',
  'enough',
] as const satisfies readonly (GuessableReason | 'empty' | 'length' | 'enough')[];
export type StrengthReason = (typeof STRENGTH_REASONS)[number];

export interface StrengthEstimate {
  readonly score: StrengthScore;
  readonly reason: StrengthReason;
}

/** The worth (see {@link MIN_WORTH}) from which on each score is given; 3 is the length that NIST asks of a lone factor. */
const STEPS = [MIN_WORTH, 12, NIST_PROFILE.minCodePoints, 20];

/** Longer is no stronger here, and the work grows with the square. */
const LONGEST_JUDGED = NIST_PROFILE.maxBytes;

/**
 * How well a password stands up to people who guess. A count of pieces, no measure of entropy: it knows what the
 * console would refuse, and that more is better; it cannot know that a sentence is from a famous book. Without the
 * blocklist (a browser may not have it) it judges too kindly. It decides nothing: password-policy.ts does.
 */
export function estimateStrength(password: string, known: GuessersKnowledge): StrengthEstimate {
  if (password === '') return { score: 0, reason: 'empty' };
  const characters = Array.from(password.normalize('NFC')).slice(0, LONGEST_JUDGED);
  const plantWords = [...PRODUCT_WORDS, ...(known.plantWords ?? [])];
  const { worth, reason } = appraisePassword(characters.join(''), { ...known, plantWords });
  const score = scoreOf(worth);
  if (score === 4) return { score, reason: 'enough' };
  if (reason !== null) return { score, reason };
  return { score, reason: scoreOf(characters.length) > score ? 'repetition' : 'length' };
}

function scoreOf(worth: number): StrengthScore {
  return STRENGTH_SCORES[STEPS.filter((step) => worth >= step).length] ?? 4;
}
