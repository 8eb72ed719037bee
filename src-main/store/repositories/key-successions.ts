import type { Db, Schema } from '../schema.ts';

export type KeySuccession = Schema['audit_key_successions'];

/** Every time that another key went on signing the log, oldest first. */
export async function listSuccessions(db: Db): Promise<KeySuccession[]> {
  return db.selectFrom('audit_key_successions').selectAll().where('number', '>=', 1).orderBy('number').execute();
}

/** What is kept when another key goes on. */
export type NewKey = Omit<KeySuccession, 'number'>;

export async function keepSuccession(db: Db, succession: NewKey): Promise<void> {
  const number = (await listSuccessions(db)).length + 1;
  await db
    .insertInto('audit_key_successions')
    .values({ number, ...succession })
    .execute();
}
