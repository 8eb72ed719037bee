import { randomBytes, timingSafeEqual } from 'node:crypto';
import { ConsoleError } from '../../errors.ts';
import type { BackupManifest, Encryption, ScryptCost } from './manifest.ts';
import { deriveKeys, SCRYPT_COST } from './passphrase.ts';

/** How a new key is made. */
export interface KeyOptions {
  readonly scryptCost?: ScryptCost;
  /** Plaintext in each sealed chunk, bytes; 1 MiB unless told. */
  readonly chunkBytes?: number;
  /** So many unpredictable bytes; of the system unless told. */
  readonly random?: (bytes: number) => Uint8Array;
}

/** The key of one backup, and what the manifest says so that the passphrase can make it again. */
export interface NewKey {
  readonly key: Uint8Array;
  readonly encryption: Encryption;
}

const CHUNK_BYTES = 1024 * 1024;
const SALT_BYTES = 16;
const NONCE_PREFIX_BYTES = 7;

/** A key that was never used before, because its salt was not. */
export function newKey(passphrase: string, options: KeyOptions): NewKey {
  const { scryptCost = SCRYPT_COST, chunkBytes = CHUNK_BYTES, random = randomBytes } = options;
  const salt = random(SALT_BYTES);
  const { key, keyCheck } = deriveKeys(passphrase, salt, scryptCost);
  const encryption: Encryption = {
    cipher: 'aes-256-gcm',
    kdf: 'scrypt',
    ...scryptCost,
    salt: hex(salt),
    chunkBytes,
    noncePrefix: hex(random(NONCE_PREFIX_BYTES)),
    keyCheck: hex(keyCheck),
  };
  return { key, encryption };
}

const hex = (bytes: Uint8Array): string => Buffer.from(bytes).toString('hex');

/**
 * The key that opens a backup; null for one that nothing seals.
 *
 * @throws ConsoleError BACKUP_PASSPHRASE_NEEDED, BACKUP_PASSPHRASE_WRONG, and BACKUP_NOT_ENCRYPTED for a passphrase
 *   that nothing asks for
 */
export function keyOf({ encryption }: BackupManifest, passphrase: string | null, file: string): Uint8Array | null {
  if (encryption === null && passphrase === null) return null;
  if (encryption === null) {
    throw new ConsoleError('BACKUP_NOT_ENCRYPTED', `${file} is not sealed, but a passphrase was given`, { file });
  }
  if (passphrase === null) {
    throw new ConsoleError('BACKUP_PASSPHRASE_NEEDED', `${file} is sealed with a passphrase`, { file });
  }
  const { key, keyCheck } = deriveKeys(passphrase, Buffer.from(encryption.salt, 'hex'), encryption);
  if (timingSafeEqual(keyCheck, Buffer.from(encryption.keyCheck, 'hex'))) return key;
  throw new ConsoleError('BACKUP_PASSPHRASE_WRONG', `${file} has another passphrase`, { file });
}
