import { createHash } from 'node:crypto';
import type { Clock } from '../clock.ts';
import { secretToken } from '../random.ts';
import type { Credentials } from '../store/repositories/credentials.ts';
import type { SecondFactorProof } from '../store/repositories/second-factors.ts';
import type { Store } from '../store/store.ts';
import type { CheckedPassword } from './checked-password.ts';
import { roleOnRecord, type Place } from './place.ts';
import type { Session } from './principal.ts';
import { endedBySignIn } from './session-limit.ts';
import type { SessionPolicy } from './session-policy.ts';
import type { Sessions } from './sessions.ts';
import { THROTTLE_LIMIT, type Throttling } from './throttling.ts';
import type { RoleBook } from './roles/role-book.ts';
import { principalOf, type Identity } from './users.ts';

/** All that led to a session, kept in the same transaction. */
export interface EntryFacts extends Omit<CheckedPassword, 'verifiedHash'> {
  readonly verifiedHash: string | null;
  readonly redeemed: Credentials['secret'];
  readonly proof: SecondFactorProof | null;
  readonly throttles: Parameters<Parameters<Throttling['success']>[2]>[0];
}

/** Whoever has just made the first account has proved nothing else. */
export const NOTHING_PROVED: EntryFacts = {
  verifiedHash: null,
  rehashed: null,
  changeReason: null,
  redeemed: null,
  proof: null,
  throttles: [],
};

export interface SessionEntryDependencies {
  readonly store: Pick<Store, 'write'>;
  readonly clock: Pick<Clock, 'now' | 'monotonic'>;
  readonly sessions: Sessions;
  readonly policy: SessionPolicy;
  readonly roles: Pick<RoleBook, 'refresh'>;
}

/** Answers what keeps a session with all that led to it, and then opens it. */
export function createSessionEntry({ store, clock, sessions, policy, roles }: SessionEntryDependencies) {
  return async (user: Identity, place: Place, facts: EntryFacts): Promise<Session> => {
    const { changeReason: reason, ...kept } = facts;
    await roles.refresh();
    const seatId = place.seat.id;
    const replaced = sessions.current(seatId);
    const others = sessions.of(user.id).filter((open) => open.seatId !== seatId);
    const counted = others.map(({ session, life }) => ({ id: session.id, life }));
    const surplus = new Set(endedBySignIn(counted, policy, clock.monotonic()).map(({ id }) => id));
    const id = secretToken(16);
    await store.write(
      'sessions.begin',
      {
        ...kept,
        id,
        userId: user.id,
        role: user.role,
        scope: user.scope,
        tokenHash: createHash('sha256').update(seatId).digest('base64url'),
        origin: place.origin,
        at: clock.now(),
        throttleLimit: THROTTLE_LIMIT,
        ending: [
          ...(replaced ? [{ id: replaced.id, by: 'replaced' as const }] : []),
          ...[...surplus].map((ending) => ({ id: ending, by: 'surplus' as const })),
        ],
      },
      {
        actor: {
          userId: user.id,
          username: user.username,
          role: roleOnRecord(user),
          sessionId: id,
          origin: place.origin,
        },
        action: 'session.sign-in',
        subject: user.id,
        outcome: 'succeeded',
        details: {
          username: user.username,
          ...(facts.proof && { secondFactor: facts.proof.kind }),
          ...(reason && { mustChange: reason }),
        },
      },
    );
    sessions.endOf(user.id, (session) => surplus.has(session.id));
    return sessions.begin(seatId, principalOf(user), { id, changeReason: reason });
  };
}
