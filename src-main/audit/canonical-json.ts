import { ConsoleError } from '../errors.ts';

/** What JSON can say, and nothing else. */
export type JsonValue =
  null | boolean | number | string | readonly JsonValue[] | { readonly [key: string]: JsonValue | undefined };

/** Deeper values are refused; a value that contains itself is one of them. */
const DEEPEST = 64;

/**
 * The one text of a value after RFC 8785 (JCS): no spaces, keys in order of their UTF-16 code units, strings and numbers
 * as ECMAScript writes them. Equal values have equal texts, whichever way they were built.
 *
 * A value whose keys already stand in order, all the way down, costs a look and one `JSON.stringify`.
 *
 * @throws ConsoleError AUDIT_RECORD_INVALID, with the path of what it cannot carry: NaN and the infinities, undefined,
 *   functions, symbols, bigints, objects that are not plain, lone surrogates (RFC 8785, 3.2.2.2), more than 64 levels.
 */
export function canonicalJson(value: JsonValue): string {
  const standing = standingOf(value, 0);
  if (standing === UNSOUND) throw refusal(value);
  const text = standing === ORDERED ? JSON.stringify(value) : write(value);
  // JSON.stringify escapes lone surrogates, and only those, as \ud8xx to \udfxx: few texts need a closer look.
  if (text.includes('\\ud') && whatIsWrong(value, '$', 0)) throw refusal(value);
  return text;
}

/** Numbers, so that the worst of several is their maximum. */
const ORDERED = 0;
const UNORDERED = 1;
const UNSOUND = 2;

/** Whether `JSON.stringify` would write the value canonically, or at all. Strings are not looked into. */
function standingOf(value: unknown, depth: number): number {
  if (typeof value === 'string' || typeof value === 'boolean' || value === null) return ORDERED;
  if (typeof value === 'number') return Number.isFinite(value) ? ORDERED : UNSOUND;
  if (typeof value !== 'object' || depth === DEEPEST) return UNSOUND;
  let worst = ORDERED;
  if (Array.isArray(value)) {
    for (let index = 0; index < value.length; index++) worst = Math.max(worst, standingOf(value[index], depth + 1));
    return worst;
  }
  if (!isPlain(value)) return UNSOUND;
  let before = '';
  for (const key of Object.keys(value)) {
    // Engines put keys that look like array indices first and by number; JCS knows no such exception.
    if (key < before) worst = Math.max(worst, UNORDERED);
    before = key;
    worst = Math.max(worst, standingOf((value as Record<string, unknown>)[key], depth + 1));
  }
  return worst;
}

function isPlain(value: object): boolean {
  const prototype: unknown = Object.getPrototypeOf(value);
  return prototype === Object.prototype || prototype === null;
}

/** The canonical text of a sound value, sorting as it goes. */
function write(value: JsonValue | undefined): string {
  if (typeof value !== 'object' || value === null) return JSON.stringify(value);
  if (isList(value)) return `[${value.map(write).join(',')}]`;
  const members = Object.keys(value)
    .toSorted(byCodeUnits)
    .map((key) => `${JSON.stringify(key)}:${write(value[key])}`);
  return `{${members.join(',')}}`;
}

/** `Array.isArray` does not know read-only lists. */
const isList = (value: JsonValue): value is readonly JsonValue[] => Array.isArray(value);

const byCodeUnits = (one: string, other: string) => (one < other ? -1 : 1);

interface Wrong {
  readonly path: string;
  readonly what: string;
}

/** The first thing in a value that canonical JSON cannot carry. */
function whatIsWrong(value: unknown, path: string, depth: number): Wrong | null {
  if (typeof value === 'string') return value.isWellFormed() ? null : { path, what: 'a lone surrogate' };
  if (typeof value === 'boolean' || value === null) return null;
  if (typeof value === 'number') return Number.isFinite(value) ? null : { path, what: String(value) };
  if (typeof value !== 'object') return { path, what: typeof value };
  if (depth === DEEPEST) return { path, what: `more than ${DEEPEST} levels` };
  if (!Array.isArray(value) && !isPlain(value)) return { path, what: 'an object that is not plain' };
  // `entries` shows the holes of a list, `Object.entries` does not.
  for (const [key, member] of Array.isArray(value) ? value.entries() : Object.entries(value)) {
    if (typeof key === 'string' && !key.isWellFormed()) return { path, what: 'a key with a lone surrogate' };
    const wrong = whatIsWrong(member, `${path}.${key}`, depth + 1);
    if (wrong) return wrong;
  }
  return null;
}

function refusal(value: unknown): ConsoleError {
  const { path, what } = whatIsWrong(value, '$', 0) ?? { path: '$', what: 'this value' };
  return new ConsoleError('AUDIT_RECORD_INVALID', `canonical JSON cannot carry ${what} (at ${path})`, { path, what });
}
