import type { Actor } from '../audit/record.ts';
import type { Session } from './principal.ts';
import type { Seat } from './seats.ts';

/** The seat where somebody sits, and the shell that it belongs to. */
export interface Place {
  readonly seat: Seat;
  readonly origin: 'electron' | 'loopback';
}

/** Whoever is signed in at a place, as the audit log names them. */
export function actorOf({ id, principal }: Session, { origin }: Place): Actor {
  return { userId: principal.userId, username: principal.username, role: principal.role, sessionId: id, origin };
}
