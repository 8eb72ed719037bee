import path from 'node:path';
import BetterSqlite3, { type Database } from 'better-sqlite3';
import type { AuditEvent } from '../../../src-main/audit/record.ts';
import { migrations } from '../../../src-main/store/migrations/all.ts';

/** The same schema and the same statements in native SQLite, on the caller's thread; it chains nothing. */
export interface Peer {
  readonly database: Database;
  /** One durable transaction: an audit record, and the account's last sign-in. */
  signIn(event: AuditEvent, at: number): void;
  /** The audit record alone, inside whatever transaction there is. */
  append(event: AuditEvent, at: number): void;
  page(before: number, action: string): unknown[];
  close(): void;
}

export function openPeer(folder: string, name = 'peer.db'): Peer {
  const database = new BetterSqlite3(path.join(folder, name));
  database.pragma('journal_mode = WAL');
  database.pragma('synchronous = FULL');
  database.pragma('foreign_keys = ON');
  for (const { statements } of migrations) for (const statement of statements) database.exec(statement);
  database.exec(`INSERT INTO users (id, username, canonical_name, display_name, role, password_hash, created_at) VALUES
    ('ann', 'ann', 'ann', 'Ann', 'operator', 'hash', 0)`);
  const insert = database.prepare(`INSERT INTO audit_records
    (at, actor_user_id, actor_username, actor_role, actor_session_id, actor_origin, action, subject, outcome, details,
      clock_id, monotonic_ms, version, previous_hash, hash)
    VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, 1, ?, ?)`);
  const hash = 'a'.repeat(64);
  const touch = database.prepare('UPDATE users SET last_sign_in_at = ? WHERE id = ?');
  const page = database.prepare('SELECT * FROM audit_records WHERE action = ? AND id < ? ORDER BY id DESC LIMIT 100');
  const append = ({ actor, action, subject, outcome, details }: AuditEvent, at: number): void => {
    const { userId, username, role, sessionId, origin } = actor;
    insert.run(
      at,
      userId,
      username,
      role,
      sessionId,
      origin,
      action,
      subject,
      outcome,
      JSON.stringify(details),
      'clock',
      at,
      hash,
      hash,
    );
  };
  const signIn = database.transaction((event: AuditEvent, at: number) => {
    append(event, at);
    touch.run(at, 'ann');
  });
  return {
    database,
    signIn,
    append,
    page: (before, action) => page.all(action, before),
    close: () => void database.close(),
  };
}

/** A record as the console writes them all day; every tenth is of another kind. */
export function benchEvent(number: number): AuditEvent {
  return {
    actor: { userId: 'ann', username: 'ann', role: 'operator', sessionId: 'c2Vzc2lvbi1vZi1hbm4', origin: 'loopback' },
    action: number % 10 === 0 ? 'session.sign-out' : 'session.sign-in',
    subject: 'ann',
    outcome: 'succeeded',
    details: { username: 'ann', number },
  };
}
