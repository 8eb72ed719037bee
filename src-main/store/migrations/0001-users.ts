import type { Migration } from '../migrate.ts';

export const users: Migration = {
  number: 1,
  name: 'users',
  statements: [
    `CREATE TABLE users (
      id TEXT NOT NULL PRIMARY KEY CHECK (length(id) > 0),
      username TEXT NOT NULL CHECK (length(username) > 0),
      canonical_name TEXT NOT NULL UNIQUE CHECK (length(canonical_name) > 0),
      display_name TEXT NOT NULL,
      role TEXT NOT NULL CHECK (role IN ('administrator', 'supervisor', 'operator', 'viewer')),
      password_hash TEXT NOT NULL CHECK (length(password_hash) > 0),
      created_at INTEGER NOT NULL CHECK (created_at >= 0),
      last_sign_in_at INTEGER CHECK (last_sign_in_at >= 0)
    ) STRICT`,
  ],
};
