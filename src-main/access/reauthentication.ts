import type { AuditEvent } from '../audit/record.ts';
import { ConsoleError } from '../errors.ts';
import type { Store } from '../store/store.ts';
import type { PasswordHasher } from './password-hasher.ts';
import { actorOf, type Place } from './place.ts';
import type { Session } from './principal.ts';
import type { Sessions } from './sessions.ts';
import { THROTTLE_LIMIT, type Throttling } from './throttling.ts';
import { verifyPassword } from './verification.ts';

export interface ReauthenticationDependencies {
  readonly store: Pick<Store, 'read' | 'write'>;
  readonly hasher: Pick<PasswordHasher, 'decoy' | 'verify'>;
  readonly sessions: Sessions;
  readonly throttling: Throttling;
}

/** Answers what lets the person at a seat prove again who it is: throttled and on record, like a sign-in. */
export function createReauthentication({ store, hasher, sessions, throttling }: ReauthenticationDependencies) {
  return async (password: string, place: Place): Promise<Session> => {
    const session = sessions.current(place.seat.id);
    if (session === null) throw new ConsoleError('SESSION_REQUIRED', 'nobody is signed in at this seat');
    const { userId, username } = session.principal;
    const action = session.locked ? 'session.unlock' : 'session.reauthenticate';
    const actor = actorOf(session, place);
    const event = (outcome: AuditEvent['outcome']): AuditEvent => ({
      actor,
      action,
      subject: userId,
      outcome,
      details: { username },
    });
    const target = { username, origin: place.origin };
    const found = await store.read('credentials.find', { id: userId });
    await throttling.attempt(target, { ...event('succeeded'), action: 'session.attempt' });
    if (!(await verifyPassword(found, password, hasher)).right) {
      await store.write('audit.append', {}, event('refused'));
      throw new ConsoleError('SIGN_IN_FAILED', 'the password is wrong', { rule: 'password' });
    }
    await throttling.success(target, 1, (changes) =>
      store.write('throttles.keep', { changes, limit: THROTTLE_LIMIT }, event('succeeded')),
    );
    return sessions.reauthenticated(place.seat.id);
  };
}
