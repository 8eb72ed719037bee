import { sql } from 'kysely';
import type { Actor, AuditEvent } from '../../audit/record.ts';
import { RawJson } from '../raw-json.ts';
import type { Db, Schema } from '../schema.ts';
import type { SealedSegments } from '../segments/sealed-segments.ts';
import { prepared } from '../sqlite/prepared.ts';

/** An event as it was recorded. */
export interface AuditRecord extends AuditEvent {
  /** 1 for the first record, then one more each. */
  readonly id: number;
  /** Wall clock, ms. */
  readonly at: number;
}

export interface AuditPage {
  /** Records older than this one only; all when absent. */
  readonly before?: number;
  /** At most so many. */
  readonly limit: number;
  readonly actorUserId?: string;
  readonly action?: string;
  /** The record or robot that it was done to. */
  readonly subject?: string;
}

type Row = Omit<Schema['audit_records'], 'id'>;

const insert = prepared<Row, unknown>((db, slot) =>
  db.insertInto('audit_records').values({
    at: slot('at'),
    actor_user_id: slot('actor_user_id'),
    actor_username: slot('actor_username'),
    actor_role: slot('actor_role'),
    actor_session_id: slot('actor_session_id'),
    actor_origin: slot('actor_origin'),
    action: slot('action'),
    subject: slot('subject'),
    outcome: slot('outcome'),
    details: slot('details'),
  }),
);

export async function appendAuditRecord(db: Db, event: AuditEvent, at: number): Promise<void> {
  const { actor, action, subject, outcome } = event;
  await insert(db, {
    at,
    actor_user_id: actor.userId,
    actor_username: actor.username,
    actor_role: actor.role,
    actor_session_id: actor.sessionId,
    actor_origin: actor.origin,
    action,
    subject,
    outcome,
    details: JSON.stringify(event.details),
  });
}

interface Places {
  readonly db: Db;
  readonly sealed: SealedSegments;
}

/** The newest records that fit, newest first, wherever they lie: rows for {@link auditRecordsOf}. */
export async function auditPage(places: Places, page: AuditPage): Promise<RawJson> {
  const texts: string[] = [];
  const before = page.before ?? Number.MAX_SAFE_INTEGER;
  let missing = page.limit;
  for await (const place of newestFirst(places, before)) {
    const query = pageQuery(place, { ...page, before, limit: missing });
    const { rows, count } = await query.executeTakeFirstOrThrow();
    if (count > 0) texts.push(rows.slice(1, -1));
    missing -= count;
    if (missing === 0) break;
  }
  return new RawJson(`[${texts.join(',')}]`);
}

/** The main database, then the segments that hold older records than `before`, the newest first; each when asked for. */
async function* newestFirst({ db, sealed }: Places, before: number): AsyncGenerator<Db> {
  yield db;
  for (let below = before; ;) {
    const older = await sealed.newestBelow(db, 'audit_records', below);
    if (older === null) return;
    yield older.db;
    below = older.firstId;
  }
}

/**
 * One page out of one database, as one text: handing out a thousand values one by one takes longer than finding them.
 * The order survives because the inner query is limited.
 */
export function pageQuery(
  db: Db,
  { before, limit, actorUserId, action, subject }: AuditPage & { readonly before: number },
) {
  const page = db
    .selectFrom('audit_records')
    .selectAll()
    .where('id', '<', before)
    .$if(actorUserId !== undefined, (query) => query.where('actor_user_id', '=', actorUserId ?? null))
    .$if(action !== undefined, (query) => query.where('action', '=', action ?? ''))
    .$if(subject !== undefined, (query) => query.where('subject', '=', subject ?? ''))
    .orderBy('id', 'desc')
    .limit(limit);
  return db.selectFrom(page.as('page')).select(({ fn }) => [
    sql<string>`json_group_array(json_array(
        id, at, actor_user_id, actor_username, actor_role, actor_session_id, actor_origin, action, subject, outcome,
        json(details)))`.as('rows'),
    fn.countAll<number>().as('count'),
  ]);
}

type RowOfPage = readonly [
  id: number,
  at: number,
  userId: string | null,
  username: string | null,
  role: string | null,
  sessionId: string | null,
  origin: Actor['origin'],
  action: string,
  subject: string | null,
  outcome: AuditEvent['outcome'],
  details: AuditEvent['details'],
];

/** The records in the rows of {@link auditPage}; the table's own checks vouch for their types. */
export function auditRecordsOf(rows: unknown): AuditRecord[] {
  return (rows as RowOfPage[]).map(
    ([id, at, userId, username, role, sessionId, origin, action, subject, outcome, details]) => ({
      id,
      at,
      actor: { userId, username, role, sessionId, origin },
      action,
      subject,
      outcome,
      details,
    }),
  );
}
