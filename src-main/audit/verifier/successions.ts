import { isObject, parseJson, type Json } from './canonical.ts';
import type { Findings } from './findings.ts';
import { readVerifierKey, type VerifierKey } from './note.ts';
import { RECORD_AT, standsAt } from './record-line.ts';

/** A record of the log that says that another key signs it from there on. Its word alone, as long as nothing proves it. */
export interface Succession {
  readonly file: string;
  readonly line: number;
  readonly recordId: number;
  /** Id of the key before, hexadecimal; null when the record does not know it. */
  readonly oldId: string | null;
  readonly newId: string;
}

const ACTION = 'audit.new-key';
/** How the canonical text of such a record begins. */
const BEGINNING = Buffer.from(`{"action":"${ACTION}"`);

/** Whether a plain record line is one that names another key, at a glance. */
export function looksLikeSuccession(bytes: Buffer): boolean {
  return standsAt(bytes, RECORD_AT, BEGINNING);
}

/** What the record in a line says of keys; null when it says nothing of them. */
export function readSuccession(file: string, line: number, parsed: Json | undefined): Succession | null {
  const record = isObject(parsed) ? parsed['record'] : undefined;
  if (!isObject(record) || record['action'] !== ACTION || typeof record['id'] !== 'number') return null;
  const details = record['details'];
  if (!isObject(details)) return null;
  const { oldKeyId, newKey } = details;
  const next = typeof newKey === 'string' ? readVerifierKey(newKey) : null;
  if (!next) return null;
  const oldId = typeof oldKeyId === 'string' ? oldKeyId : null;
  return { file, line, recordId: record['id'], oldId, newId: next.id.toString('hex') };
}

export const readSuccessionLine = (file: string, line: number, bytes: Buffer): Succession | null =>
  readSuccession(file, line, parseJson(bytes));

/** What is known of the keys of a log beside those that are relied on. */
export interface KnownSuccessions {
  /** By the ids of keys that are not relied on: the record by which a key that is relied on claims to follow them. */
  readonly predecessors: ReadonlyMap<string, Succession>;
  /** By the ids of keys that are not relied on: the record by which they claim to follow one that is. */
  readonly claimants: ReadonlyMap<string, Succession>;
}

export function relateKeys(keys: readonly VerifierKey[], successions: readonly Succession[]): KnownSuccessions {
  const relied = new Set(keys.map(({ id }) => id.toString('hex')));
  const predecessors = new Map<string, Succession>();
  // a predecessor may have had one itself, told earlier in the log
  for (const one of successions.toSorted((a, b) => b.recordId - a.recordId)) {
    const { oldId, newId } = one;
    if (oldId === null || relied.has(oldId) || predecessors.has(oldId)) continue;
    if (relied.has(newId) || predecessors.has(newId)) predecessors.set(oldId, one);
  }
  const claimants = new Map<string, Succession>();
  for (const one of successions) {
    if (one.oldId !== null && relied.has(one.oldId) && !relied.has(one.newId)) claimants.set(one.newId, one);
  }
  return { predecessors, claimants };
}

/** Tells which part of the log rests on keys for which nobody vouches. */
export function judgePredecessors({ predecessors }: KnownSuccessions, findings: Findings): void {
  for (const [id, { file, line, recordId, newId }] of predecessors) {
    const message =
      `the records before ${recordId} were signed by another key (${id}), which was not given: the key ${newId} ` +
      'says how they stood when it took over, and cannot vouch for what happened to them before';
    findings.add({ kind: 'unvouched', file, line, recordId, message });
  }
}

/**
 * Whether keys that have signed one log follow each other by its own word.
 *
 * @param signers the ids of the relied-on keys that have signed something of the log
 */
export function judgeSigners(
  signers: ReadonlySet<string>,
  successions: readonly Succession[],
  folder: string,
  findings: Findings,
): void {
  const followers = [...signers].filter((id) =>
    successions.some(({ oldId, newId }) => newId === id && oldId !== null && signers.has(oldId)),
  );
  if (signers.size - followers.length <= 1) return;
  const message = `the keys ${[...signers].join(' and ')} have signed this log, and no record here says that one follows the other`;
  findings.add({ kind: 'unvouched', file: folder, line: null, recordId: null, message });
}
