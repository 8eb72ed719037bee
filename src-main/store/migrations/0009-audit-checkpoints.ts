import type { Migration } from '../migrate.ts';

/** Signed checkpoints of the audit log. Those of a segment that still grew may go once it is signed as complete. */
export const auditCheckpoints: Migration = {
  number: 9,
  name: 'audit-checkpoints',
  statements: [
    `CREATE TABLE audit_checkpoints (
      segment INTEGER NOT NULL CHECK (segment >= 1),
      size INTEGER NOT NULL CHECK (size >= 1),
      state TEXT NOT NULL CHECK (state IN ('open', 'sealed')),
      log TEXT NOT NULL CHECK (length(log) > 0),
      signed_at INTEGER NOT NULL CHECK (signed_at >= 0),
      note TEXT NOT NULL CHECK (length(note) > 0),
      PRIMARY KEY (segment, size, state)
    ) STRICT, WITHOUT ROWID`,
    `CREATE TRIGGER audit_checkpoints_never_change BEFORE UPDATE ON audit_checkpoints
      BEGIN SELECT RAISE(ABORT, 'audit checkpoints never change'); END`,
    `CREATE TRIGGER audit_checkpoints_go_when_sealed BEFORE DELETE ON audit_checkpoints
      WHEN OLD.state = 'sealed' OR NOT EXISTS (
        SELECT 1 FROM audit_checkpoints WHERE segment = OLD.segment AND state = 'sealed' AND size >= OLD.size
      )
      BEGIN SELECT RAISE(ABORT, 'audit checkpoints are never deleted'); END`,
  ],
};
