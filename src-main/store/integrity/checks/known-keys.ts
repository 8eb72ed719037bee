import { openNote } from '../../../audit/signed-note.ts';
import { listSuccessions } from '../../repositories/key-successions.ts';
import type { Db } from '../../schema.ts';

/** The keys that may have signed the log: the present one, and those that it is on record to have followed. */
export interface KnownKeys {
  /** Verifier keys; none where the present one is not here. */
  readonly keys: readonly string[];
  /** Ids of former keys of which nothing else is left: what they signed is signed anew by the key after them. */
  readonly lost: ReadonlySet<string>;
}

/** @param recorded whether the database is new enough to say which key followed which */
export async function knownKeys(db: Db, verifierKey: string | null, recorded = true): Promise<KnownKeys> {
  if (verifierKey === null || verifierKey === '') return { keys: [], lost: new Set() };
  const keys = [verifierKey];
  const lost = new Set<string>();
  for (const one of (recorded ? await listSuccessions(db) : []).toReversed()) {
    if (one.new_verifier_key !== keys.at(-1)) continue;
    if (one.old_verifier_key !== null) keys.push(one.old_verifier_key);
    else if (one.old_key_id !== null) lost.add(one.old_key_id);
  }
  return { keys, lost };
}

/** Null when one of the keys has signed the note; else in words why it proves nothing. */
export function openedNote(note: string, { keys }: KnownKeys): string | null {
  if (keys.length === 0) return 'it cannot be told whether it is genuine: the verifier key is not here';
  const reasons = keys.map((key) => {
    try {
      openNote(note, key);
      return null;
    } catch (error) {
      return error instanceof Error ? error.message : String(error);
    }
  });
  return reasons.includes(null) ? null : (reasons[0] ?? null);
}
