import type { UserQuery } from '../access/users.ts';
import { auditPage, auditRange, auditRecordsOf, chainedRecordsOf, type AuditPage } from './repositories/audit.ts';
import { listCheckpoints } from './repositories/checkpoints.ts';
import { readSetting } from './repositories/settings.ts';
import { findCredentials } from './repositories/credentials.ts';
import { listSessions } from './repositories/sessions.ts';
import { readThrottles } from './repositories/throttles.ts';
import {
  countUsers,
  findUser,
  findUserByCanonicalName,
  listNames,
  listUsers,
  pageUsers,
} from './repositories/users.ts';
import type { Db } from './schema.ts';
import type { SealedSegments } from './segments/sealed-segments.ts';

/** For a read or write that needs no argument. */
export type NoArgs = Readonly<Record<string, never>>;

/** What a read may look at: the main database, and the segments that it names. */
export interface Sources {
  readonly db: Db;
  readonly sealed: SealedSegments;
}

/** Every question the store answers. Arguments and answers are plain JSON, as they cross to another thread. */
export const reads = {
  'users.count': ({ db }: Sources, _args: NoArgs) => countUsers(db),
  'users.list': ({ db }: Sources, _args: NoArgs) => listUsers(db),
  'users.names': ({ db }: Sources, _args: NoArgs) => listNames(db),
  'users.page': ({ db }: Sources, args: UserQuery) => pageUsers(db, args),
  'users.one': ({ db }: Sources, args: { readonly id: string }) => findUser(db, args),
  'users.byCanonicalName': ({ db }: Sources, args: { readonly canonicalName: string }) =>
    findUserByCanonicalName(db, args),
  'credentials.find': ({ db }: Sources, args: { readonly canonicalName: string } | { readonly id: string }) =>
    findCredentials(db, args),
  'throttles.read': ({ db }: Sources, args: { readonly keys: readonly string[] }) => readThrottles(db, args),
  'sessions.list': ({ db }: Sources, args: { readonly userId: string; readonly limit: number }) =>
    listSessions(db, args),
  'settings.read': ({ db }: Sources, args: { readonly key: string }) => readSetting(db, args),
  'audit.page': (sources: Sources, args: AuditPage) => auditPage(sources, args),
  /** At most some thousands at a time. */
  'audit.range': (sources: Sources, args: { readonly firstId: number; readonly lastId: number }) =>
    auditRange(sources, args),
  'audit.checkpoints': ({ db }: Sources, _args: NoArgs) => listCheckpoints(db),
};

/** What the asker's side makes of an answer that has crossed, where it is not the answer already. */
const received = { 'audit.page': auditRecordsOf, 'audit.range': chainedRecordsOf };

export type ReadName = keyof typeof reads;
export type ReadArgs<N extends ReadName> = Parameters<(typeof reads)[N]>[1];
export type ReadResult<N extends ReadName> = N extends keyof typeof received
  ? ReturnType<(typeof received)[N]>
  : Awaited<ReturnType<(typeof reads)[N]>>;

/** Answers one read by its name. */
export function runRead(sources: Sources, name: ReadName, args: unknown): Promise<unknown> {
  const table = reads as Record<ReadName, (sources: Sources, args: unknown) => Promise<unknown>>;
  return table[name](sources, args);
}

/** The answer to a read, from what crossed. */
export function receivedResult<N extends ReadName>(name: N, answer: unknown): ReadResult<N> {
  const table: Partial<Record<ReadName, (answer: unknown) => unknown>> = received;
  return (table[name]?.(answer) ?? answer) as ReadResult<N>;
}
