import type { Migration } from '../migrate.ts';

/**
 * Append-only by trigger. The actor is no foreign key: a record must outlive the account, and also names people who
 * have none (a failed sign-in).
 */
export const audit: Migration = {
  number: 2,
  name: 'audit',
  statements: [
    `CREATE TABLE audit_records (
      id INTEGER PRIMARY KEY AUTOINCREMENT,
      at INTEGER NOT NULL CHECK (at >= 0),
      actor_user_id TEXT,
      actor_username TEXT,
      actor_role TEXT,
      actor_session_id TEXT,
      actor_origin TEXT NOT NULL CHECK (actor_origin IN ('electron', 'loopback', 'command-line', 'console')),
      action TEXT NOT NULL CHECK (action GLOB '?*.?*'),
      subject TEXT,
      outcome TEXT NOT NULL CHECK (outcome IN ('succeeded', 'refused', 'failed')),
      details TEXT NOT NULL CHECK (json_type(details) = 'object')
    ) STRICT`,
    `CREATE TRIGGER audit_records_never_change BEFORE UPDATE ON audit_records
      BEGIN SELECT RAISE(ABORT, 'audit records never change'); END`,
    `CREATE TRIGGER audit_records_never_go BEFORE DELETE ON audit_records
      BEGIN SELECT RAISE(ABORT, 'audit records are never deleted'); END`,
  ],
};
