import type { Actor } from '../audit/record.ts';
import type { Principal, Session } from './principal.ts';
import { isBuiltIn } from './roles.ts';
import type { Seat } from './seats.ts';

/** The seat where somebody sits, and the shell that it belongs to. */
export interface Place {
  readonly seat: Seat;
  readonly origin: 'electron' | 'loopback';
}

/** Whoever is signed in at a place, as the audit log names them. */
export function actorOf({ id, principal }: Session, { seat, origin }: Place): Actor {
  const { userId, username } = principal;
  return { userId, username, role: roleOnRecord(principal), sessionId: id, origin, ...seat.authority };
}

/** As the audit log names a role: a built-in one by its id, one of the plant's own as it is called at the time. */
export function roleOnRecord({ role, roleName }: Pick<Principal, 'role' | 'roleName'>): string {
  return isBuiltIn(role) ? role : roleName;
}
