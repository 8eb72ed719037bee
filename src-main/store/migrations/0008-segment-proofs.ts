import type { Migration } from '../migrate.ts';

/** A segment says what a checkpoint of it signs. There is none yet: the step before this one has seen to that. */
export const segmentProofs: Migration = {
  number: 8,
  name: 'segment-proofs',
  statements: [
    `DROP TABLE audit_records_unchained`,
    `DROP TABLE segments`,
    `CREATE TABLE segments (
      table_name TEXT NOT NULL CHECK (table_name IN ('audit_records')),
      first_id INTEGER NOT NULL CHECK (first_id >= 1),
      last_id INTEGER NOT NULL CHECK (last_id >= first_id),
      first_at INTEGER NOT NULL CHECK (first_at >= 0),
      last_at INTEGER NOT NULL CHECK (last_at >= 0),
      sha256 TEXT NOT NULL CHECK (length(sha256) = 64),
      root TEXT NOT NULL CHECK (length(root) = 64),
      previous_hash TEXT NOT NULL CHECK (length(previous_hash) = 64),
      last_hash TEXT NOT NULL CHECK (length(last_hash) = 64),
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
  ],
};
