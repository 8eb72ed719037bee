import { z } from 'zod';
import type { AuditEvent } from '../../audit/record.ts';
import type { Db } from '../schema.ts';

/** An event as it was recorded. */
export interface AuditRecord extends AuditEvent {
  /** 1 for the first record, then one more each. */
  readonly id: number;
  /** Wall clock, ms. */
  readonly at: number;
}

const DETAILS = z.record(z.string(), z.union([z.string(), z.number(), z.boolean(), z.null()]));

export async function appendAuditRecord(db: Db, event: AuditEvent, at: number): Promise<void> {
  const { actor } = event;
  await db
    .insertInto('audit_records')
    .values({
      at,
      actor_user_id: actor.userId,
      actor_username: actor.username,
      actor_role: actor.role,
      actor_session_id: actor.sessionId,
      actor_origin: actor.origin,
      action: event.action,
      subject: event.subject,
      outcome: event.outcome,
      details: JSON.stringify(event.details),
    })
    .execute();
}

/** The newest records, newest first, at most `limit`. */
export async function latestAuditRecords(db: Db, { limit }: { readonly limit: number }): Promise<AuditRecord[]> {
  const rows = await db.selectFrom('audit_records').selectAll().orderBy('id', 'desc').limit(limit).execute();
  return rows.map((row) => ({
    id: row.id,
    at: row.at,
    actor: {
      userId: row.actor_user_id,
      username: row.actor_username,
      role: row.actor_role,
      sessionId: row.actor_session_id,
      origin: row.actor_origin,
    },
    action: row.action,
    subject: row.subject,
    outcome: row.outcome,
    details: DETAILS.parse(JSON.parse(row.details)),
  }));
}
