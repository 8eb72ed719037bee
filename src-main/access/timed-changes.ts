import type { Actor, AuditEvent } from '../audit/record.ts';
import type { Clock } from '../clock.ts';
import { roleOnRecord } from './place.ts';
import type { Store } from '../store/store.ts';
import type { TimedChange } from './sessions.ts';

/**
 * Puts on record what time does to sessions. It has happened by then: a store in trouble keeps no session open, and gets
 * the record later.
 *
 * @param record keeps what the store did not take
 */
export function recordTimedChanges(
  store: Pick<Store, 'write'>,
  clock: Pick<Clock, 'now'>,
  record: (event: AuditEvent) => void,
): (change: TimedChange) => void {
  return ({ kind, open }) => {
    const { id, principal } = open.session;
    const { userId, username } = principal;
    const actor: Actor = { userId, username, role: roleOnRecord(principal), sessionId: id, origin: 'console' };
    const event = { actor, subject: userId, outcome: 'succeeded' } as const;
    const activeAt = Math.round(open.activeAt);
    const at = clock.now();
    const changed: AuditEvent =
      kind === 'locked'
        ? { ...event, action: 'session.lock', details: { username, by: 'time' } }
        : { ...event, action: 'session.sign-out', details: { username, by: 'expired' } };
    const kept =
      kind === 'locked'
        ? store.write('sessions.mark', { id, lockedAt: at, activeAt }, changed)
        : store.write('sessions.end', { id, at, by: 'expired', activeAt }, changed);
    kept.catch(() => record(changed));
  };
}
