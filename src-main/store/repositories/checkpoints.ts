import type { Db, Schema } from '../schema.ts';

export type StoredCheckpoint = Schema['audit_checkpoints'];

/** Every checkpoint that is kept, oldest segment first, the smaller first. */
export async function listCheckpoints(db: Db): Promise<StoredCheckpoint[]> {
  return db
    .selectFrom('audit_checkpoints')
    .selectAll()
    .where('segment', '>=', 1)
    .orderBy('segment')
    .orderBy('size')
    .orderBy('state')
    .execute();
}

/** The newest checkpoint; null before the first. */
export async function lastCheckpoint(db: Db): Promise<StoredCheckpoint | null> {
  const row = await db
    .selectFrom('audit_checkpoints')
    .selectAll()
    // says nothing, but that the key will do
    .where('segment', '>=', 1)
    .orderBy('segment', 'desc')
    .orderBy('size', 'desc')
    .orderBy('state', 'desc')
    .limit(1)
    .executeTakeFirst();
  return row ?? null;
}

/** Keeps a checkpoint; one of a complete segment takes the place of those from before it was complete. */
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
    .execute();
}
