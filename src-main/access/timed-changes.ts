import type { Actor } from '../audit/record.ts';
import type { Clock } from '../clock.ts';
import type { Log } from '../log.ts';
import { roleOnRecord } from './place.ts';
import type { Store } from '../store/store.ts';
import type { TimedChange } from './sessions.ts';

/**
 * Puts on record what time does to sessions. It has happened by then: a store in trouble keeps no session open, so a
 * record that cannot be kept is an error in the log.
 */
export function recordTimedChanges(
  store: Pick<Store, 'write'>,
  clock: Pick<Clock, 'now'>,
  log: Log,
): (change: TimedChange) => void {
  return ({ kind, open }) => {
    const { id, principal } = open.session;
    const { userId, username } = principal;
    const actor: Actor = { userId, username, role: roleOnRecord(principal), sessionId: id, origin: 'console' };
    const event = { actor, subject: userId, outcome: 'succeeded' } as const;
    const activeAt = Math.round(open.activeAt);
    const at = clock.now();
    const kept =
      kind === 'locked'
        ? store.write(
            'sessions.mark',
            { id, lockedAt: at, activeAt },
            { ...event, action: 'session.lock', details: { username, by: 'time' } },
          )
        : store.write(
            'sessions.end',
            { id, at, by: 'expired', activeAt },
            { ...event, action: 'session.sign-out', details: { username, by: 'expired' } },
          );
    kept.catch((error: unknown) => log.error('the end or lock of a session is not on record', { id, kind, error }));
  };
}
