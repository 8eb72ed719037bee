import { canonicalJson, type JsonValue } from '../../audit/canonical-json.ts';
import type { ChainedRecord } from '../../audit/chain.ts';
import type { RecordContent } from '../../audit/record-content.ts';
import type { Schema } from '../schema.ts';

export type AuditRow = Schema['audit_records'];

/** In the order of the table. */
export const COLUMNS = [
  'id',
  'at',
  'clock_id',
  'monotonic_ms',
  'actor_user_id',
  'actor_username',
  'actor_role',
  'actor_session_id',
  'actor_origin',
  'workstation',
  'action',
  'subject',
  'robot',
  'source',
  'outcome',
  'old_value',
  'new_value',
  'reason',
  'details',
  'version',
  'previous_hash',
  'hash',
] as const satisfies readonly (keyof AuditRow)[];

/** The row whose values these are, in the order of {@link COLUMNS}. */
export function rowFrom(values: readonly unknown[]): AuditRow {
  const row: Record<string, unknown> = {};
  // for every page: pairs that become an object take four times as long
  for (let place = 0; place < COLUMNS.length; place++) row[COLUMNS[place] ?? ''] = values[place];
  return row as unknown as AuditRow;
}

/** A chained record as its row. */
export function rowOf({ record, previousHash, hash }: ChainedRecord): AuditRow {
  const { actor } = record;
  return {
    id: record.id,
    at: record.at,
    clock_id: record.clockId,
    monotonic_ms: record.monotonicMs,
    actor_user_id: actor.userId,
    actor_username: actor.username,
    actor_role: actor.role,
    actor_session_id: actor.sessionId,
    actor_origin: actor.origin,
    workstation: record.workstation,
    action: record.action,
    subject: record.subject,
    robot: record.robot,
    source: record.source,
    outcome: record.outcome,
    old_value: jsonOrNull(record.oldValue),
    new_value: jsonOrNull(record.newValue),
    reason: record.reason,
    details: canonicalJson(record.details),
    version: record.version,
    previous_hash: previousHash,
    hash,
  };
}

const jsonOrNull = (value: JsonValue): string | null => (value === null ? null : canonicalJson(value));

/** The chained record of a row; whether its hash is right is for its reader to say. */
export function chainedOf(row: AuditRow): ChainedRecord {
  return {
    record: {
      action: row.action,
      actor: {
        origin: row.actor_origin,
        role: row.actor_role,
        sessionId: row.actor_session_id,
        userId: row.actor_user_id,
        username: row.actor_username,
      },
      at: row.at,
      clockId: row.clock_id,
      details: JSON.parse(row.details) as RecordContent['details'],
      id: row.id,
      monotonicMs: row.monotonic_ms,
      newValue: parsedOrNull(row.new_value),
      oldValue: parsedOrNull(row.old_value),
      outcome: row.outcome,
      reason: row.reason,
      robot: row.robot,
      source: row.source,
      subject: row.subject,
      version: row.version as RecordContent['version'],
      workstation: row.workstation,
    },
    previousHash: row.previous_hash,
    hash: row.hash,
  };
}

const parsedOrNull = (text: string | null): JsonValue => (text === null ? null : (JSON.parse(text) as JsonValue));
