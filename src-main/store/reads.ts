import type { UserQuery } from '../access/users.ts';
import {
  auditPage,
  auditRange,
  auditRecordsOf,
  chainedRecordsOf,
  restOfPage,
  type AuditPage,
  type AuditPagePart,
} from './repositories/audit.ts';
import { archiveState } from './repositories/archive.ts';
import { listCheckpoints, listStubs } from './repositories/checkpoints.ts';
import { listSuccessions } from './repositories/key-successions.ts';
import { linkHistoryOf, linkRowsAt, oldestLinkHours } from './repositories/link-history.ts';
import { readSetting } from './repositories/settings.ts';
import { findCredentials } from './repositories/credentials.ts';
import { countPeople, listRoles } from './repositories/roles.ts';
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
  'roles.list': ({ db }: Sources, _args: NoArgs) => listRoles(db),
  'roles.people': ({ db }: Sources, _args: NoArgs) => countPeople(db),
  'credentials.find': ({ db }: Sources, args: { readonly canonicalName: string } | { readonly id: string }) =>
    findCredentials(db, args),
  'throttles.read': ({ db }: Sources, args: { readonly keys: readonly string[] }) => readThrottles(db, args),
  'sessions.list': ({ db }: Sources, args: { readonly userId: string; readonly limit: number }) =>
    listSessions(db, args),
  'settings.read': ({ db }: Sources, args: { readonly key: string }) => readSetting(db, args),
  'links.at': ({ db }: Sources, args: Parameters<typeof linkRowsAt>[1]) => linkRowsAt(db, args),
  'links.history': ({ db }: Sources, args: { readonly robot: string; readonly from: number }) =>
    linkHistoryOf(db, args),
  'links.oldest': ({ db }: Sources, args: Parameters<typeof oldestLinkHours>[1]) => oldestLinkHours(db, args),
  /** New records may come between its parts; they are newer than all of it. */
  'audit.page': (sources: Sources, args: AuditPage) => auditPage(sources, args),
  /** At most some thousands at a time. */
  'audit.range': (sources: Sources, args: { readonly firstId: number; readonly lastId: number }) =>
    auditRange(sources, args),
  'audit.archive': ({ db }: Sources, args: { readonly before: number | null }) => archiveState(db, args),
  'audit.stubs': ({ db }: Sources, _args: NoArgs) => listStubs(db),
  'audit.keySuccessions': ({ db }: Sources, _args: NoArgs) => listSuccessions(db),
  'audit.checkpoints': ({ db }: Sources, _args: NoArgs) => listCheckpoints(db),
};

/** What the asker's side makes of an answer that has crossed in parts, where it is not the answer already. */
const received = {
  'audit.page': (parts: readonly AuditPagePart[]) => auditRecordsOf(parts),
  'audit.range': ([rows]: readonly unknown[][][]) => chainedRecordsOf(rows ?? []),
};

/** Reads that answer a part at a time, so that nobody waits for the whole: what to ask for the rest, null at the end. */
const rest = { 'audit.page': restOfPage };

export type ReadName = keyof typeof reads;
export type ReadArgs<N extends ReadName> = Parameters<(typeof reads)[N]>[1];
export type ReadResult<N extends ReadName> = N extends keyof typeof received
  ? ReturnType<(typeof received)[N]>
  : Awaited<ReturnType<(typeof reads)[N]>>;

/** Answers one read, or a part of it, by its name. */
export function runRead(sources: Sources, name: ReadName, args: unknown): Promise<unknown> {
  const table = reads as Record<ReadName, (sources: Sources, args: unknown) => Promise<unknown>>;
  return table[name](sources, args);
}

/** Asks until the whole answer is there; other calls may have their turn between its parts. */
export async function askWhole<N extends ReadName>(
  name: N,
  args: ReadArgs<N>,
  ask: (args: unknown) => Promise<unknown>,
): Promise<ReadResult<N>> {
  const restOf: Partial<Record<ReadName, (args: never, answer: never) => unknown>> = rest;
  const parts: unknown[] = [];
  for (let next: unknown = args; next !== null;) {
    const part = await ask(next);
    parts.push(part);
    next = restOf[name]?.(next as never, part as never) ?? null;
  }
  const whole: Partial<Record<ReadName, (parts: never) => unknown>> = received;
  return (whole[name]?.(parts as never) ?? parts[0]) as ReadResult<N>;
}
