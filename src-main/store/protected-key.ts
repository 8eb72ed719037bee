/** Keys in files: which protection they are under, and how they come under a better one without ever being lost. */
import { ConsoleError } from '../errors.ts';
import { fileRights, type KeyProtection } from '../key-protection.ts';
import type { Log } from '../log.ts';
import { replaceFile } from './atomic-file.ts';
import type { Files } from './files.ts';

/** A secret as it stands in its file. */
export interface ProtectedKey {
  /** Of the protection that it is under. */
  readonly kind: string;
  readonly stored: Uint8Array;
}

export interface KeyPlace {
  readonly files: Files;
  /** Path of the key file. */
  readonly file: string;
  readonly protection: KeyProtection;
  readonly log: Log;
  /** The content of the file. */
  encode(key: ProtectedKey, secret: Uint8Array): Uint8Array;
}

/**
 * Keeps a secret in its file, under the protection if that has proven itself, else under the file's rights. When it
 * returns, the file survives a power cut; when it throws, the file is as it was, or holds the secret as well.
 *
 * @throws the system's error; an error when the protection does not give back what it was given
 */
export function keepKey({ files, file, protection, encode }: KeyPlace, secret: Uint8Array): void {
  const under = protection.proven ? protection : fileRights;
  const stored = under.protect(secret);
  if (!isSame(under.unprotect(stored), secret)) throw new Error(`${under.kind} does not give back what it was given`);
  const content = encode({ kind: under.kind, stored }, secret);
  replaceFile(files, file, [content], (temporary) => {
    if (!isSame(files.read(temporary), content)) throw new Error('the disk does not give back what it was given');
  });
}

/**
 * The secret of a key file. One that the file's rights alone protect comes under the protection, if that has proven
 * itself; should this fail, it stays as it is, which is logged.
 *
 * @throws ConsoleError KEY_SEALED when it is under a protection that is not to be had here, or that does not open it.
 *   The file stays as it is.
 */
export function openKey(place: KeyPlace, { kind, stored }: ProtectedKey): Uint8Array {
  const { file, protection, log } = place;
  if (kind === protection.kind) return unprotected(file, protection, stored);
  if (kind !== fileRights.kind) throw sealed(file, kind);
  if (protection.proven) {
    try {
      keepKey(place, stored);
      log.info('a key was sealed', { file, protection: protection.kind });
    } catch (error) {
      log.warn('a key could not be sealed and stays as it is', { file, protection: protection.kind, error });
    }
  }
  return stored;
}

function unprotected(file: string, protection: KeyProtection, stored: Uint8Array): Uint8Array {
  try {
    return protection.unprotect(stored);
  } catch (cause) {
    throw sealed(file, protection.kind, cause);
  }
}

function sealed(file: string, protection: string, cause?: unknown): ConsoleError {
  const message = `the key ${file} is sealed by ${protection}, for the user and the machine that it was made for; it cannot be opened here`;
  return new ConsoleError('KEY_SEALED', message, { file, protection }, cause);
}

function isSame(one: Uint8Array, other: Uint8Array): boolean {
  return Buffer.compare(one, other) === 0;
}
