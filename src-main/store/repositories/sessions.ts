import type { SessionEnd } from '../../access/session-end.ts';
import type { Db, Schema } from '../schema.ts';

/** A session as it is on record; nothing of it opens anything. Times are wall clock, ms. */
export interface SessionRecord {
  readonly id: string;
  readonly origin: 'electron' | 'loopback';
  readonly begunAt: number;
  readonly activeAt: number;
  readonly lockedAt: number | null;
  readonly endedAt: number | null;
  readonly endedBy: SessionEnd | null;
}

export interface SessionClose {
  readonly id: string;
  /** Wall clock, ms. */
  readonly at: number;
  readonly by: SessionEnd;
  /** The last input of its owner; null where it is not told. */
  readonly activeAt: number | null;
}

/** Does nothing to a session that has ended, or was never on record. */
export async function endSession(db: Db, { id, at, by, activeAt }: SessionClose): Promise<void> {
  await db
    .updateTable('sessions')
    .set({ ended_at: at, ended_by: by, ...(activeAt !== null && { active_at: activeAt }) })
    .where('id', '=', id)
    .where('ended_at', 'is', null)
    .execute();
}

/** @param lockedAt wall clock, ms; null: it is open again */
export async function markSession(
  db: Db,
  { id, lockedAt, activeAt }: { readonly id: string; readonly lockedAt: number | null; readonly activeAt: number },
): Promise<void> {
  await db
    .updateTable('sessions')
    .set({ locked_at: lockedAt, active_at: activeAt })
    .where('id', '=', id)
    .where('ended_at', 'is', null)
    .execute();
}

/** Ends the sessions of an account, all or all but one. */
export async function endSessionsOf(
  db: Db,
  args: { readonly userId: string; readonly except: string | null; readonly at: number; readonly by: SessionEnd },
): Promise<void> {
  await db
    .updateTable('sessions')
    .set({ ended_at: args.at, ended_by: args.by })
    .where('user_id', '=', args.userId)
    .where('ended_at', 'is', null)
    .$if(args.except !== null, (query) => query.where('id', '<>', args.except ?? ''))
    .execute();
}

/**
 * A console that starts has no session yet: those on record as open ended with the one before. Records of sessions that
 * ended long ago go.
 */
export async function closeFormerSessions(
  db: Db,
  { at, forgetBefore }: { readonly at: number; readonly forgetBefore: number },
): Promise<void> {
  await db.updateTable('sessions').set({ ended_at: at, ended_by: 'console' }).where('ended_at', 'is', null).execute();
  await db.deleteFrom('sessions').where('ended_at', '<', forgetBefore).execute();
}

/** The sessions of an account, the newest first. */
export async function listSessions(
  db: Db,
  { userId, limit }: { readonly userId: string; readonly limit: number },
): Promise<SessionRecord[]> {
  const rows = await db
    .selectFrom('sessions')
    .selectAll()
    .where('user_id', '=', userId)
    .orderBy('begun_at', 'desc')
    .limit(limit)
    .execute();
  return rows.map(toRecord);
}

function toRecord(row: Schema['sessions']): SessionRecord {
  return {
    id: row.id,
    origin: row.origin,
    begunAt: row.begun_at,
    activeAt: row.active_at,
    lockedAt: row.locked_at,
    endedAt: row.ended_at,
    endedBy: row.ended_by,
  };
}
