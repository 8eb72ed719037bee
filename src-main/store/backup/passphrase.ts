import { createHmac, scryptSync } from 'node:crypto';
import { ConsoleError } from '../../errors.ts';
import type { ScryptCost } from './manifest.ts';

/** As for a password that is the only factor (NIST SP 800-63B-4, 3.1.1.2), each Unicode code point counted. */
export const PASSPHRASE_MIN_CODE_POINTS = 15;

/** 128 MiB and about half a second for each guess (OWASP Password Storage Cheat Sheet: N = 2^17, r = 8, p = 1). */
export const SCRYPT_COST: ScryptCost = { N: 2 ** 17, r: 8, p: 1 };

const KEY_BYTES = 32;
const CHECK_BYTES = 16;

/** The form that scrypt sees: the same words typed on another machine must open the backup (NFC, UAX #15). */
const normalized = (passphrase: string): string => passphrase.normalize('NFC');

/**
 * Refuses a new passphrase that is too short, or that holds characters which nobody can type reliably or which a later
 * Unicode version may normalise differently.
 *
 * @throws ConsoleError BACKUP_PASSPHRASE_WEAK {minimum, actual, reason: 'short' | 'unprintable'}
 */
export function acceptPassphrase(passphrase: string): void {
  const text = normalized(passphrase);
  const actual = Array.from(text).length;
  const reason =
    actual < PASSPHRASE_MIN_CODE_POINTS ? 'short' : /[\p{Cc}\p{Cs}\p{Cn}]/u.test(text) ? 'unprintable' : null;
  if (reason === null) return;
  const message =
    reason === 'short'
      ? `a passphrase has at least ${PASSPHRASE_MIN_CODE_POINTS} characters, this one ${actual}`
      : 'the passphrase holds characters that cannot be typed reliably';
  throw new ConsoleError('BACKUP_PASSPHRASE_WEAK', message, { minimum: PASSPHRASE_MIN_CODE_POINTS, actual, reason });
}

/** What a passphrase gives for one backup. */
export interface DerivedKeys {
  /** Seals the chunks; 32 bytes. */
  readonly key: Uint8Array;
  /** Says whether a passphrase is the right one, and nothing else; 16 bytes. */
  readonly keyCheck: Uint8Array;
}

/** Takes as long as `cost` says: half a second of this thread by default. */
export function deriveKeys(passphrase: string, salt: Uint8Array, { N, r, p }: ScryptCost): DerivedKeys {
  // What scrypt needs at most, as OpenSSL counts it; Node's default would refuse our cost.
  const maxmem = 128 * r * (N + p + 2);
  const derived = scryptSync(normalized(passphrase), salt, 2 * KEY_BYTES, { N, r, p, maxmem });
  const checkKey = derived.subarray(KEY_BYTES);
  const keyCheck = createHmac('sha256', checkKey).update('robot-control-console backup key check').digest();
  return { key: derived.subarray(0, KEY_BYTES), keyCheck: keyCheck.subarray(0, CHECK_BYTES) };
}
