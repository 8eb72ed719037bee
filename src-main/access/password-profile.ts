/** The rules for passwords as data, one profile in force per console. Free of node: imports: a browser shows them. */
import { policyNumber, type PolicyRange } from './policy-number.ts';

export const PASSWORD_PROFILES = ['nist', 'complexity'] as const;
export type PasswordProfileId = (typeof PASSWORD_PROFILES)[number];

/** What a profile may demand at least one of, in the order in which it is asked for. */
export const CHARACTER_CLASSES = ['upper', 'lower', 'digit', 'symbol'] as const;
export type CharacterClass = (typeof CHARACTER_CLASSES)[number];

/** Every profile besides refuses what is guessed early (guessable.ts): NIST SP 800-63B-4, 3.1.1.2 knows no exception. */
export interface PasswordProfile {
  readonly id: PasswordProfileId;
  /** Unicode code points in NFC when the password is the only factor. */
  readonly minCodePoints: number;
  /** The same when a second factor is asked for at every sign-in. */
  readonly minCodePointsBesideSecondFactor: number;
  /** UTF-8 bytes in NFC; longer is refused, not cut. */
  readonly maxBytes: number;
  /** At least one character of each. */
  readonly demands: readonly CharacterClass[];
  /** The newest passwords of a person, the present one among them, that may not come again; 0 remembers none. */
  readonly remembered: number;
  /** Days after which a password must be changed, null for never. */
  readonly maxAgeDays: number | null;
}

/**
 * NIST SP 800-63B-4, 3.1.1.2: 15 characters for a single factor, 8 beside another; no composition rule and no change
 * without a reason, because both make people choose worse. 72 bytes are all that bcrypt reads.
 */
export const NIST_PROFILE: PasswordProfile = {
  id: 'nist',
  minCodePoints: 15,
  minCodePointsBesideSecondFactor: 8,
  maxBytes: 72,
  demands: [],
  remembered: 0,
  maxAgeDays: null,
};

const COMPLEXITY_DEFAULTS = { remembered: 12, maxAgeDays: 90 };

/** For plants whose own rules demand mixture, history and age. */
export const COMPLEXITY_PROFILE: PasswordProfile = {
  id: 'complexity',
  minCodePoints: 12,
  minCodePointsBesideSecondFactor: 12,
  maxBytes: 72,
  demands: CHARACTER_CLASSES,
  ...COMPLEXITY_DEFAULTS,
};

/** Each remembered password costs a run of bcrypt, a quarter of a second, whenever its owner chooses a new one. */
export const REMEMBERED_RANGE: PolicyRange = { minimum: 1, maximum: 24 };
export const MAX_AGE_DAYS_RANGE: PolicyRange = { minimum: 1, maximum: 730 };

/** What a plant may set in the profile `complexity`. */
export interface ComplexitySettings {
  readonly remembered?: number;
  readonly maxAgeDays?: number;
}

/** @throws ConsoleError POLICY_INVALID for a number out of its range. */
export function complexityProfile(settings: ComplexitySettings = {}): PasswordProfile {
  const { remembered, maxAgeDays } = { ...COMPLEXITY_DEFAULTS, ...settings };
  return {
    ...COMPLEXITY_PROFILE,
    remembered: policyNumber('remembered', remembered, REMEMBERED_RANGE),
    maxAgeDays: policyNumber('maxAgeDays', maxAgeDays, MAX_AGE_DAYS_RANGE),
  };
}

/** The profile of a name, with its defaults. */
export function passwordProfile(id: PasswordProfileId): PasswordProfile {
  return id === 'nist' ? NIST_PROFILE : complexityProfile();
}

/** The least length for a person with or without a second factor, in code points. */
export function minimumLength(profile: PasswordProfile, besideSecondFactor: boolean): number {
  return besideSecondFactor ? profile.minCodePointsBesideSecondFactor : profile.minCodePoints;
}
