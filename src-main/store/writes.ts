import type { AuditEvent } from '../audit/record.ts';
import type { NoArgs } from './reads.ts';
import { appendAuditRecord } from './repositories/audit.ts';
import { createUser, recordSignIn } from './repositories/users.ts';
import type { Db } from './schema.ts';

/** Every change the store makes. Each is a whole transaction together with its audit record. */
export const writes = {
  'users.create': createUser,
  'users.recordSignIn': recordSignIn,
  /** Nothing but the audit record: an event that changed no data, such as a refused sign-in. */
  'audit.append': async (_db: Db, _args: NoArgs): Promise<void> => {},
};

export type WriteName = keyof typeof writes;
export type WriteArgs<N extends WriteName> = Parameters<(typeof writes)[N]>[1];
export type WriteResult<N extends WriteName> = Awaited<ReturnType<(typeof writes)[N]>>;

/** Runs one write by its name and records `event`, in one transaction. */
export function runWrite<N extends WriteName>(
  db: Db,
  name: N,
  args: WriteArgs<N>,
  event: AuditEvent,
  at: number,
): Promise<WriteResult<N>> {
  const table: { [K in WriteName]: (db: Db, args: WriteArgs<K>) => Promise<WriteResult<K>> } = writes;
  return db
    .transaction()
    .execute((transaction) => appendAuditRecord(transaction, event, at).then(() => table[name](transaction, args)));
}
