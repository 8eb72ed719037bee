import type { Actor } from '../audit/record.ts';
import type { Session } from './principal.ts';
import type { Seat } from './seats.ts';

/** The seat where somebody sits, and the shell that it belongs to. */
export interface Place {
  readonly seat: Seat;
  readonly origin: 'electron' | 'loopback';
}

/** Whoever is signed in at a place, as the audit log names them. */
export function actorOf({ id, principal }: Session, { seat, origin }: Place): Actor {
  const { userId, username, role } = principal;
  return { userId, username, role, sessionId: id, origin, ...seat.authority };
}
