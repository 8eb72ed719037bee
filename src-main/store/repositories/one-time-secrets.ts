import type { OneTimeSecret } from '../../access/one-time-secret.ts';
import type { Db } from '../schema.ts';

/** The one-time secret of an account, null when it has none. */
export async function findSecret(db: Db, userId: string): Promise<OneTimeSecret | null> {
  const row = await db.selectFrom('one_time_secrets').selectAll().where('user_id', '=', userId).executeTakeFirst();
  if (!row) return null;
  const issued = { run: row.issued_run, uptime: row.issued_uptime, wall: row.issued_wall };
  return { hash: row.hash, issued, redeemed: row.redeemed === 1 };
}

/** Keeps a secret in place of the one that the account had. */
export async function keepSecret(db: Db, userId: string, { hash, issued, redeemed }: OneTimeSecret): Promise<void> {
  await dropSecret(db, userId);
  await db
    .insertInto('one_time_secrets')
    .values({
      user_id: userId,
      hash,
      issued_run: issued.run,
      issued_uptime: issued.uptime,
      issued_wall: Math.round(issued.wall),
      redeemed: redeemed ? 1 : 0,
    })
    .execute();
}

export async function dropSecret(db: Db, userId: string): Promise<void> {
  await db.deleteFrom('one_time_secrets').where('user_id', '=', userId).execute();
}
