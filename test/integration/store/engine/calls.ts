import { expect } from 'vitest';
import type { Call, Outcome } from '../../../../src-main/store/engine.ts';
import { jsonOf } from '../../../../src-main/store/raw-json.ts';
import type { UserSummary } from '../../../../src-main/access/users.ts';
import { auditRecordsOf, type AuditPagePart } from '../../../../src-main/store/repositories/audit.ts';
import { auditEvent, newUser } from '../../../support/store-data.ts';

export const makeUser = (name: string): Call => ({
  kind: 'write',
  name: 'users.create',
  args: newUser(name),
  event: auditEvent({ subject: name }),
  at: 1,
});

export const signOut = (subject: string): Call => ({
  kind: 'write',
  name: 'audit.append',
  args: {},
  event: auditEvent({ action: 'session.sign-out', subject }),
  at: 1,
});

export const askUsers: Call = { kind: 'read', name: 'users.list', args: {} };
export const askRecords: Call = { kind: 'read', name: 'audit.page', args: { limit: 99 } };

/** In one word: `done`, the names of an answered list of accounts, or the code of the refusal. */
export function told(outcome: Outcome | undefined): string {
  if (outcome === undefined) throw new Error('a call was not answered');
  if ('error' in outcome) return outcome.error.code;
  if (outcome.value === undefined) return 'done';
  return (outcome.value as UserSummary[]).map(({ username }) => username).join(' ');
}

/** The subjects of the records in an answered page, oldest first. */
export function subjectsIn(outcome: Outcome | undefined): unknown[] {
  expect(outcome).toHaveProperty('value');
  const page = JSON.parse(jsonOf((outcome as { value: unknown }).value)) as AuditPagePart;
  return auditRecordsOf([page])
    .map(({ subject }) => subject)
    .toReversed();
}
