import { randomUUID } from 'node:crypto';
import type { AuditEvent } from '../../audit/record.ts';
import type { Clock } from '../../clock.ts';
import { ConsoleError } from '../../errors.ts';
import type { Log } from '../../log.ts';
import type { Store } from '../../store/store.ts';
import { OVERRIDABLE } from '../matrix.ts';
import type { GroupOf } from '../own-limits.ts';
import { actorOf, type Place } from '../place.ts';
import type { Principal, Session, SessionOverride } from '../principal.ts';
import type { Permission, RoleId } from '../roles.ts';
import { isWithin } from '../scope.ts';
import type { Sessions } from '../sessions.ts';
import { unfit, type Proving, type TypedProof } from '../signatures/proving.ts';

const MINUTE_MS = 60_000;

/**
 * Why it ended: given back, its time was up, the session was locked or is over, its person has another role than the one
 * it was lent to, or its lender may no longer do it himself. A lock ends it because it was lent to somebody at work under somebody's eyes: who unlocks proves who it is,
 * and nothing about who lent it.
 */
export type OverrideEnd = 'returned' | 'expired' | 'locked' | 'session' | 'role' | 'lender';

export interface OverrideRequest extends TypedProof {
  readonly permission: Permission;
  readonly minutes: number;
  readonly reason: string;
}

/** Rights that a supervisor lends to an open session for minutes (IEC 62443-4-2 CR 2.1 RE(3)). In memory alone. */
export interface Overrides {
  /**
   * Lends the session at the seat a right that it lacks, for as long as nothing of {@link OverrideEnd} comes before.
   *
   * @throws ConsoleError SESSION_REQUIRED; OVERRIDE_IMPOSSIBLE {rule: right} for what nobody may lend, {rule: held} for
   *   what the session may do already; and what {@link Proving} says
   */
  grant(request: OverrideRequest, place: Place): Promise<Session>;
  /** Gives one back. @throws ConsoleError OVERRIDE_UNKNOWN */
  end(id: string, place: Place): Promise<void>;
  /** Takes back whose time is up, however late its timer is, and what its lender's role has lost. */
  settle(): void;
  /** What the lender may do by now; null: nothing any more. */
  lenderChanged(userId: string, principal: Principal | null): void;
}

export interface OverridesDependencies {
  readonly store: Pick<Store, 'write'>;
  readonly clock: Pick<Clock, 'now' | 'monotonic' | 'after'>;
  readonly log: Log;
  readonly sessions: Pick<Sessions, 'current' | 'lend' | 'onChange'>;
  readonly prove: Proving;
  readonly rightsOf: (role: RoleId) => readonly Permission[];
  readonly groupOf: GroupOf;
}

interface Lent {
  readonly shown: SessionOverride;
  readonly lender: Principal;
  readonly place: Place;
  readonly session: Session;
  /** Monotonic, ms. */
  readonly until: number;
  /** Stops looking after it. */
  readonly release: () => void;
}

export function createOverrides(deps: OverridesDependencies): Overrides {
  const { store, clock, log, sessions, prove, rightsOf, groupOf } = deps;
  const lent = new Map<string, Lent>();

  function sessionAt(seatId: string): Session {
    const session = sessions.current(seatId);
    if (session === null) throw new ConsoleError('SESSION_REQUIRED', 'nobody is signed in at this seat');
    return session;
  }

  /** Whether the lender may do it himself, wherever the borrower could: what is lent reaches as far as the borrower's scope. */
  const mayLend = (lender: Principal, permission: Permission, borrower: Principal): boolean =>
    rightsOf(lender.role).includes(permission) && isWithin(borrower.scope, lender.scope, groupOf);

  const lentTo = (sessionId: string): SessionOverride[] =>
    [...lent.values()].filter(({ session }) => session.id === sessionId).map(({ shown }) => shown);

  /** Takes it back at once; that it is on record is another matter, as with the end of a session. */
  function takeBack(id: string, by: OverrideEnd, place?: Place): Promise<void> {
    const one = lent.get(id);
    if (!one) return Promise.resolve();
    lent.delete(id);
    one.release();
    const { seat } = one.place;
    if (sessions.current(seat.id)?.id === one.session.id) sessions.lend(seat.id, lentTo(one.session.id));
    return store.write('audit.append', {}, endOf(one, by, place));
  }

  function takeBackUnasked(id: string, by: OverrideEnd): void {
    takeBack(id, by).catch((error: unknown) => log.error('the end of an override is not on record', { id, by, error }));
  }

  function hold(shown: SessionOverride, lender: Principal, ms: number, session: Session, place: Place): Session {
    const cancel = clock.after(ms, () => takeBackUnasked(shown.id, 'expired'));
    const stop = sessions.onChange(place.seat.id, (now) => {
      if (now?.id !== session.id) takeBackUnasked(shown.id, 'session');
      else if (now.locked) takeBackUnasked(shown.id, 'locked');
      else if (now.principal.role !== session.principal.role) takeBackUnasked(shown.id, 'role');
    });
    const release = () => {
      cancel();
      stop();
    };
    lent.set(shown.id, { shown, lender, session, place, until: clock.monotonic() + ms, release });
    return sessions.lend(place.seat.id, lentTo(session.id));
  }

  function settle(): void {
    const now = clock.monotonic();
    for (const { shown, until, lender, place, session } of lent.values()) {
      const borrower = sessions.current(place.seat.id)?.principal ?? session.principal;
      if (now >= until) takeBackUnasked(shown.id, 'expired');
      else if (!mayLend(lender, shown.permission, borrower)) takeBackUnasked(shown.id, 'lender');
    }
  }

  return {
    async grant({ permission, minutes, reason, ...typed }, place) {
      const session = sessionAt(place.seat.id);
      if (!OVERRIDABLE.includes(permission)) throw impossible('right', permission);
      if (session.permissions.includes(permission)) throw impossible('held', permission);
      const id = randomUUID();
      const lender = await prove(typed, {
        session,
        place,
        action: 'override.grant',
        subject: id,
        reason,
        details: { override: id, permission, minutes },
        admit(asked) {
          if (asked.userId === session.principal.userId) throw unfit('other');
          if (!rightsOf(asked.role).includes(permission)) throw unfit('right');
          if (!mayLend(asked, permission, session.principal)) throw unfit('scope');
        },
      });
      const now = sessionAt(place.seat.id);
      if (now.permissions.includes(permission)) throw impossible('held', permission);
      if (now.id !== session.id || now.locked || now.principal.role !== session.principal.role) {
        throw new ConsoleError('SESSION_REQUIRED', 'the session that it was granted to is not at work any more');
      }
      const ms = minutes * MINUTE_MS;
      const shown = { id, permission, grantedBy: lender.displayName, endsAt: clock.now() + ms };
      return hold(shown, lender, ms, session, place);
    },

    async end(id, place) {
      if (lent.get(id)?.place.seat.id !== place.seat.id) {
        throw new ConsoleError('OVERRIDE_UNKNOWN', `nothing is lent here as ${id}`);
      }
      await takeBack(id, 'returned', place);
    },

    settle,

    lenderChanged(userId, principal) {
      for (const one of lent.values()) {
        const { id, permission } = one.shown;
        if (one.lender.userId !== userId) continue;
        if (principal !== null && rightsOf(principal.role).includes(permission)) {
          lent.set(id, { ...one, lender: principal });
        } else takeBackUnasked(id, 'lender');
      }
      // another scope of the lender's, or of the one that it was lent to, reaches elsewhere
      settle();
    },
  };
}

/** By whoever gave it back; what comes by itself is the console's doing, in the session that it was lent to. */
function endOf({ shown, session, place }: Lent, by: OverrideEnd, asked: Place | undefined): AuditEvent {
  const actor = actorOf(session, asked ?? place);
  return {
    actor: asked ? actor : { ...actor, origin: 'console' },
    action: 'override.end',
    subject: shown.id,
    outcome: 'succeeded',
    details: { override: shown.id, permission: shown.permission, grantedBy: shown.grantedBy, by },
  };
}

function impossible(rule: 'right' | 'held', permission: Permission): ConsoleError {
  return new ConsoleError('OVERRIDE_IMPOSSIBLE', `${permission} cannot be lent here: ${rule}`, { rule });
}
