import type { Clock } from '../clock.ts';
import { secretToken } from '../random.ts';
import { permissionsOf } from './matrix.ts';
import type { Principal, Session } from './principal.ts';

type Listener = (session: Session | null) => void;

/** Who is signed in at which seat. In memory only: a restart of the console ends every session. */
export interface Sessions {
  /** The session at the seat, null when nobody is signed in there. */
  current(seatId: string): Session | null;
  /** Signs `principal` in at the seat; a session already there ends. */
  begin(seatId: string, principal: Principal): Session;
  /** Ends the session at the seat and answers it, null when there was none. */
  end(seatId: string): Session | null;
  /** Tells `listener` of every later change at the seat; the answer stops that. */
  onChange(seatId: string, listener: Listener): () => void;
}

export function createSessions({ clock }: { clock: Clock }): Sessions {
  const sessions = new Map<string, Session>();
  const listeners = new Map<string, Set<Listener>>();

  function announce(seatId: string, session: Session | null): void {
    for (const listener of listeners.get(seatId) ?? []) listener(session);
  }

  return {
    current: (seatId) => sessions.get(seatId) ?? null,

    begin(seatId, principal) {
      const id = secretToken(16);
      const session = { id, principal, permissions: permissionsOf(principal.role), signedInAt: clock.now() };
      sessions.set(seatId, session);
      announce(seatId, session);
      return session;
    },

    end(seatId) {
      const session = sessions.get(seatId) ?? null;
      if (sessions.delete(seatId)) announce(seatId, null);
      return session;
    },

    onChange(seatId, listener) {
      const atSeat = listeners.get(seatId) ?? new Set();
      listeners.set(seatId, atSeat.add(listener));
      return () => {
        atSeat.delete(listener);
        if (atSeat.size === 0 && listeners.get(seatId) === atSeat) listeners.delete(seatId);
      };
    },
  };
}
