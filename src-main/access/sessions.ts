import { isDeepStrictEqual } from 'node:util';
import type { Clock } from '../clock.ts';
import { ConsoleError } from '../errors.ts';
import { secretToken } from '../random.ts';
import type { OpenSession, TimedChange } from './open-session.ts';
import { admitByPassword, type ChangeReason } from './password-change.ts';
import type { Principal, Session, SessionOverride } from './principal.ts';
import { BUILT_IN_RIGHTS, type RoleRights } from './roles/role-book.ts';
import {
  admitByLife,
  beginLife,
  lock,
  msToNextState,
  reauthenticated,
  sessionState,
  touch,
  type SessionLife,
} from './session-life.ts';
import { seatListeners } from './seat-listeners.ts';
import { SESSION_POLICY, type SessionPolicy } from './session-policy.ts';

/** What a call may come in spite of. */
export const OBSTACLES = ['lock', 'password-change'] as const;
export type Obstacle = (typeof OBSTACLES)[number];

/** What a call asks of its session, besides a right. */
export interface SessionDemand {
  /** It wants a young authentication. */
  readonly sensitive?: boolean;
  readonly despite?: readonly Obstacle[];
}

export type { OpenSession, TimedChange } from './open-session.ts';

/** Who is signed in at which seat. In memory only: a restart of the console ends every session. */
export interface Sessions {
  /** The session at the seat, null when nobody is signed in there. */
  current(seatId: string): Session | null;
  /** The same with what only the console may know. */
  open(seatId: string): OpenSession | null;
  /** Signs `principal` in at the seat; a session already there ends. */
  begin(
    seatId: string,
    principal: Principal,
    facts?: { readonly id?: string; readonly changeReason?: ChangeReason | null },
  ): Session;
  /** Ends the session at the seat and answers it, null when there was none. */
  end(seatId: string): Session | null;
  /** Ends the sessions of an account that `ends` picks, all by default, and answers them. */
  endOf(userId: string, ends?: (session: Session) => boolean): readonly OpenSession[];
  /** The sessions of an account. */
  of(userId: string): readonly OpenSession[];
  /**
   * The session of a call from the seat, by what time and the state of the password allow.
   *
   * @throws ConsoleError SESSION_REQUIRED, SESSION_LOCKED, PASSWORD_CHANGE_REQUIRED, REAUTHENTICATION_REQUIRED
   */
  admit(seatId: string, demand: SessionDemand): Session;
  /** A person did something at the seat. */
  touch(seatId: string): void;
  /** Locks the session at the seat and answers it, null when there is none that was open. */
  lock(seatId: string): OpenSession | null;
  /** The same person has proved again who it is. @throws ConsoleError SESSION_REQUIRED */
  reauthenticated(seatId: string): Session;
  /** The person has chosen a password, which is also a proof. @throws ConsoleError SESSION_REQUIRED */
  passwordChosen(seatId: string): Session;
  /** An account has another role, scope or name: its sessions have other rights from now on. */
  changed(principal: Principal): void;
  /** Roles have changed: every session has from now on what its role grants now. */
  rolesChanged(): void;
  /** Lends the session at the seat rights besides those of its role, in place of those lent before. @throws ConsoleError SESSION_REQUIRED */
  lend(seatId: string, overrides: readonly SessionOverride[]): Session;
  /** Tells `listener` of every later change at the seat; the answer stops that. */
  onChange(seatId: string, listener: (session: Session | null) => void): () => void;
}

export interface SessionsDependencies {
  readonly clock: Clock;
  readonly policy?: SessionPolicy;
  /** What the roles may do at this moment. */
  readonly roles?: RoleRights;
  /** Told of what time does; what people do is told by whoever asked for it. */
  readonly onTime?: (change: TimedChange) => void;
}

interface Held {
  session: Session;
  life: SessionLife;
  cancel: () => void;
}

export function createSessions({
  clock,
  policy = SESSION_POLICY,
  roles = BUILT_IN_RIGHTS,
  onTime = () => {},
}: SessionsDependencies): Sessions {
  const held = new Map<string, Held>();
  const { announce, onChange } = seatListeners<Session | null>();

  function openOf(seatId: string, { session, life }: Held): OpenSession {
    return { session, seatId, life, activeAt: clock.now() - (clock.monotonic() - life.activeAt) };
  }

  function drop(seatId: string): Held | null {
    const one = held.get(seatId) ?? null;
    one?.cancel();
    held.delete(seatId);
    return one;
  }

  /** What is at the seat after whatever time has done; a late timer changes nothing about that. */
  function look(seatId: string): Held | null {
    const one = held.get(seatId);
    if (!one) return null;
    const state = sessionState(one.life, policy, clock.monotonic());
    if (state === 'expired') {
      drop(seatId);
      announce(seatId, null);
      onTime({ kind: 'expired', open: openOf(seatId, one) });
      return null;
    }
    if (state === 'locked' && !one.session.locked) {
      show(seatId, one, { ...one.session, locked: true });
      onTime({ kind: 'locked', open: openOf(seatId, one) });
    }
    return one;
  }

  /** Waits for what time will do next. */
  function arm(seatId: string, one: Held): void {
    one.cancel();
    const ms = msToNextState(one.life, policy, clock.monotonic());
    one.cancel = clock.after(ms, () => {
      if (held.get(seatId) === one && look(seatId) !== null) arm(seatId, one);
    });
  }

  function show(seatId: string, one: Held, session: Session): Session {
    one.session = session;
    arm(seatId, one);
    announce(seatId, session);
    return session;
  }

  /** The session with what its role may do by now, and with what is lent to it. */
  function withLent(session: Session, overrides: readonly SessionOverride[]): Session {
    const own = roles.permissions(session.principal.role);
    const lent = overrides.map(({ permission }) => permission).filter((permission) => !own.includes(permission));
    return { ...session, overrides, permissions: [...own, ...lent] };
  }

  function required(seatId: string): Held {
    const one = look(seatId);
    if (one === null) throw new ConsoleError('SESSION_REQUIRED', 'nobody is signed in at this seat');
    return one;
  }

  function prove(seatId: string, changes: Partial<Session>): Session {
    const one = required(seatId);
    one.life = reauthenticated(one.life, policy, clock.monotonic());
    return show(seatId, one, { ...one.session, ...changes, locked: false });
  }

  const of = (userId: string): OpenSession[] =>
    [...held.keys()].flatMap((seatId) => {
      const one = look(seatId);
      return one?.session.principal.userId === userId ? [openOf(seatId, one)] : [];
    });

  return {
    current: (seatId) => look(seatId)?.session ?? null,

    open(seatId) {
      const one = look(seatId);
      return one && openOf(seatId, one);
    },

    begin(seatId, principal, { id = secretToken(16), changeReason = null } = {}) {
      drop(seatId);
      const one: Held = {
        session: {
          id,
          principal,
          permissions: roles.permissions(principal.role),
          overrides: [],
          signedInAt: clock.now(),
          locked: false,
          changeReason,
        },
        life: beginLife(clock.monotonic()),
        cancel: () => {},
      };
      held.set(seatId, one);
      return show(seatId, one, one.session);
    },

    end(seatId) {
      const one = drop(seatId);
      if (one) announce(seatId, null);
      return one?.session ?? null;
    },

    endOf(userId, ends = () => true) {
      const ended = of(userId).filter(({ session }) => ends(session));
      for (const { seatId } of ended) {
        drop(seatId);
        announce(seatId, null);
      }
      return ended;
    },

    of,

    admit(seatId, { sensitive = false, despite = [] }) {
      const one = required(seatId);
      const { session } = one;
      if (!session.locked || !despite.includes('lock')) {
        admitByLife(one.life, policy, clock.monotonic(), sensitive);
      }
      if (!despite.includes('password-change')) admitByPassword(session.changeReason);
      return session;
    },

    touch(seatId) {
      const one = look(seatId);
      if (!one) return;
      one.life = touch(one.life, policy, clock.monotonic());
      arm(seatId, one);
    },

    lock(seatId) {
      const one = look(seatId);
      if (!one || one.session.locked) return null;
      one.life = lock(one.life);
      show(seatId, one, { ...one.session, locked: true });
      return openOf(seatId, one);
    },

    reauthenticated: (seatId) => prove(seatId, {}),
    passwordChosen: (seatId) => prove(seatId, { changeReason: null }),

    changed(principal) {
      for (const { seatId } of of(principal.userId)) {
        const one = held.get(seatId);
        if (one) show(seatId, one, withLent({ ...one.session, principal }, one.session.overrides));
      }
    },

    rolesChanged() {
      for (const [seatId, one] of held) {
        const { principal, permissions: before, overrides } = one.session;
        const roleName = roles.nameOf(principal.role);
        const now = withLent({ ...one.session, principal: { ...principal, roleName } }, overrides);
        if (roleName === principal.roleName && isDeepStrictEqual(now.permissions, before)) continue;
        show(seatId, one, now);
      }
    },

    lend(seatId, overrides) {
      const one = required(seatId);
      return show(seatId, one, withLent(one.session, overrides));
    },

    onChange,
  };
}
