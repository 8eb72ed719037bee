import { sql } from 'kysely';
import { chainRecord, GENESIS_HASH } from '../../audit/chain.ts';
import { contentOf } from '../../audit/record-content.ts';
import type { Actor, Outcome } from '../../audit/record.ts';
import { ConsoleError } from '../../errors.ts';
import type { Migration } from '../migrate.ts';
import type { Db } from '../schema.ts';

/**
 * Every record says all of its event, and is chained to the one before it. Records that are there already are chained
 * from the first on: nobody can prove what happened to them before.
 */
export const auditChain: Migration = {
  number: 7,
  name: 'audit-chain',
  statements: [
    `DROP TRIGGER audit_records_never_change`,
    `DROP TRIGGER audit_records_go_into_segments_only`,
    `DROP INDEX audit_records_by_actor`,
    `DROP INDEX audit_records_by_action`,
    `ALTER TABLE audit_records RENAME TO audit_records_unchained`,
    `CREATE TABLE audit_records (
      id INTEGER PRIMARY KEY AUTOINCREMENT,
      at INTEGER NOT NULL CHECK (at >= 0),
      clock_id TEXT NOT NULL,
      monotonic_ms INTEGER NOT NULL CHECK (monotonic_ms >= 0),
      actor_user_id TEXT,
      actor_username TEXT,
      actor_role TEXT,
      actor_session_id TEXT,
      actor_origin TEXT NOT NULL CHECK (actor_origin IN ('electron', 'loopback', 'command-line', 'console')),
      workstation TEXT,
      action TEXT NOT NULL CHECK (action GLOB '?*.?*'),
      subject TEXT,
      robot TEXT,
      source TEXT CHECK (source IN ('live', 'simulated')),
      outcome TEXT NOT NULL CHECK (outcome IN ('succeeded', 'refused', 'failed')),
      old_value TEXT CHECK (json_valid(old_value)),
      new_value TEXT CHECK (json_valid(new_value)),
      reason TEXT,
      details TEXT NOT NULL CHECK (json_type(details) = 'object'),
      version INTEGER NOT NULL CHECK (version >= 1),
      previous_hash TEXT NOT NULL CHECK (length(previous_hash) = 64),
      hash TEXT NOT NULL CHECK (length(hash) = 64)
    ) STRICT`,
    `CREATE TRIGGER audit_records_never_change BEFORE UPDATE ON audit_records
      BEGIN SELECT RAISE(ABORT, 'audit records never change'); END`,
    `CREATE TRIGGER audit_records_go_into_segments_only BEFORE DELETE ON audit_records
      WHEN OLD.id > coalesce(
        (SELECT last_id FROM segments WHERE table_name = 'audit_records' ORDER BY first_id DESC LIMIT 1), 0
      )
      BEGIN SELECT RAISE(ABORT, 'audit records are never deleted'); END`,
    `CREATE INDEX audit_records_by_actor ON audit_records (actor_user_id, id)`,
    `CREATE INDEX audit_records_by_action ON audit_records (action, id)`,
    `CREATE INDEX audit_records_by_robot ON audit_records (robot, id) WHERE robot IS NOT NULL`,
    `CREATE INDEX audit_records_by_trouble ON audit_records (outcome, id) WHERE outcome <> 'succeeded'`,
  ],
  rows: chainAll,
};

/** No released console has sealed records that were not chained. */
async function refuseSealed(db: Db): Promise<void> {
  const { rows } = await sql`SELECT first_id FROM segments LIMIT 1`.execute(db);
  if (rows.length === 0) return;
  const message = 'the database was made by an unfinished console: it has sealed audit records that are not chained';
  throw new ConsoleError('STORE_SCHEMA_UNKNOWN', message);
}

interface UnchainedRow {
  readonly id: number;
  readonly at: number;
  readonly actor_user_id: string | null;
  readonly actor_username: string | null;
  readonly actor_role: string | null;
  readonly actor_session_id: string | null;
  readonly actor_origin: Actor['origin'];
  readonly action: string;
  readonly subject: string | null;
  readonly outcome: Outcome;
  readonly details: string;
}

/** What nobody wrote down then. */
const UNKNOWN_CLOCK = { clockId: 'unknown', monotonicMs: 0, workstation: null };
/** Records in one statement: each takes some 150 bytes of the journal. */
const AT_ONCE = 5000;

async function chainAll(db: Db): Promise<void> {
  await refuseSealed(db);
  let previous = GENESIS_HASH;
  for (let after = 0; ;) {
    const { rows } = await sql<UnchainedRow>`
      SELECT * FROM audit_records_unchained WHERE id > ${after} ORDER BY id LIMIT ${AT_ONCE}`.execute(db);
    if (rows.length === 0) break;
    const links = rows.map((row) => {
      const { chained } = chainRecord(contentOf(eventOf(row), { id: row.id, at: row.at, ...UNKNOWN_CLOCK }), previous);
      const link = [row.id, previous, chained.hash];
      previous = chained.hash;
      return link;
    });
    await sql`
      INSERT INTO audit_records
      SELECT old.id, at, ${UNKNOWN_CLOCK.clockId}, 0, actor_user_id, actor_username, actor_role, actor_session_id,
        actor_origin, NULL, action, subject, NULL, NULL, outcome, NULL, NULL, NULL, details, 1,
        link.value ->> 1, link.value ->> 2
      FROM json_each(${JSON.stringify(links)}) link JOIN audit_records_unchained old ON old.id = link.value ->> 0
      ORDER BY old.id`.execute(db);
    after = rows.at(-1)?.id ?? after;
  }
  // whatever had been cut off the end stays missed
  await sql`
    UPDATE sqlite_sequence SET seq = max(seq, (
      SELECT seq FROM sqlite_sequence WHERE name = 'audit_records_unchained'
    )) WHERE name = 'audit_records'`.execute(db);
}

function eventOf(row: UnchainedRow) {
  return {
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
    details: JSON.parse(row.details) as Record<string, string | number | boolean | null>,
  };
}
