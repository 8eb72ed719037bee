import type { Clock } from '../clock.ts';
import type { Store } from '../store/store.ts';
import { actorOf, type Place } from './place.ts';
import type { Sessions } from './sessions.ts';

export interface SessionLeaveDependencies {
  readonly store: Pick<Store, 'write'>;
  readonly clock: Pick<Clock, 'now'>;
  readonly sessions: Sessions;
}

/** How people leave their session, for good or for a while; nothing happens where nobody is signed in. */
export function createSessionLeave({ store, clock, sessions }: SessionLeaveDependencies) {
  async function leave(place: Place, by: 'sign-out' | 'vacated'): Promise<void> {
    const open = sessions.open(place.seat.id);
    if (open === null) return;
    // A store in trouble must not keep anyone signed in.
    sessions.end(place.seat.id);
    const { id, principal } = open.session;
    await store.write(
      'sessions.end',
      { id, at: clock.now(), by, activeAt: Math.round(open.activeAt) },
      {
        actor: actorOf(open.session, place),
        action: 'session.sign-out',
        subject: principal.userId,
        outcome: 'succeeded',
        details: { username: principal.username, by },
      },
    );
  }

  async function lock(place: Place): Promise<void> {
    const open = sessions.lock(place.seat.id);
    if (open === null) return;
    const { session } = open;
    await store.write(
      'sessions.mark',
      { id: session.id, lockedAt: clock.now(), activeAt: Math.round(open.activeAt) },
      {
        actor: actorOf(session, place),
        action: 'session.lock',
        subject: session.principal.userId,
        outcome: 'succeeded',
        details: { username: session.principal.username, by: 'person' },
      },
    );
  }

  return { leave, lock };
}
