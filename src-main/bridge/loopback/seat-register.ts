import { createHash } from 'node:crypto';
import type { Seat } from '../../access/seats.ts';
import { secretToken } from '../../random.ts';

/** Browsers that may hold a seat at once. */
export const MAX_SEATS = 64;

/** The seats of the loopback shell. A browser proves its own by the secret in its cookie; only a digest is kept. */
export interface SeatRegister {
  /** A new seat and the `Set-Cookie` that gives it to a browser, until that browser closes. */
  open(): { readonly seat: Seat; readonly setCookie: string };
  /** The seat that a request's `Cookie` header proves, null when it proves none. */
  find(cookies: string | undefined): Seat | null;
}

/**
 * @param port cookies ignore ports: the name says which console on this machine the cookie is for
 * @param inUse whether a browser is connected from the seat
 * @param vacate told of a seat that made room for a newer one: of those not in use, the one longest not asked for
 */
export function createSeatRegister(
  port: number,
  { inUse, vacate }: { inUse: (seat: Seat) => boolean; vacate: (seat: Seat) => void },
): SeatRegister {
  const name = `rcc_${port}`;
  const seats = new Map<string, Seat>();

  return {
    open() {
      const secret = secretToken();
      const seat = { id: digestOf(secret) };
      const leaving = seats.size < MAX_SEATS ? undefined : [...seats.values()].find((old) => !inUse(old));
      if (leaving) {
        seats.delete(leaving.id);
        vacate(leaving);
      }
      seats.set(seat.id, seat);
      return { seat, setCookie: `${name}=${secret}; Path=/; HttpOnly; SameSite=Strict` };
    },
    find(cookies) {
      const values = (cookies ?? '').split(';').flatMap((pair) => {
        const [key, value = ''] = pair.trim().split('=', 2);
        return key === name ? [value] : [];
      });
      // Two of that name: another page of this host planted one, perhaps to make people sign in at its own seat.
      const [secret] = values;
      const seat = values.length === 1 && secret !== undefined ? seats.get(digestOf(secret)) : undefined;
      if (!seat) return null;
      seats.delete(seat.id);
      seats.set(seat.id, seat);
      return seat;
    },
  };
}

function digestOf(secret: string): string {
  return createHash('sha256').update(secret).digest('base64url');
}
