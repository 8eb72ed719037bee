import { createHash } from 'node:crypto';
import { canonicalJson, type JsonValue } from '../audit/canonical-json.ts';
import { ConsoleError } from '../errors.ts';

/** The two digests of a call's input, SHA-256 in hexadecimal over its canonical JSON (RFC 8785). */
export interface InputDigest {
  /** By which a signature is bound to the very input; never kept. */
  readonly whole: string;
  /** For the record: a passphrase could be guessed from a digest of it, so secrets are null here. */
  readonly recorded: string;
}

/**
 * @param input as it came, plain JSON; absent and null are the same
 * @param secrets fields that the record's digest leaves out
 * @throws ConsoleError INPUT_INVALID for what has no canonical form
 */
export function digestOf(input: unknown, secrets: readonly string[]): InputDigest {
  const value = (input ?? null) as JsonValue;
  const bare = isFields(value)
    ? Object.fromEntries(Object.entries(value).map(([key, field]) => [key, secrets.includes(key) ? null : field]))
    : value;
  return { whole: sha256(value), recorded: sha256(bare) };
}

/** What a call is about, where its input names one thing by its id. */
export function aboutOf(input: unknown): string | null {
  if (!isFields(input)) return null;
  const { id: own, robot, draft } = input;
  const id = own ?? robot ?? (isFields(draft) ? draft['id'] : null);
  return typeof id === 'string' ? id.slice(0, 64) : null;
}

function isFields(value: unknown): value is Record<string, JsonValue | undefined> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function sha256(value: JsonValue): string {
  try {
    return createHash('sha256').update(canonicalJson(value)).digest('hex');
  } catch (error) {
    if (!(error instanceof ConsoleError)) throw error;
    throw new ConsoleError('INPUT_INVALID', error.message, { path: '', rule: 'no canonical form' });
  }
}
