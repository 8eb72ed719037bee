/** Recognises long passwords that are guessed early all the same. Free of node: imports, like the policy that uses it. */

/** What a guessable password mostly consists of. */
export const GUESSABLE_REASONS = ['repetition', 'sequence', 'personal', 'plant', 'common'] as const;
export type GuessableReason = (typeof GUESSABLE_REASONS)[number];

/**
 * A password is guessable when it is worth fewer characters than this, each thing that guessers try whole (a listed
 * word, a name, a run along a row) counting as one character and a repetition as what it repeats. Eight is the
 * shortest that NIST SP 800-63B-4 allows at all. The whole password is judged: a listed word inside one that has
 * enough else is no reason to refuse it.
 */
export const MIN_WORTH = 8;
/** The shortest run or word that counts as one. */
const MIN_PIECE = 3;

/** Rows that fingers and minds follow, in either direction; the digits go round. */
const ROWS = [
  'abcdefghijklmnopqrstuvwxyz',
  '012345678901234567890',
  'qwertyuiop[]',
  "asdfghjkl;'",
  'zxcvbnm,./',
  'qwertzuiop',
  'yxcvbnm',
  'azertyuiop',
  'qsdfghjklm',
  'wxcvbn',
  '!@#$%^&*()',
  '1qaz2wsx3edc4rfv5tgb6yhn7ujm8ik,9ol.0p;/',
  'qazwsxedcrfvtgbyhnujmikolp',
  '1q2w3e4r5t6y7u8i9o0p',
  'q1w2e3r4t5y6u7i8o9p0',
  '1a2s3d4f5g6h7j8k9l',
  'a1s2d3f4g5h6j7k8l9',
  '1a2b3c4d5e6f7g8h9i',
  'a1b2c3d4e5f6g7h8i9',
  '00112233445566778899001122',
]
  .map(foldForGuessing)
  .flatMap((row) => [row, Array.from(row).toReversed().join('')]);

/** What guessers know before they begin. */
export interface GuessersKnowledge {
  /** Folded words and whole passwords that everybody tries, see {@link foldForGuessing}. */
  readonly blocklist: ReadonlySet<string>;
  /** Names of the person, as written; each of their words counts, too. */
  readonly personalNames: readonly string[];
  /** Words of the plant and of the product (its name, its robots), in the same way. */
  readonly plantWords?: readonly string[];
}

/** How many pieces guessers must put together, and what the longest piece was that they try whole, if any. */
export interface Appraisal {
  readonly worth: number;
  readonly reason: GuessableReason | null;
}

/** Takes the cheapest way to put the password together. The work grows with the square of its length. */
export function appraisePassword(
  password: string,
  { blocklist, personalNames, plantWords = [] }: GuessersKnowledge,
): Appraisal {
  const names = wordsOf(personalNames);
  const local = wordsOf(plantWords);
  return cheapest(repeatedUnit(foldForGuessing(password)), (piece) => {
    if (names.has(piece)) return 'personal';
    if (local.has(piece)) return 'plant';
    if (blocklist.has(piece)) return 'common';
    if (ROWS.some((row) => row.includes(piece))) return 'sequence';
    return piece === piece.charAt(0).repeat(piece.length) ? 'repetition' : null;
  });
}

/** Why guessers find this password early, null when they do not. */
export function guessableBecause(
  password: string,
  blocklist: ReadonlySet<string>,
  personalNames: readonly string[],
  plantWords: readonly string[] = [],
): GuessableReason | null {
  const { worth, reason } = appraisePassword(password, { blocklist, personalNames, plantWords });
  return worth < MIN_WORTH ? (reason ?? 'repetition') : null;
}

/** What guessers do not distinguish: case, accents, width, and the spaces and hyphens between words. */
export function foldForGuessing(text: string): string {
  return text
    .normalize('NFKD')
    .replaceAll(/[\p{M}\s._-]/gu, '')
    .toLowerCase()
    .replaceAll('đ', 'd');
}

/** The shortest beginning that, repeated at least twice (the last time perhaps cut), makes the whole text. */
function repeatedUnit(text: string): string {
  for (let length = 1; length <= text.length / 2; length++) {
    if (text.slice(length) === text.slice(0, -length)) return text.slice(0, length);
  }
  return text;
}

/** Each text as a whole, and each of its words. */
function wordsOf(texts: readonly string[]): ReadonlySet<string> {
  return new Set(texts.flatMap((text) => [text, ...text.split(/[\s@._'-]+/)]).map(foldForGuessing));
}

function cheapest(text: string, recognise: (piece: string) => GuessableReason | null): Appraisal {
  const characters = Array.from(text);
  let best: Appraisal & { readonly longest: number } = { worth: 0, longest: 0, reason: null };
  const upTo = [best];
  for (let end = 1; end <= characters.length; end++) {
    best = { ...best, worth: best.worth + 1 };
    for (const [start, before] of upTo.entries()) {
      const length = end - start;
      if (length < MIN_PIECE || before.worth + 1 >= best.worth) continue;
      const reason = recognise(characters.slice(start, end).join(''));
      if (reason === null) continue;
      const worth = before.worth + 1;
      best = length > before.longest ? { worth, longest: length, reason } : { ...before, worth };
    }
    upTo.push(best);
  }
  return best;
}
