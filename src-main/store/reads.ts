import { latestAuditRecords } from './repositories/audit.ts';
import { countUsers, findUserByCanonicalName, listUsers } from './repositories/users.ts';
import type { Db } from './schema.ts';

/** For a read or write that needs no argument. */
export type NoArgs = Readonly<Record<string, never>>;

/** Every question the store answers. Arguments and answers are plain data that can cross to another thread. */
export const reads = {
  'users.count': (db: Db, _args: NoArgs) => countUsers(db),
  'users.list': (db: Db, _args: NoArgs) => listUsers(db),
  'users.byCanonicalName': findUserByCanonicalName,
  'audit.latest': latestAuditRecords,
};

export type ReadName = keyof typeof reads;
export type ReadArgs<N extends ReadName> = Parameters<(typeof reads)[N]>[1];
export type ReadResult<N extends ReadName> = Awaited<ReturnType<(typeof reads)[N]>>;

/** Answers one read by its name. */
export function runRead<N extends ReadName>(db: Db, name: N, args: ReadArgs<N>): Promise<ReadResult<N>> {
  const table: { [K in ReadName]: (db: Db, args: ReadArgs<K>) => Promise<ReadResult<K>> } = reads;
  return table[name](db, args);
}
