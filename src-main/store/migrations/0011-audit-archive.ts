import type { Migration } from '../migrate.ts';

const BASE64 = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/';
/** Characters of `key id || signature` (68 bytes) in base64, at the end of a note's only signature line. */
const SIGNATURE_CHARACTERS = 92;
const sextet = (place: number): string =>
  `instr('${BASE64}', substr(note, -${SIGNATURE_CHARACTERS + 1 - place}, 1)) - 1`;
/** The first four of those bytes, hexadecimal; SQLite has no word for base64. */
const KEY_ID = `printf('%08x', (${[0, 1, 2, 3, 4, 5]
  .map((place) => `((${sextet(place)}) << ${6 * (5 - place)})`)
  .join(' | ')}) >> 4)`;

/**
 * Segments may go into the archive, oldest first and never the newest, each leaving a stub: a checkpoint in a third
 * state. A checkpoint also says which key has signed it: where a key was lost, another one goes on, and that is kept.
 */
export const auditArchive: Migration = {
  number: 11,
  name: 'audit-archive',
  statements: [
    `DROP TRIGGER audit_checkpoints_never_change`,
    `DROP TRIGGER audit_checkpoints_go_when_sealed`,
    `ALTER TABLE audit_checkpoints RENAME TO audit_checkpoints_of_one_key`,
    `CREATE TABLE audit_checkpoints (
      segment INTEGER NOT NULL CHECK (segment >= 1),
      size INTEGER NOT NULL CHECK (size >= 1),
      state TEXT NOT NULL CHECK (state IN ('open', 'sealed', 'archived')),
      log TEXT NOT NULL CHECK (length(log) > 0),
      key_id TEXT NOT NULL CHECK (length(key_id) = 8),
      signed_at INTEGER NOT NULL CHECK (signed_at >= 0),
      note TEXT NOT NULL CHECK (length(note) > 0),
      PRIMARY KEY (segment, size, state, key_id)
    ) STRICT, WITHOUT ROWID`,
    `INSERT INTO audit_checkpoints
      SELECT segment, size, state, log, ${KEY_ID}, signed_at, note FROM audit_checkpoints_of_one_key`,
    `DROP TABLE audit_checkpoints_of_one_key`,
    `CREATE TRIGGER audit_checkpoints_never_change BEFORE UPDATE ON audit_checkpoints
      BEGIN SELECT RAISE(ABORT, 'audit checkpoints never change'); END`,
    `CREATE TRIGGER audit_checkpoints_go_when_sealed BEFORE DELETE ON audit_checkpoints
      WHEN OLD.state <> 'open' OR NOT EXISTS (
        SELECT 1 FROM audit_checkpoints
        WHERE segment = OLD.segment AND state = 'sealed' AND size >= OLD.size AND key_id = OLD.key_id
      )
      BEGIN SELECT RAISE(ABORT, 'audit checkpoints are never deleted'); END`,
    `CREATE TABLE archived_segments (
      segment INTEGER PRIMARY KEY CHECK (segment >= 1),
      first_id INTEGER NOT NULL CHECK (first_id >= 1),
      last_id INTEGER NOT NULL CHECK (last_id >= first_id),
      folder TEXT NOT NULL CHECK (length(folder) > 0),
      file TEXT NOT NULL CHECK (length(file) > 0),
      sha256 TEXT NOT NULL CHECK (length(sha256) = 64),
      archived_at INTEGER NOT NULL CHECK (archived_at >= 0)
    ) STRICT`,
    `CREATE TRIGGER archived_segments_are_the_oldest BEFORE INSERT ON archived_segments
      WHEN NEW.segment <> (SELECT coalesce(max(segment), 0) + 1 FROM archived_segments)
        OR NEW.first_id <> coalesce(
          (SELECT last_id FROM archived_segments ORDER BY segment DESC LIMIT 1), 0
        ) + 1
        OR NOT EXISTS (
          SELECT 1 FROM segments WHERE table_name = 'audit_records'
            AND first_id = NEW.first_id AND last_id = NEW.last_id
        )
        OR NOT EXISTS (
          SELECT 1 FROM segments WHERE table_name = 'audit_records' AND first_id = NEW.last_id + 1
        )
        OR NOT EXISTS (
          SELECT 1 FROM audit_checkpoints WHERE segment = NEW.segment AND state = 'archived'
        )
      BEGIN SELECT RAISE(ABORT, 'only the oldest segment is archived, with its stub, and never the newest'); END`,
    `CREATE TRIGGER archived_segments_never_change BEFORE UPDATE ON archived_segments
      BEGIN SELECT RAISE(ABORT, 'archived segments never change'); END`,
    `CREATE TRIGGER archived_segments_never_go BEFORE DELETE ON archived_segments
      BEGIN SELECT RAISE(ABORT, 'archived segments are never forgotten'); END`,
    `CREATE TABLE audit_key_successions (
      number INTEGER PRIMARY KEY CHECK (number >= 1),
      log TEXT NOT NULL CHECK (length(log) > 0),
      old_key_id TEXT CHECK (length(old_key_id) = 8),
      old_verifier_key TEXT,
      new_key_id TEXT NOT NULL CHECK (length(new_key_id) = 8),
      new_verifier_key TEXT NOT NULL CHECK (length(new_verifier_key) > 0),
      at INTEGER NOT NULL CHECK (at >= 0)
    ) STRICT`,
    `CREATE TRIGGER audit_key_successions_never_change BEFORE UPDATE ON audit_key_successions
      BEGIN SELECT RAISE(ABORT, 'successions of keys never change'); END`,
    `CREATE TRIGGER audit_key_successions_never_go BEFORE DELETE ON audit_key_successions
      BEGIN SELECT RAISE(ABORT, 'successions of keys are never forgotten'); END`,
  ],
};
