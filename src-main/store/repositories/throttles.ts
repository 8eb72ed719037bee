import { sql } from 'kysely';
import type { ThrottleState } from '../../access/throttle.ts';
import type { Db } from '../schema.ts';

/** The states of these keys, in their order; null where nothing is kept. */
export async function readThrottles(db: Db, { keys }: { readonly keys: readonly string[] }): Promise<ThrottleState[]> {
  const rows = await db
    .selectFrom('throttles')
    .selectAll()
    .where('key', 'in', [...keys])
    .execute();
  return keys.map((wanted) => {
    const row = rows.find(({ key }) => key === wanted);
    if (!row) return null;
    return { failures: row.failures, last: { run: row.last_run, uptime: row.last_uptime, wall: row.last_wall } };
  });
}

export interface ThrottleChange {
  readonly key: string;
  /** Null wipes it. */
  readonly state: ThrottleState;
}

/**
 * Keeps states, and of all no more than `limit`: whoever invents names could fill the store. Those with the fewest
 * failures go first, then the oldest: an account under attack keeps its count.
 */
export async function keepThrottles(
  db: Db,
  { changes, limit }: { readonly changes: readonly ThrottleChange[]; readonly limit: number },
): Promise<void> {
  for (const { key, state } of changes) {
    await db.deleteFrom('throttles').where('key', '=', key).execute();
    if (state === null) continue;
    const { run, uptime, wall } = state.last;
    await db
      .insertInto('throttles')
      .values({ key, failures: state.failures, last_run: run, last_uptime: uptime, last_wall: Math.round(wall) })
      .execute();
  }
  const { count } = await db
    .selectFrom('throttles')
    .select(({ fn }) => fn.countAll<number>().as('count'))
    .executeTakeFirstOrThrow();
  if (count <= limit) return;
  const least = db.selectFrom('throttles').select('key').orderBy('failures').orderBy('last_wall').orderBy('key');
  const kept = changes.map(({ key }) => key);
  await db
    .deleteFrom('throttles')
    .where('key', 'in', least.where('key', 'not in', kept).limit(sql.val(count - limit)))
    .execute();
}
