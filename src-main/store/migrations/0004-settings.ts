import type { Migration } from '../migrate.ts';

/** Settings that are made in the console itself, not in its configuration file. */
export const settings: Migration = {
  number: 4,
  name: 'settings',
  statements: [
    `CREATE TABLE settings (
      key TEXT NOT NULL PRIMARY KEY CHECK (length(key) > 0),
      value TEXT NOT NULL CHECK (json_valid(value)),
      changed_at INTEGER NOT NULL CHECK (changed_at >= 0),
      changed_by TEXT REFERENCES users (id)
    ) STRICT, WITHOUT ROWID`,
    `CREATE INDEX settings_by_person ON settings (changed_by)`,
  ],
};
