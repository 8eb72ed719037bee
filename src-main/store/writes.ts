import type { AuditEvent } from '../audit/record.ts';
import type { AuditTrail } from './audit-trail.ts';
import type { NoArgs } from './reads.ts';
import { keepSuccession } from './repositories/key-successions.ts';
import { keepLinks } from './repositories/link-history.ts';
import { changeSetting } from './repositories/settings.ts';
import { assignRole, assignScope, deleteUser, disableUser, editUser } from './repositories/account-changes.ts';
import { changePassword, resetPassword } from './repositories/credentials.ts';
import { enrolSecondFactor, removeSecondFactor, replaceRecoveryCodes } from './repositories/second-factors.ts';
import { keepProof } from './repositories/proofs.ts';
import { createRole, deleteRole, editRole } from './repositories/roles.ts';
import { beginSession } from './repositories/session-begin.ts';
import { closeFormerSessions, endSession, endSessionsOf, markSession } from './repositories/sessions.ts';
import { keepThrottles } from './repositories/throttles.ts';
import { createUser, recordSignIn } from './repositories/users.ts';
import type { Db } from './schema.ts';

/** Every change that somebody may ask for. Each is a whole transaction together with its audit record. */
export const writes = {
  'users.create': createUser,
  'users.recordSignIn': recordSignIn,
  'users.edit': editUser,
  'users.assignRole': assignRole,
  'users.assignScope': assignScope,
  'users.disable': disableUser,
  'users.delete': deleteUser,
  'roles.create': createRole,
  'roles.edit': editRole,
  'roles.delete': deleteRole,
  'credentials.resetPassword': resetPassword,
  'credentials.changePassword': changePassword,
  'credentials.prove': keepProof,
  'secondFactor.enrol': enrolSecondFactor,
  'secondFactor.remove': removeSecondFactor,
  'secondFactor.replaceCodes': replaceRecoveryCodes,
  'throttles.keep': keepThrottles,
  'sessions.begin': beginSession,
  'sessions.mark': markSession,
  'sessions.end': endSession,
  'sessions.endAllOf': endSessionsOf,
  'sessions.closeFormer': closeFormerSessions,
  'settings.change': changeSetting,
  /** Another key goes on signing the log. */
  'audit.newKey': keepSuccession,
  /** Nothing but the audit record: an event that changed no data, such as a refused sign-in. */
  'audit.append': async (_db: Db, _args: NoArgs): Promise<void> => {},
};

/**
 * What the console counts of its own accord, every few minutes: nobody has asked for it, and nobody's rights or deeds hang
 * on it, so that it stands in no audit record. Nothing else may ever be kept this way.
 */
export const figures = { 'links.keep': keepLinks };

export type FiguresName = keyof typeof figures;
export type FiguresArgs<N extends FiguresName> = Parameters<(typeof figures)[N]>[1];
export type WriteName = keyof typeof writes;
export type WriteArgs<N extends WriteName> = Parameters<(typeof writes)[N]>[1];
export type WriteResult<N extends WriteName> = Awaited<ReturnType<(typeof writes)[N]>>;

/** Keeps figures by their name, inside the transaction that the caller has begun. */
export async function runFigures(db: Db, name: FiguresName, args: unknown): Promise<void> {
  await figures[name](db, args as never);
}

/** Runs one write by its name and records `event`, inside the transaction that the caller has begun. */
export async function runWrite(
  { db, trail }: { readonly db: Db; readonly trail: AuditTrail },
  name: WriteName,
  args: unknown,
  event: AuditEvent,
  at: number,
): Promise<unknown> {
  const table = writes as Record<WriteName, (db: Db, args: never) => Promise<unknown>>;
  await trail.append(db, event, at);
  return table[name](db, args as never);
}
