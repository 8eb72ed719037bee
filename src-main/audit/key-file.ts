import path from 'node:path';
import { ConsoleError } from '../errors.ts';
import type { KeyProtection } from '../key-protection.ts';
import { silentLog, type Log } from '../log.ts';
import { replaceFile } from '../store/atomic-file.ts';
import { systemCode, type Files } from '../store/files.ts';
import { keepKey, openKey, type KeyPlace, type ProtectedKey } from '../store/protected-key.ts';
import { signingKeyFromPem, signingKeyFromSeed, type SigningKey } from './signing-key.ts';

export interface KeyFileOptions {
  readonly files: Files;
  /** Path of the key file. Beside it lies the verifier's key, `<path>.pub`, to be given away. */
  readonly file: string;
  readonly protection: KeyProtection;
  readonly log?: Log;
}

/**
 * Makes a key pair and keeps it; when it returns, both files survive a power cut.
 *
 * @param seed 32 bytes from a source of secrets
 * @throws ConsoleError AUDIT_KEY_UNUSABLE when there is a file already: a key that has signed is never replaced unasked
 */
export function createKeyFile(options: KeyFileOptions, name: string, seed: Uint8Array): SigningKey {
  const { files, file } = options;
  if (readIfThere(files, file)) {
    throw unusable(file, 'there is a key already; move it away first, and keep it: old checkpoints need it');
  }
  const key = signingKeyFromSeed(name, seed);
  putKeyFile(options, key);
  return key;
}

/** Keeps a key, in the place of any other: whoever asks has set that aside, and has put on record why. */
export function putKeyFile(options: KeyFileOptions, key: SigningKey): void {
  const { files, file } = options;
  files.makeFolder(path.dirname(file));
  replaceFile(files, `${file}.pub`, [Buffer.from(`${key.verifierKey}\n`)]);
  keepKey(placeOf(options, key.name), Buffer.from(key.exportPem()));
}

/**
 * Copies a key file and its verifier key, as they are, to names beside them that say `mark`; nothing is taken away. What
 * cannot be read, and so not copied, is moved there.
 */
export function setKeyAside({ files, file }: Pick<KeyFileOptions, 'files' | 'file'>, mark: string): void {
  const aside = file.replace(/\.json$/, `.${mark}.json`);
  for (const ending of ['', '.pub']) {
    try {
      const bytes = readIfThere(files, `${file}${ending}`);
      if (bytes) replaceFile(files, `${aside}${ending}`, [bytes]);
    } catch {
      files.rename(`${file}${ending}`, `${aside}${ending}`);
    }
  }
  files.syncFolder(path.dirname(file));
}

/**
 * The key of a key file, null when there is no file. One that the file's rights alone protect comes under better
 * protection, where there is one.
 *
 * @throws ConsoleError AUDIT_KEY_UNUSABLE when there is one that cannot be used, KEY_SEALED when it is protected from
 *   whoever wants to use it here. Nobody may then go on with a new key as if nothing had happened: that is what a forger
 *   would want.
 */
export function openKeyFile(options: KeyFileOptions): SigningKey | null {
  const { files, file } = options;
  const bytes = readIfThere(files, file);
  if (!bytes) return null;
  const { name, ...key } = parse(file, bytes);
  const secret = openKey(placeOf(options, name), key);
  try {
    return signingKeyFromPem(name, Buffer.from(secret).toString());
  } catch (cause) {
    throw unusable(file, 'there is no key in it', cause);
  }
}

/**
 * What keeps the secret of a key file from others, as the file says: a kind of {@link KeyProtection}.
 *
 * @throws ConsoleError AUDIT_KEY_UNUSABLE when there is none, or none of ours
 */
export function protectionOf({ files, file }: Pick<KeyFileOptions, 'files' | 'file'>): string {
  const bytes = readIfThere(files, file);
  if (!bytes) throw unusable(file, 'it is not there');
  return parse(file, bytes).kind;
}

function placeOf({ log = silentLog, ...options }: KeyFileOptions, name: string): KeyPlace {
  const encode = ({ kind, stored }: ProtectedKey): Uint8Array => {
    const secret = Buffer.from(stored).toString('base64');
    return Buffer.from(`${JSON.stringify({ version: 1, name, protection: kind, secret })}\n`);
  };
  return { ...options, log, encode };
}

function readIfThere(files: Files, file: string): Uint8Array | null {
  try {
    return files.read(file);
  } catch (error) {
    if (systemCode(error) === 'ENOENT') return null;
    throw unusable(file, `it cannot be read (${systemCode(error) ?? 'unknown reason'})`, error);
  }
}

function parse(file: string, bytes: Uint8Array): ProtectedKey & { readonly name: string } {
  try {
    const content = JSON.parse(Buffer.from(bytes).toString()) as Readonly<Record<string, unknown>>;
    const { version, name, protection, secret } = content;
    if (version === 1 && typeof name === 'string' && typeof protection === 'string' && typeof secret === 'string') {
      return { name, kind: protection, stored: Buffer.from(secret, 'base64') };
    }
  } catch (cause) {
    throw unusable(file, 'it is not a key file', cause);
  }
  throw unusable(file, 'it is not a key file of this version');
}

function unusable(file: string, reason: string, cause?: unknown): ConsoleError {
  return new ConsoleError(
    'AUDIT_KEY_UNUSABLE',
    `the audit key ${file} cannot be used: ${reason}`,
    { file, reason },
    cause,
  );
}
