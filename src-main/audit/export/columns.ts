import { canonicalJson, type JsonValue } from '../canonical-json.ts';
import type { ChainedRecord } from '../chain.ts';

export interface Column {
  readonly name: string;
  value(chained: ChainedRecord): string;
}

/** A record as a row of texts. Nothing is left out: a table that omits a field cannot be compared with the log. */
export const COLUMNS: readonly Column[] = [
  { name: 'id', value: ({ record }) => String(record.id) },
  { name: 'time', value: ({ record }) => new Date(record.at).toISOString() },
  { name: 'username', value: ({ record }) => text(record.actor.username) },
  { name: 'role', value: ({ record }) => text(record.actor.role) },
  { name: 'action', value: ({ record }) => record.action },
  { name: 'subject', value: ({ record }) => text(record.subject) },
  { name: 'robot', value: ({ record }) => text(record.robot) },
  { name: 'source', value: ({ record }) => text(record.source) },
  { name: 'outcome', value: ({ record }) => record.outcome },
  { name: 'oldValue', value: ({ record }) => json(record.oldValue) },
  { name: 'newValue', value: ({ record }) => json(record.newValue) },
  { name: 'reason', value: ({ record }) => text(record.reason) },
  { name: 'details', value: ({ record }) => json(record.details) },
  { name: 'workstation', value: ({ record }) => text(record.workstation) },
  { name: 'origin', value: ({ record }) => record.actor.origin },
  { name: 'userId', value: ({ record }) => text(record.actor.userId) },
  { name: 'sessionId', value: ({ record }) => text(record.actor.sessionId) },
  { name: 'clockId', value: ({ record }) => record.clockId },
  { name: 'monotonicMs', value: ({ record }) => String(record.monotonicMs) },
  { name: 'version', value: ({ record }) => String(record.version) },
  { name: 'previousHash', value: ({ previousHash }) => previousHash },
  { name: 'hash', value: ({ hash }) => hash },
];

const text = (value: string | null) => value ?? '';
const json = (value: JsonValue) => (value === null ? '' : canonicalJson(value));
