import { canonicalText, isObject, parseJson, type Json } from './canonical.ts';
import { isHash, recordHash } from './hashing.ts';

/** A record as a line of an export states it. */
export interface RecordLine {
  readonly line: number;
  readonly id: number;
  readonly previousHash: string;
  /** What the line says its hash is. */
  readonly hash: string;
  /** What the hash of its record, after the previous hash it names, really is. */
  readonly computed: string;
  /** Of a selection. */
  readonly proof: { readonly index: number; readonly size: number; readonly path: readonly string[] } | null;
}

/** The only version of the record, and of its canonical form, that this verifier knows. */
const RECORD_VERSION = 1;

/** `{"hash":"<64>","previousHash":"<64>","record":<canonical>}`: each at its place in every line. */
const OPENING = Buffer.from('{"hash":"');
const BETWEEN = Buffer.from('","previousHash":"');
const BEFORE_RECORD = Buffer.from('","record":');
const CLOSING = Buffer.from('}}');
const HASH_AT = OPENING.length;
const BETWEEN_AT = HASH_AT + 64;
const PREVIOUS_AT = BETWEEN_AT + BETWEEN.length;
const BEFORE_RECORD_AT = PREVIOUS_AT + 64;
/** Where the record begins in a plain line. */
export const RECORD_AT = BEFORE_RECORD_AT + BEFORE_RECORD.length;

/** Whether a line looks like a record as the exporter writes it. */
export function isPlainRecordLine(bytes: Buffer): boolean {
  return (
    standsAt(bytes, 0, OPENING) &&
    standsAt(bytes, BETWEEN_AT, BETWEEN) &&
    standsAt(bytes, BEFORE_RECORD_AT, BEFORE_RECORD) &&
    standsAt(bytes, bytes.length - CLOSING.length, CLOSING)
  );
}

/** For texts this short a loop takes a tenth of the time of a comparison by the library. */
export function standsAt(bytes: Buffer, start: number, text: Buffer): boolean {
  for (let index = 0; index < text.length; index++) if (bytes[start + index] !== text[index]) return false;
  return true;
}

/**
 * Takes the record that is expected next from its line without parsing it: its bytes are hashed as they stand, so
 * whatever was changed in them shows in the hash. Null when it is not exactly that record, for a closer look.
 */
export function takeExpected(bytes: Buffer, line: number, id: number, previousHash: string): RecordLine | null {
  if (!isPlainRecordLine(bytes)) return null;
  if (bytes.toString('latin1', PREVIOUS_AT, BEFORE_RECORD_AT) !== previousHash) return null;
  const computed = recordHash(previousHash, bytes, RECORD_AT, bytes.length - 1);
  const hash = bytes.toString('latin1', HASH_AT, BETWEEN_AT);
  if (computed !== hash || !bytes.includes(`,"id":${id},`, RECORD_AT, 'latin1')) return null;
  return { line, id, previousHash, hash, computed, proof: null };
}

/** Reads any line that holds a record, however it is written; null when it holds none, a sentence when it is damaged. */
export function readRecordLine(bytes: Buffer, line: number): RecordLine | string | null {
  const parsed = parseJson(bytes);
  if (parsed === undefined) return 'the line is not JSON';
  if (!isObject(parsed)) return 'the line is not a JSON object';
  const { record, hash, previousHash, proof } = parsed;
  if (record === undefined) return null;
  if (!isObject(record) || !isHash(hash) || !isHash(previousHash)) return 'the line lacks a record or its hashes';
  const { id, version } = record;
  if (typeof id !== 'number' || !Number.isSafeInteger(id)) return 'the record has no number';
  if (version !== RECORD_VERSION) return 'the record is of a version that this verifier does not know';
  return {
    line,
    id,
    previousHash,
    hash,
    computed: recordHash(previousHash, Buffer.from(canonicalText(record))),
    proof: readProof(proof),
  };
}

function readProof(proof: Json | undefined): RecordLine['proof'] {
  if (!isObject(proof)) return null;
  const { index, size, path } = proof;
  if (typeof index !== 'number' || typeof size !== 'number' || !Array.isArray(path) || !path.every(isHash)) return null;
  return { index, size, path };
}
