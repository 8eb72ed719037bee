import type { Kysely } from 'kysely';
import type { RoleId } from '../access/roles.ts';
import type { SessionEnd } from '../access/session-end.ts';
import type { Actor, Outcome, RecordSource } from '../audit/record.ts';

/** The tables as the newest migration leaves them. Times are wall clock, ms. */
export interface Schema {
  users: {
    id: string;
    username: string;
    canonical_name: string;
    display_name: string;
    role: RoleId;
    /** JSON of a limited scope; null: the whole plant. */
    scope: string | null;
    password_hash: string;
    created_at: number;
    last_sign_in_at: number | null;
    disabled_at: number | null;
    deleted_at: number | null;
    /** Null as long as its owner has chosen none. */
    password_changed_at: number | null;
    /** What a search looks into. */
    search_text: string;
  };
  /** `inherits` is null for a built-in role. */
  roles: { id: RoleId; name: string; canonical_name: string; inherits: RoleId | null };
  role_changes: { role_id: RoleId; resource: string; action: string; granted: 0 | 1; reason: string };
  former_passwords: { user_id: string; ended_at: number; hash: string };
  one_time_secrets: {
    user_id: string;
    hash: string;
    issued_run: string;
    issued_uptime: number;
    issued_wall: number;
    redeemed: 0 | 1;
  };
  second_factors: { user_id: string; sealed_key: string; last_step: number; enrolled_at: number };
  /** `hash` is null when the code is spent. */
  recovery_codes: { user_id: string; number: number; hash: string | null };
  throttles: { key: string; failures: number; last_run: string; last_uptime: number; last_wall: number };
  sessions: {
    id: string;
    user_id: string;
    token_hash: string;
    origin: 'electron' | 'loopback';
    begun_at: number;
    active_at: number;
    locked_at: number | null;
    ended_at: number | null;
    ended_by: SessionEnd | null;
  };
  audit_records: {
    id: number;
    at: number;
    clock_id: string;
    monotonic_ms: number;
    actor_user_id: string | null;
    actor_username: string | null;
    actor_role: string | null;
    actor_session_id: string | null;
    actor_origin: Actor['origin'];
    workstation: string | null;
    action: string;
    subject: string | null;
    robot: string | null;
    source: RecordSource | null;
    outcome: Outcome;
    /** JSON; null stands for JSON's null. */
    old_value: string | null;
    new_value: string | null;
    reason: string | null;
    /** A JSON object. */
    details: string;
    /** How the canonical form is made. */
    version: number;
    previous_hash: string;
    hash: string;
  };
  segments: {
    table_name: 'audit_records';
    first_id: number;
    last_id: number;
    first_at: number;
    last_at: number;
    /** Of the segment's file, hexadecimal. */
    sha256: string;
    /** Of the Merkle tree over the hashes of its records (RFC 9162). */
    root: string;
    /** Hash of the record before its first. */
    previous_hash: string;
    last_hash: string;
    sealed_at: number;
  };
  /** The segments whose records were moved into the archive. */
  archived_segments: {
    /** From 1. */
    segment: number;
    first_id: number;
    last_id: number;
    /** Where its records went: a folder, and the file in it. */
    folder: string;
    file: string;
    /** Of that file, hexadecimal. */
    sha256: string;
    archived_at: number;
  };
  /** Where a key that signed the log was lost, and another one went on. */
  audit_key_successions: {
    number: number;
    log: string;
    /** Null where nothing had been signed. */
    old_key_id: string | null;
    /** Null where it is lost, too. */
    old_verifier_key: string | null;
    new_key_id: string;
    new_verifier_key: string;
    at: number;
  };
  audit_checkpoints: {
    /** From 1. */
    segment: number;
    /** Records of the segment that it covers. */
    size: number;
    /** `archived`: a stub. */
    state: 'open' | 'sealed' | 'archived';
    log: string;
    /** Of the key that signed it, hexadecimal. */
    key_id: string;
    signed_at: number;
    /** A signed note. */
    note: string;
  };
  settings: {
    key: string;
    /** JSON. */
    value: string;
    changed_at: number;
    changed_by: string | null;
  };
  /** Figures of a robot's link within an hour or a day. */
  link_history: {
    robot: string;
    span_ms: 3_600_000 | 86_400_000;
    started_at: number;
    observed_ms: number;
    live_ms: number;
    simulated_ms: number;
    polls: number;
    succeeded: number;
    restarts: number;
    /** JSON, these and the following. */
    latencies: string;
    errors: string;
    versions: string;
    skew: string;
  };
  /** SQLite's own: the highest id that a table ever gave. */
  sqlite_sequence: { name: string; seq: number };
  schema_history: { number: number; name: string; applied_at: number };
}

/** What a repository works on: the database, or a transaction on it. */
export type Db = Kysely<Schema>;
