import type { Session } from '../access/principal.ts';
import type { Sessions } from '../access/sessions.ts';

/**
 * Tells `listener` whenever somebody signs in or unlocks at the seat, and when the session there gets other rights: what
 * proves the seat must be another one then (OWASP ASVS 7.2.4). The answer stops that.
 */
export function onPrivileges(
  sessions: Pick<Sessions, 'current' | 'onChange'>,
  seatId: string,
  listener: () => void,
): () => void {
  let before = privilegesOf(sessions.current(seatId));
  return sessions.onChange(seatId, (session) => {
    const now = privilegesOf(session);
    if (session !== null && !session.locked && now !== before) listener();
    before = now;
  });
}

const privilegesOf = (session: Session | null): string =>
  session === null
    ? ''
    : [session.id, session.locked, JSON.stringify(session.principal.scope), ...session.permissions].join(' ');
