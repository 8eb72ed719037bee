import { createHash } from 'node:crypto';
import type { Seat } from '../../access/seats.ts';
import type { Clock } from '../../clock.ts';
import { secretToken } from '../../random.ts';

/** Browsers that may hold a seat at once. */
export const MAX_SEATS = 64;
/** How long (ms) the page has to ask for another cookie once the old one must not prove the seat any more. */
export const RENEW_WITHIN_MS = 10_000;

/** The seats of the loopback shell. A browser proves its own by the secret in its cookie; only a digest is kept. */
export interface SeatRegister {
  /** A new seat and the `Set-Cookie` that gives it to a browser, until that browser closes. */
  open(): { readonly seat: Seat; readonly setCookie: string };
  /**
   * Another secret for the seat that the header proves, and the `Set-Cookie` for it; the one before is worth nothing from
   * then on. Null when the header proves none.
   */
  renew(cookies: string | undefined): string | null;
  /**
   * The answer, once called, has what proves the seat now prove nothing any more after {@link RENEW_WITHIN_MS}, whether
   * it was renewed or not; what has come in its place meanwhile stays.
   */
  mustRenew(seat: Seat): () => void;
  /** The seat that a request's `Cookie` header proves, null when it proves none. */
  find(cookies: string | undefined): Seat | null;
  /** Waits for nothing any more. */
  close(): void;
}

/**
 * @param port cookies ignore ports: the name says which console on this machine the cookie is for
 * @param inUse whether a browser is connected from the seat
 * @param vacate told of a seat that made room for a newer one: of those not in use, the one longest not asked for
 */
export function createSeatRegister(
  port: number,
  {
    clock,
    inUse,
    vacate,
  }: { clock: Pick<Clock, 'after'>; inUse: (seat: Seat) => boolean; vacate: (seat: Seat) => void },
): SeatRegister {
  const name = `rcc_${port}`;
  /** By the digest of the secret, the one longest not asked for first. */
  const seats = new Map<string, Seat>();
  /** What takes back the end of a secret, by the digest of it. */
  const ending = new Map<string, () => void>();

  function give(seat: Seat): string {
    const secret = secretToken();
    seats.set(digestOf(secret), seat);
    return `${name}=${secret}; Path=/; HttpOnly; SameSite=Strict`;
  }

  /** Takes the seat out of the register under the secret that the header holds. */
  function take(cookies: string | undefined): { readonly digest: string; readonly seat: Seat } | null {
    const values = (cookies ?? '').split(';').flatMap((pair) => {
      const [key, value = ''] = pair.trim().split('=', 2);
      return key === name ? [value] : [];
    });
    // Two of that name: another page of this host planted one, perhaps to make people sign in at its own seat.
    const [secret] = values;
    if (values.length !== 1 || secret === undefined) return null;
    const digest = digestOf(secret);
    const seat = seats.get(digest);
    if (!seat) return null;
    seats.delete(digest);
    return { digest, seat };
  }

  return {
    open() {
      const seat = { id: secretToken(16) };
      const leaving = seats.size < MAX_SEATS ? undefined : [...seats].find(([, old]) => !inUse(old));
      if (leaving) {
        const [digest, old] = leaving;
        seats.delete(digest);
        vacate(old);
      }
      return { seat, setCookie: give(seat) };
    },
    renew(cookies) {
      const taken = take(cookies);
      return taken && give(taken.seat);
    },
    mustRenew(seat) {
      const old = [...seats].find(([, known]) => known === seat)?.[0];
      if (old === undefined) return () => {};
      const end = (): void => {
        ending.delete(old);
        seats.delete(old);
      };
      return () => {
        if (seats.has(old) && !ending.has(old)) ending.set(old, clock.after(RENEW_WITHIN_MS, end));
      };
    },
    close: () => ending.forEach((cancel) => cancel()),
    find(cookies) {
      const taken = take(cookies);
      if (taken) seats.set(taken.digest, taken.seat);
      return taken?.seat ?? null;
    },
  };
}

function digestOf(secret: string): string {
  return createHash('sha256').update(secret).digest('base64url');
}
