import { createPrivateKey, createPublicKey, hash, sign, type KeyObject } from 'node:crypto';
import { ConsoleError } from '../errors.ts';

/** Whoever holds one can speak for a log. */
export interface SigningKey {
  /** The log's name, under which it signs. */
  readonly name: string;
  /** What a verifier needs: `name+key id+base64`, in the form of C2SP signed-note and Go's sumdb. No secret. */
  readonly verifierKey: string;
  /** First 4 bytes of SHA-256(name || 0x0A || 0x01 || public key) (C2SP signed-note). */
  readonly keyId: Uint8Array;
  /** Ed25519 (RFC 8032) over the bytes; 64 bytes. */
  sign(bytes: Uint8Array): Uint8Array;
  /** The secret, PKCS #8 in PEM: for the key file and nobody else. */
  exportPem(): string;
}

/** What there is of a log's key where that is sealed: the log is read and verified as ever, and not signed. */
export interface SealedSigningKey {
  /** Empty when it is not there either. */
  readonly verifierKey: string;
  /** Why nothing is signed, for the status. */
  readonly sealed: string;
}

/** C2SP signed-note: no spaces and no plus in a name; and here no control characters, and at most 128 characters. */
const NAME = /^[^\s+\p{Cc}]{1,128}$/u;

/** A log's name that can stand in a checkpoint, refused otherwise. @throws ConsoleError AUDIT_KEY_UNUSABLE */
export function checkedName(name: string): string {
  if (NAME.test(name) && name.isWellFormed()) return name;
  const rule = '1 to 128 characters without spaces and plus signs';
  throw new ConsoleError('AUDIT_KEY_UNUSABLE', `a log cannot be named ${JSON.stringify(name)}: ${rule}`, {
    name,
    rule,
  });
}

/**
 * The key pair that follows from a seed.
 *
 * @param seed 32 bytes from a source of secrets (RFC 8032, 5.1.5); whoever knows them has the key
 */
export function signingKeyFromSeed(name: string, seed: Uint8Array): SigningKey {
  if (seed.length !== 32) throw new RangeError(`a seed has 32 bytes, not ${seed.length}`);
  const der = Buffer.concat([PKCS8_ED25519, seed]);
  return signingKey(name, createPrivateKey({ key: der, format: 'der', type: 'pkcs8' }));
}

/** Everything of an Ed25519 private key in PKCS #8 but its 32 bytes (RFC 8410, 7). */
const PKCS8_ED25519 = Buffer.from('302e020100300506032b657004220420', 'hex');

/** @throws ConsoleError AUDIT_KEY_UNUSABLE when the text is no Ed25519 key in PEM */
export function signingKeyFromPem(name: string, pem: string): SigningKey {
  return signingKey(name, readPem(pem));
}

function readPem(pem: string): KeyObject {
  try {
    return createPrivateKey(pem);
  } catch (cause) {
    throw new ConsoleError('AUDIT_KEY_UNUSABLE', 'the stored key is no private key in PEM', {}, cause);
  }
}

function signingKey(name: string, key: KeyObject): SigningKey {
  if (key.asymmetricKeyType !== 'ed25519') {
    const type = key.asymmetricKeyType ?? key.type;
    throw new ConsoleError('AUDIT_KEY_UNUSABLE', `the key is of type ${type}, not ed25519`, { type });
  }
  const { x = '' } = createPublicKey(key).export({ format: 'jwk' });
  const typed = Buffer.concat([Buffer.of(ED25519), Buffer.from(x, 'base64url')]);
  const keyId = keyIdOf(checkedName(name), typed);
  return {
    name,
    keyId,
    verifierKey: `${name}+${keyId.toString('hex')}+${typed.toString('base64')}`,
    sign: (bytes) => sign(null, bytes, key),
    exportPem: () => key.export({ format: 'pem', type: 'pkcs8' }).toString(),
  };
}

/** A name for a public key that two people can compare aloud: SHA-256 over its 32 bytes, as OpenSSH writes it. */
export function fingerprintOf(verifierKey: string): string {
  const typed = Buffer.from(verifierKey.split('+').slice(2).join('+'), 'base64');
  return `SHA256:${hash('sha256', typed.subarray(1), 'base64').replace(/=+$/, '')}`;
}

/** Signature type of C2SP signed-note. */
export const ED25519 = 1;

/** @param typed signature type (1 byte) and public key */
export function keyIdOf(name: string, typed: Uint8Array): Buffer {
  return hash('sha256', Buffer.concat([Buffer.from(`${name}\n`), typed]), 'buffer').subarray(0, 4);
}
