import path from 'node:path';
import { ConsoleError } from '../errors.ts';
import { replaceFile } from '../store/atomic-file.ts';
import { systemCode, type Files } from '../store/files.ts';
import type { KeyProtection } from './key-protection.ts';
import { signingKeyFromPem, signingKeyFromSeed, type SigningKey } from './signing-key.ts';

export interface KeyFileOptions {
  readonly files: Files;
  /** Path of the key file. Beside it lies the verifier's key, `<path>.pub`, to be given away. */
  readonly file: string;
  readonly protection: KeyProtection;
}

/**
 * Makes a key pair and keeps it; when it returns, both files survive a power cut.
 *
 * @param seed 32 bytes from a source of secrets
 * @throws ConsoleError AUDIT_KEY_UNUSABLE when there is a file already: a key that has signed is never replaced unasked
 */
export function createKeyFile({ files, file, protection }: KeyFileOptions, name: string, seed: Uint8Array): SigningKey {
  if (readIfThere(files, file)) {
    throw unusable(file, 'there is a key already; move it away first, and keep it: old checkpoints need it');
  }
  const key = signingKeyFromSeed(name, seed);
  const secret = Buffer.from(protection.protect(Buffer.from(key.exportPem()))).toString('base64');
  files.makeFolder(path.dirname(file));
  replaceFile(files, `${file}.pub`, [Buffer.from(`${key.verifierKey}\n`)]);
  replaceFile(files, file, [
    Buffer.from(`${JSON.stringify({ version: 1, name, protection: protection.kind, secret })}\n`),
  ]);
  return key;
}

/**
 * The key of a key file, null when there is no file.
 *
 * @throws ConsoleError AUDIT_KEY_UNUSABLE when there is one that cannot be used. Nobody may then go on with a new key as
 *   if nothing had happened: that is what a forger would want.
 */
export function openKeyFile({ files, file, protection }: KeyFileOptions): SigningKey | null {
  const bytes = readIfThere(files, file);
  if (!bytes) return null;
  const { name, kind, secret } = parse(file, bytes);
  if (kind !== protection.kind) {
    throw unusable(file, `it is protected by ${kind}, and this console has ${protection.kind}`);
  }
  try {
    return signingKeyFromPem(name, Buffer.from(protection.unprotect(secret)).toString());
  } catch (cause) {
    throw unusable(file, 'its secret cannot be opened by this user on this machine', cause);
  }
}

function readIfThere(files: Files, file: string): Uint8Array | null {
  try {
    return files.read(file);
  } catch (error) {
    if (systemCode(error) === 'ENOENT') return null;
    throw unusable(file, `it cannot be read (${systemCode(error) ?? 'unknown reason'})`, error);
  }
}

function parse(file: string, bytes: Uint8Array): { name: string; kind: string; secret: Uint8Array } {
  try {
    const stored = JSON.parse(Buffer.from(bytes).toString()) as Readonly<Record<string, unknown>>;
    const { version, name, protection, secret } = stored;
    if (version === 1 && typeof name === 'string' && typeof protection === 'string' && typeof secret === 'string') {
      return { name, kind: protection, secret: Buffer.from(secret, 'base64') };
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
