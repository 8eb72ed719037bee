import type { Migration } from '../migrate.ts';

/**
 * What the links to the robots were like, an hour or (of what is older) a day a row: counted, not recorded. Robots come and
 * go, and what is known of their links stays until it is too old: their ids refer to nothing here.
 */
export const linkHistory: Migration = {
  number: 12,
  name: 'link-history',
  statements: [
    `CREATE TABLE link_history (
      robot TEXT NOT NULL CHECK (length(robot) > 0),
      span_ms INTEGER NOT NULL CHECK (span_ms IN (3600000, 86400000)),
      started_at INTEGER NOT NULL CHECK (started_at >= 0 AND started_at % span_ms = 0),
      observed_ms INTEGER NOT NULL CHECK (observed_ms >= 0),
      live_ms INTEGER NOT NULL CHECK (live_ms >= 0),
      simulated_ms INTEGER NOT NULL CHECK (simulated_ms >= 0),
      polls INTEGER NOT NULL CHECK (polls >= 0),
      succeeded INTEGER NOT NULL CHECK (succeeded >= 0),
      restarts INTEGER NOT NULL CHECK (restarts >= 0),
      latencies TEXT NOT NULL CHECK (json_type(latencies) IS 'array'),
      errors TEXT NOT NULL CHECK (json_type(errors) IS 'object'),
      versions TEXT NOT NULL CHECK (json_type(versions) IS 'array'),
      skew TEXT NOT NULL CHECK (json_type(skew) IN ('object', 'null')),
      PRIMARY KEY (robot, span_ms, started_at)
    ) STRICT, WITHOUT ROWID`,
    `CREATE INDEX link_history_by_time ON link_history (span_ms, started_at)`,
  ],
};
