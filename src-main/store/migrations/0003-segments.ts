import type { Migration } from '../migrate.ts';

/**
 * Records that only accumulate leave the database in sealed segments; this table names them. A record may go only when
 * a segment holds it, and segments follow each other without a gap. The indexes are those of the paged queries.
 * What is asked for every record that goes must find the last segment without reading them all.
 */
export const segments: Migration = {
  number: 3,
  name: 'segments',
  statements: [
    `CREATE TABLE segments (
      table_name TEXT NOT NULL CHECK (table_name IN ('audit_records')),
      first_id INTEGER NOT NULL CHECK (first_id >= 1),
      last_id INTEGER NOT NULL CHECK (last_id >= first_id),
      first_at INTEGER NOT NULL CHECK (first_at >= 0),
      last_at INTEGER NOT NULL CHECK (last_at >= 0),
      sha256 TEXT NOT NULL CHECK (length(sha256) = 64),
      sealed_at INTEGER NOT NULL CHECK (sealed_at >= 0),
      PRIMARY KEY (table_name, first_id)
    ) STRICT, WITHOUT ROWID`,
    `CREATE TRIGGER segments_follow_each_other BEFORE INSERT ON segments
      WHEN NEW.first_id <> (
        SELECT coalesce(max(last_id), 0) + 1 FROM segments WHERE table_name = NEW.table_name
      )
      BEGIN SELECT RAISE(ABORT, 'a segment begins where the one before it ends'); END`,
    `CREATE TRIGGER segments_never_change BEFORE UPDATE ON segments
      BEGIN SELECT RAISE(ABORT, 'segments never change'); END`,
    `CREATE TRIGGER segments_never_go BEFORE DELETE ON segments
      BEGIN SELECT RAISE(ABORT, 'segments are never deleted'); END`,
    `DROP TRIGGER audit_records_never_go`,
    `CREATE TRIGGER audit_records_go_into_segments_only BEFORE DELETE ON audit_records
      WHEN OLD.id > coalesce(
        (SELECT last_id FROM segments WHERE table_name = 'audit_records' ORDER BY first_id DESC LIMIT 1), 0
      )
      BEGIN SELECT RAISE(ABORT, 'audit records are never deleted'); END`,
    `CREATE INDEX audit_records_by_actor ON audit_records (actor_user_id, id)`,
    `CREATE INDEX audit_records_by_action ON audit_records (action, id)`,
  ],
};
