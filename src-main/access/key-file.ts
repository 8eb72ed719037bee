import path from 'node:path';
import { z } from 'zod';
import { ConsoleError } from '../errors.ts';
import { fileRights, type KeyProtection } from '../key-protection.ts';
import type { Log } from '../log.ts';
import type { RandomBytes } from '../random.ts';
import { systemCode, type Files } from '../store/files.ts';
import { keepKey, openKey, type KeyPlace, type ProtectedKey } from '../store/protected-key.ts';
import { INSTALLATION_KEY_BYTES, protectWith, protectWithout, type SecretProtection } from './secret-protection.ts';

/** Beside the store, and in no backup of it: whoever finds a backup finds no key. */
export const KEY_FILE = 'access.key';

/**
 * What stands beside a sealed key, derived from it, no more secret than the file: the names under which failed sign-ins
 * are counted. Without it the command line could bring nobody back, for it never has the operating system's key store.
 */
const DERIVED = ['throttle'];

const SEALED = z.strictObject({
  version: z.literal(1),
  protection: z.string(),
  secret: z.base64(),
  derived: z.record(z.string(), z.base64()),
});

export interface InstallationOptions {
  readonly files: Files;
  /** The data folder. */
  readonly folder: string;
  readonly randomBytes: RandomBytes;
  readonly log: Log;
  /** Of the operating system; without it the key is protected by the rights of its file. */
  readonly protection?: KeyProtection | undefined;
}

/**
 * Protection by the key of this installation, from a file that its owner alone can read; made when there is none. Where
 * the key is sealed and cannot be opened, whatever needs it is refused with KEY_SEALED, and the rest goes on.
 *
 * @throws ConsoleError INTERNAL when the file cannot be read or written, or is none of ours: a new key would silently
 *   take away every second factor.
 */
export function installationSecrets(options: InstallationOptions): SecretProtection {
  const { files, folder, randomBytes, log, protection = fileRights } = options;
  const file = path.join(folder, KEY_FILE);
  const place: KeyPlace = { files, file, protection, log, encode: encodeWith(randomBytes) };
  const kept = keyFile(place);
  if (kept === null) return protectWith(newKey(place, folder, randomBytes), randomBytes);
  let key: Uint8Array;
  try {
    key = openKey(place, kept);
  } catch (error) {
    if (!(error instanceof ConsoleError)) throw error;
    log.warn('second factors cannot be checked here', { file, error });
    return protectWithout(kept.derived, error);
  }
  if (key.length !== INSTALLATION_KEY_BYTES) throw unusable(file, wrongLength(key));
  return protectWith(key, randomBytes);
}

type KeptKey = ProtectedKey & { readonly derived: ReadonlyMap<string, Uint8Array> };

/** A key under the rights of its file is the file; a sealed one says what it is under. */
function encodeWith(randomBytes: RandomBytes): KeyPlace['encode'] {
  return ({ kind, stored }, secret) => {
    if (kind === fileRights.kind) return stored;
    const { derive } = protectWith(secret, randomBytes);
    const derived = Object.fromEntries(DERIVED.map((purpose) => [purpose, base64(derive(purpose))]));
    const content: z.input<typeof SEALED> = { version: 1, protection: kind, secret: base64(stored), derived };
    return Buffer.from(`${JSON.stringify(content)}\n`);
  };
}

/** Null when there is no file. */
function keyFile({ files, file }: KeyPlace): KeptKey | null {
  try {
    return parse(files.read(file));
  } catch (error) {
    if (systemCode(error) === 'ENOENT') return null;
    throw unusable(file, error);
  }
}

function parse(bytes: Uint8Array): KeptKey {
  if (bytes.length <= INSTALLATION_KEY_BYTES) {
    if (bytes.length < INSTALLATION_KEY_BYTES) throw wrongLength(bytes);
    return { kind: fileRights.kind, stored: new Uint8Array(bytes), derived: new Map() };
  }
  const { protection, secret, derived } = SEALED.parse(JSON.parse(Buffer.from(bytes).toString()));
  if (protection === fileRights.kind) throw new Error('a sealed key is under more than the rights of its file');
  const secrets = Object.entries(derived).map(([purpose, text]) => [purpose, Buffer.from(text, 'base64')] as const);
  return { kind: protection, stored: Buffer.from(secret, 'base64'), derived: new Map(secrets) };
}

function newKey(place: KeyPlace, folder: string, randomBytes: RandomBytes): Uint8Array {
  const key = randomBytes(INSTALLATION_KEY_BYTES);
  try {
    place.files.makeFolder(folder);
    keepKey(place, key);
    return key;
  } catch (error) {
    throw unusable(place.file, error);
  }
}

const base64 = (bytes: Uint8Array): string => Buffer.from(bytes).toString('base64');

function wrongLength({ length }: Uint8Array): Error {
  return new Error(`the key has ${length} bytes instead of ${INSTALLATION_KEY_BYTES}`);
}

function unusable(file: string, cause: unknown): ConsoleError {
  return new ConsoleError('INTERNAL', `the key file ${file} cannot be used`, { file }, cause);
}
