import type { Db, Schema } from '../schema.ts';

export type StoredCheckpoint = Schema['audit_checkpoints'];

const byMoment = (one: StoredCheckpoint, other: StoredCheckpoint): number =>
  one.segment - other.segment || one.size - other.size || one.signed_at - other.signed_at;

/**
 * Every checkpoint of the log that is kept, oldest segment first, the smaller first, and of two keys the later; without
 * the stubs.
 */
export async function listCheckpoints(db: Db): Promise<StoredCheckpoint[]> {
  return (await every(db)).filter(({ state }) => state !== 'archived');
}

/** The stubs of the archived segments, oldest segment first; those that a new key has signed anew come behind the first. */
export async function listStubs(db: Db): Promise<StoredCheckpoint[]> {
  return (await every(db)).filter(({ state }) => state === 'archived');
}

async function every(db: Db): Promise<StoredCheckpoint[]> {
  const rows = await db
    .selectFrom('audit_checkpoints')
    .selectAll()
    .where('segment', '>=', 1)
    .orderBy('segment')
    .orderBy('size')
    .orderBy('state')
    .execute();
  return rows.toSorted(byMoment);
}

/** The newest checkpoint, by whichever key, or by the one that is named; null before the first. */
export async function lastCheckpoint(db: Db, keyId?: string): Promise<StoredCheckpoint | null> {
  const row = await db
    .selectFrom('audit_checkpoints')
    .selectAll()
    // says nothing, but that the key will do
    .where('segment', '>=', 1)
    .$if(keyId !== undefined, (query) => query.where('key_id', '=', keyId ?? ''))
    .orderBy('segment', 'desc')
    .orderBy('size', 'desc')
    .orderBy('state', 'desc')
    .limit(1)
    .executeTakeFirst();
  return row ?? null;
}

/** Keeps a checkpoint; one of a complete segment takes the place of those of its key from before it was complete. */
export async function keepCheckpoint(db: Db, checkpoint: StoredCheckpoint): Promise<void> {
  await db
    .insertInto('audit_checkpoints')
    .values(checkpoint)
    .onConflict((conflict) => conflict.doNothing())
    .execute();
  if (checkpoint.state !== 'sealed') return;
  await db
    .deleteFrom('audit_checkpoints')
    .where('segment', '=', checkpoint.segment)
    .where('state', '=', 'open')
    .where('key_id', '=', checkpoint.key_id)
    .execute();
}
