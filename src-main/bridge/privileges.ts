import type { Session } from '../access/principal.ts';
import type { Sessions } from '../access/sessions.ts';
import type { Clock } from '../clock.ts';

/**
 * A change that is taken back within this time (ms) is none: the page, which is told of changes a little later and only
 * of the newest, may never have seen it, and would not know that it must ask for another cookie.
 */
const SETTLED_MS = 1000;

/**
 * Tells `listener` whenever somebody signs in or unlocks at the seat, and when the session there gets other rights: what
 * proves the seat must be another one then (OWASP ASVS 7.2.4). The answer stops that.
 *
 * @param listener called at the change itself, which the page may answer long before it has settled; what it answers is
 *   called once it has
 */
export function onPrivileges(
  sessions: Pick<Sessions, 'current' | 'onChange'>,
  seatId: string,
  clock: Pick<Clock, 'after'>,
  listener: () => () => void,
): () => void {
  let before = privilegesOf(sessions.current(seatId));
  let seen = before;
  let settled = (): void => {};
  let cancel = (): void => {};
  const end = sessions.onChange(seatId, () => {
    cancel();
    const changed = privilegesOf(sessions.current(seatId));
    if (changed !== seen) settled = listener();
    seen = changed;
    cancel = clock.after(SETTLED_MS, () => {
      const session = sessions.current(seatId);
      const now = privilegesOf(session);
      if (session !== null && !session.locked && now !== before) settled();
      before = now;
    });
  });
  return () => {
    cancel();
    end();
  };
}

const privilegesOf = (session: Session | null): string =>
  session === null
    ? ''
    : [session.id, session.locked, JSON.stringify(session.principal.scope), ...session.permissions].join(' ');
