import type { Generated, Kysely } from 'kysely';
import type { Role } from '../access/roles.ts';
import type { Actor, Outcome } from '../audit/record.ts';

/** The tables as the newest migration leaves them. Times are wall clock, ms. */
export interface Schema {
  users: {
    id: string;
    username: string;
    canonical_name: string;
    display_name: string;
    role: Role;
    password_hash: string;
    created_at: number;
    last_sign_in_at: number | null;
  };
  audit_records: {
    id: Generated<number>;
    at: number;
    actor_user_id: string | null;
    actor_username: string | null;
    actor_role: string | null;
    actor_session_id: string | null;
    actor_origin: Actor['origin'];
    action: string;
    subject: string | null;
    outcome: Outcome;
    /** A JSON object. */
    details: string;
  };
  segments: {
    table_name: 'audit_records';
    first_id: number;
    last_id: number;
    first_at: number;
    last_at: number;
    /** Of the segment's file, hexadecimal. */
    sha256: string;
    sealed_at: number;
  };
  settings: {
    key: string;
    /** JSON. */
    value: string;
    changed_at: number;
    changed_by: string | null;
  };
  schema_history: { number: number; name: string; applied_at: number };
}

/** What a repository works on: the database, or a transaction on it. */
export type Db = Kysely<Schema>;
