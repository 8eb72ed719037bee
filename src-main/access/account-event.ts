import type { Actor, AuditEvent } from '../audit/record.ts';
import type { UserSummary } from './users.ts';

/** That something was done to an account. */
export function accountEvent(
  actor: Actor,
  action: string,
  user: Pick<UserSummary, 'id' | 'username'>,
  details: AuditEvent['details'] = {},
): AuditEvent {
  return { actor, action, subject: user.id, outcome: 'succeeded', details: { username: user.username, ...details } };
}
