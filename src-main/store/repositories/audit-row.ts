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

/** The values of a row, in the order of {@link COLUMNS}. */
export type RowValues = {
  readonly [Place in keyof typeof COLUMNS]: (typeof COLUMNS)[Place] extends keyof AuditRow
    ? AuditRow[(typeof COLUMNS)[Place]]
    : never;
};

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
  return chainedFrom(COLUMNS.map((column) => row[column]) as unknown as RowValues);
}

/** The chained record of a row that came as its values. */
export function chainedFrom(values: RowValues): ChainedRecord {
  return { record: contentFrom(values), previousHash: values[20], hash: values[21] };
}

/** For every page, a hundred times: no way over an object that is a row takes so little time. */
export function contentFrom(values: RowValues): RecordContent {
  return {
    action: values[10],
    actor: {
      origin: values[8],
      role: values[6],
      sessionId: values[7],
      userId: values[4],
      username: values[5],
    },
    at: values[1],
    clockId: values[2],
    details: JSON.parse(values[18]) as RecordContent['details'],
    id: values[0],
    monotonicMs: values[3],
    newValue: parsedOrNull(values[16]),
    oldValue: parsedOrNull(values[15]),
    outcome: values[14],
    reason: values[17],
    robot: values[12],
    source: values[13],
    subject: values[11],
    version: values[19] as RecordContent['version'],
    workstation: values[9],
  };
}

const parsedOrNull = (text: string | null): JsonValue => (text === null ? null : (JSON.parse(text) as JsonValue));
