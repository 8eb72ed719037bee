import { describe, expect, test } from 'vitest';
import {
  createRecoveryCodes,
  hashRecoveryCodes,
  recoveryCandidate,
  recoveryCodesLeft,
  RECOVERY_CODE_COUNT,
  spendRecoveryCode,
  type RecoveryCodes,
} from '../../../../src-main/access/second-factor/recovery-codes.ts';
import { systemRandomBytes } from '../../../../src-main/random.ts';

const DECOY = 'the decoy';
/** A stand-in for bcrypt, which test/integration/access/password-hasher.test.ts tries. */
const hash = async (code: string) => `hash of ${code}`;
const matches = (codes: RecoveryCodes, typed: string) => {
  const candidate = recoveryCandidate(codes, typed, DECOY);
  return candidate.hash === `hash of ${candidate.code}`;
};

const shown = createRecoveryCodes(systemRandomBytes);
const codes = await hashRecoveryCodes(shown, hash);

test('there are ten codes of 60 random bits, numbered, none twice', () => {
  expect(shown).toHaveLength(RECOVERY_CODE_COUNT);
  expect(shown.map((code) => code.charAt(0)).join('')).toBe('0123456789');
  for (const code of shown) expect(code).toMatch(/^\d(-[0-9a-hjkmnp-tv-z]{4}){3}$/);
  expect(new Set(shown.map((code) => code.slice(1))).size).toBe(10);
});

test('each matches its own hash, however it is typed, and costs one comparison', () => {
  for (const code of shown) {
    expect(matches(codes, code)).toBe(true);
    expect(matches(codes, ` ${code.toUpperCase().replaceAll('-', '  ')} `)).toBe(true);
  }
  expect(matches(codes, `O${shown[0]?.slice(1)}`)).toBe(true);
});

test('a right code under another number is wrong', () => {
  expect(matches(codes, `1${shown[0]?.slice(1)}`)).toBe(false);
});

test.each(['', '3', '3-k7wq-x9ce', '3-k7wq-x9ce-2mz!', 'x-k7wq-x9ce-2mzt', '12345678', '😀'])(
  '%j is compared with the decoy, so that it takes as long as a code',
  (typed) => {
    expect(recoveryCandidate(codes, typed, DECOY)).toMatchObject({ hash: DECOY });
  },
);

describe('a code', () => {
  const spent = spendRecoveryCode(codes, recoveryCandidate(codes, shown[3] ?? '', DECOY)) ?? [];

  test('is good once, and the others stay', () => {
    expect(recoveryCodesLeft(codes)).toBe(10);
    expect(recoveryCodesLeft(spent)).toBe(9);
    expect(recoveryCandidate(spent, shown[3] ?? '', DECOY).hash).toBe(DECOY);
    expect(matches(spent, shown[4] ?? '')).toBe(true);
  });

  test('of two who verified it at the same moment one comes through', () => {
    const candidate = recoveryCandidate(codes, shown[3] ?? '', DECOY);
    expect(spendRecoveryCode(spent, candidate)).toBeNull();
  });

  test('of an old sheet is worth nothing once there are new ones', async () => {
    const candidate = recoveryCandidate(codes, shown[3] ?? '', DECOY);
    const renewed = await hashRecoveryCodes(createRecoveryCodes(systemRandomBytes), hash);
    expect(spendRecoveryCode(renewed, candidate)).toBeNull();
  });

  test('is never spent by the decoy', () => {
    expect(spendRecoveryCode(spent, { number: 3, hash: DECOY })).toBeNull();
  });

  test('is kept as nothing but a hash', () => {
    const text = JSON.stringify(spent);
    expect(JSON.parse(text)).toEqual(spent);
    expect(spent[3]).toBeNull();
  });
});
