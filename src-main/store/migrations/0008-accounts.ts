import type { Migration } from '../migrate.ts';

/**
 * The whole life of an account: disabled, deleted (nobody ever gets the name again) and restored; its passwords, the
 * one-time secret it begins with, its second factor; how sign-ins are slowed down; and its sessions, as a record. The
 * sessions themselves live in memory: none survives the console.
 */
export const accounts: Migration = {
  number: 8,
  name: 'accounts',
  statements: [
    `ALTER TABLE users ADD COLUMN disabled_at INTEGER CHECK (disabled_at >= 0)`,
    `ALTER TABLE users ADD COLUMN deleted_at INTEGER CHECK (deleted_at >= 0)`,
    `ALTER TABLE users ADD COLUMN password_changed_at INTEGER CHECK (password_changed_at >= 0)`,
    `ALTER TABLE users ADD COLUMN search_text TEXT NOT NULL DEFAULT ''`,
    `UPDATE users SET password_changed_at = created_at, search_text = canonical_name || ' ' || lower(display_name)`,
    `CREATE INDEX users_by_role ON users (role, canonical_name)`,
    `CREATE INDEX users_by_status ON users (deleted_at, disabled_at)`,
    `CREATE TABLE former_passwords (
      user_id TEXT NOT NULL REFERENCES users (id),
      ended_at INTEGER NOT NULL CHECK (ended_at >= 0),
      hash TEXT NOT NULL CHECK (length(hash) > 0),
      PRIMARY KEY (user_id, ended_at, hash)
    ) STRICT, WITHOUT ROWID`,
    `CREATE TABLE one_time_secrets (
      user_id TEXT NOT NULL PRIMARY KEY REFERENCES users (id),
      hash TEXT NOT NULL CHECK (length(hash) > 0),
      issued_run TEXT NOT NULL,
      issued_uptime REAL NOT NULL,
      issued_wall INTEGER NOT NULL,
      redeemed INTEGER NOT NULL CHECK (redeemed IN (0, 1))
    ) STRICT, WITHOUT ROWID`,
    `CREATE TABLE second_factors (
      user_id TEXT NOT NULL PRIMARY KEY REFERENCES users (id),
      sealed_key TEXT NOT NULL CHECK (length(sealed_key) > 0),
      last_step INTEGER NOT NULL CHECK (last_step >= 0),
      enrolled_at INTEGER NOT NULL CHECK (enrolled_at >= 0)
    ) STRICT, WITHOUT ROWID`,
    `CREATE TABLE recovery_codes (
      user_id TEXT NOT NULL REFERENCES users (id),
      number INTEGER NOT NULL CHECK (number BETWEEN 0 AND 9),
      hash TEXT CHECK (length(hash) > 0),
      PRIMARY KEY (user_id, number)
    ) STRICT, WITHOUT ROWID`,
    `CREATE TABLE throttles (
      key TEXT NOT NULL PRIMARY KEY CHECK (length(key) > 0),
      failures INTEGER NOT NULL CHECK (failures >= 1),
      last_run TEXT NOT NULL,
      last_uptime REAL NOT NULL,
      last_wall INTEGER NOT NULL
    ) STRICT, WITHOUT ROWID`,
    `CREATE INDEX throttles_least_first ON throttles (failures, last_wall)`,
    `CREATE TABLE sessions (
      id TEXT NOT NULL PRIMARY KEY CHECK (length(id) > 0),
      user_id TEXT NOT NULL REFERENCES users (id),
      token_hash TEXT NOT NULL CHECK (length(token_hash) > 0),
      origin TEXT NOT NULL CHECK (origin IN ('electron', 'loopback')),
      begun_at INTEGER NOT NULL CHECK (begun_at >= 0),
      active_at INTEGER NOT NULL CHECK (active_at >= 0),
      locked_at INTEGER CHECK (locked_at >= 0),
      ended_at INTEGER CHECK (ended_at >= 0),
      ended_by TEXT CHECK (length(ended_by) > 0),
      CHECK ((ended_at IS NULL) = (ended_by IS NULL))
    ) STRICT, WITHOUT ROWID`,
    `CREATE INDEX sessions_by_user ON sessions (user_id, begun_at)`,
    `CREATE INDEX sessions_by_end ON sessions (ended_at)`,
  ],
};
