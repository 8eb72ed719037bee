import { crc32 } from 'node:zlib';

/** What SQLite can hold and we use: numbers are safe integers or reals. */
export type SqlParameter = string | number | Uint8Array | null;

/** One statement that changed the database. */
export interface Statement {
  readonly sql: string;
  readonly parameters: readonly SqlParameter[];
}

/** One committed change: everything that one transaction did. */
export interface JournalRecord {
  /** 1 for the first change of the database's life, then one more each. */
  readonly sequence: number;
  /** Everything up to this record was on the disk before this one was written: none of it can be a torn write. */
  readonly synced: number;
  /** Wall clock, ms. */
  readonly at: number;
  readonly statements: readonly Statement[];
}

/**
 * On the disk: magic (4) crc (4) length (4) sequence (6) synced (6) at (6) payload (length), big-endian. The CRC-32
 * covers everything after itself. The payload is JSON, so that a person can read a journal without us.
 */
export const HEADER_BYTES = 30;
const MAGIC = 0x5243_4a31; // RCJ1
const CHECKED_FROM = 8;
/**
 * No change is larger: whatever claims to be is not a length (bytes). Below 0x20000000, so that the first byte of a
 * length is a control character, which JSON escapes: no text in a payload can pass for a record.
 */
export const LARGEST_PAYLOAD = 64 * 1024 * 1024;

/**
 * @throws TypeError for a number that JSON cannot carry (NaN, Infinity): it must not come back as something else;
 *   RangeError for a change larger than LARGEST_PAYLOAD, which could not be read back
 */
export function encodeRecord(record: JournalRecord): Buffer {
  return Buffer.from(encodeRecords([record]));
}

/** Reused by every call, since none is interleaved with another: it grows to the largest group of changes. */
let scratch = Buffer.alloc(256 * 1024);
/** Larger ones are not kept. */
const MOST_KEPT = 4 * 1024 * 1024;

/**
 * Several records, one behind the other. The bytes are valid until the next call.
 *
 * @throws as {@link encodeRecord}
 */
export function encodeRecords(records: readonly JournalRecord[]): Buffer {
  const payloads = records.map(({ statements }) => payloadOf(statements));
  // a UTF-16 unit takes at most 3 bytes of UTF-8
  const atMost = payloads.reduce((sum, text) => sum + HEADER_BYTES + 3 * text.length, 0);
  const bytes = atMost <= scratch.length ? scratch : Buffer.allocUnsafe(atMost);
  if (atMost <= MOST_KEPT) scratch = bytes;
  let at = 0;
  for (const [index, record] of records.entries()) at = encodeInto(bytes, at, record, payloads[index] ?? '');
  return bytes.subarray(0, at);
}

/** Puts a record at a place; answers where it ends. */
function encodeInto(bytes: Buffer, start: number, { sequence, synced, at }: JournalRecord, payload: string): number {
  const length = bytes.write(payload, start + HEADER_BYTES, 'utf8');
  const end = start + HEADER_BYTES + length;
  if (length > LARGEST_PAYLOAD) throw tooLarge(length);
  bytes.writeUInt32BE(MAGIC, start);
  bytes.writeUInt32BE(length, start + 8);
  bytes.writeUIntBE(sequence, start + 12, 6);
  bytes.writeUIntBE(synced, start + 18, 6);
  bytes.writeUIntBE(at, start + 24, 6);
  bytes.writeUInt32BE(crc32(bytes.subarray(start + CHECKED_FROM, end)), start + 4);
  return end;
}

/**
 * Whether a change can be written at all, asked before it shares a sync with others.
 *
 * @throws as {@link encodeRecord}
 */
export function refuseTooLarge(statements: readonly Statement[]): void {
  // JSON makes at most six bytes of a character (a control character), and less than 32 of a number
  const atMost = statements.reduce((sum, { sql, parameters }) => sum + 6 * (sql.length + sizeOf(parameters)), 0);
  if (atMost > LARGEST_PAYLOAD) payloadOf(statements);
}

const sizeOf = (parameters: readonly SqlParameter[]): number =>
  parameters.reduce<number>((sum, one) => sum + (typeof one === 'number' || one === null ? 32 : one.length), 0);

/** @throws RangeError when it is larger than the journal takes; TypeError as {@link encodeRecord} */
function payloadOf(statements: readonly Statement[]): string {
  const text = `[${statements.map(({ sql, parameters }) => `[${wordsOf(sql)},${JSON.stringify(plain(parameters))}]`).join(',')}]`;
  // counted only where it may be too much: hardly ever
  if (3 * text.length > LARGEST_PAYLOAD && Buffer.byteLength(text) > LARGEST_PAYLOAD)
    throw tooLarge(Buffer.byteLength(text));
  return text;
}

function tooLarge(bytes: number): RangeError {
  return new RangeError(`a change of ${bytes} bytes is larger than the journal takes (${LARGEST_PAYLOAD})`);
}

/** The few statements that run all day, as JSON. */
const words = new Map<string, string>();
const MOST_WORDS = 200;

function wordsOf(sql: string): string {
  let text = words.get(sql);
  if (text === undefined) {
    text = JSON.stringify(sql);
    if (words.size < MOST_WORDS) words.set(sql, text);
  }
  return text;
}

/** The parameters themselves, where JSON can carry them as they are. */
function plain(parameters: readonly SqlParameter[]): readonly JsonParameter[] {
  for (const one of parameters) {
    if (one instanceof Uint8Array || (typeof one === 'number' && !Number.isFinite(one))) return parameters.map(toJson);
  }
  return parameters as readonly JsonParameter[];
}

/** A record found whole, and where the next one would begin. */
export interface FoundRecord {
  readonly record: JournalRecord;
  readonly end: number;
}

/** The whole record at `offset`, null when there is none. */
export function decodeRecord(bytes: Buffer, offset: number): FoundRecord | null {
  const payloadAt = offset + HEADER_BYTES;
  if (payloadAt > bytes.length || bytes.readUInt32BE(offset) !== MAGIC) return null;
  const end = payloadAt + bytes.readUInt32BE(offset + 8);
  if (end > bytes.length || end - payloadAt > LARGEST_PAYLOAD) return null;
  if (crc32(bytes.subarray(offset + CHECKED_FROM, end)) !== bytes.readUInt32BE(offset + 4)) return null;
  const record = {
    sequence: bytes.readUIntBE(offset + 12, 6),
    synced: bytes.readUIntBE(offset + 18, 6),
    at: bytes.readUIntBE(offset + 24, 6),
    statements: (JSON.parse(bytes.toString('utf8', payloadAt, end)) as [string, JsonParameter[]][]).map(statementOf),
  };
  return { record, end };
}

/** Where the next record may begin, looking from `offset` on; -1 when nothing there looks like one. */
export function nextMagic(bytes: Buffer, offset: number): number {
  return bytes.indexOf(MAGIC_BYTES, offset);
}

const MAGIC_BYTES = Buffer.from('RCJ1');

type JsonParameter = string | number | null | { readonly base64: string };

function toJson(parameter: SqlParameter): JsonParameter {
  if (typeof parameter === 'number' && !Number.isFinite(parameter)) {
    throw new TypeError(`the journal cannot carry the number ${parameter}`);
  }
  return parameter instanceof Uint8Array ? { base64: Buffer.from(parameter).toString('base64') } : parameter;
}

function statementOf([sql, parameters]: [string, JsonParameter[]]): Statement {
  // hardly any has bytes among them, and a hundred thousand may be read at once
  return { sql, parameters: parameters.some(isBytes) ? parameters.map(fromJson) : (parameters as SqlParameter[]) };
}

function isBytes(parameter: JsonParameter): parameter is { readonly base64: string } {
  return typeof parameter === 'object' && parameter !== null;
}

function fromJson(parameter: JsonParameter): SqlParameter {
  return isBytes(parameter) ? Buffer.from(parameter.base64, 'base64') : parameter;
}
