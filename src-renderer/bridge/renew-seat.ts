import { privilegesOf, useSession } from '../stores/session.ts';

/**
 * Asks for another cookie of this browser's seat, now that it may do more than before: whoever had seen the old one has
 * nothing of it. The desktop window has no cookie.
 */
export async function renewSeat(page: { readonly fetch: typeof globalThis.fetch; readonly protocol: string }) {
  if (page.protocol === 'app:') return;
  try {
    const answer = await page.fetch('/seat', { method: 'POST', cache: 'no-store' });
    if (!answer.ok) console.warn(`The seat was not renewed: the console answered ${answer.status}.`);
  } catch (error) {
    console.warn('The seat was not renewed: the console did not answer.', error);
  }
}

/** Renews the seat whenever somebody signs in or unlocks here, and when a session gets other rights; a reload is no reason. */
export function renewSeatOnNewPrivileges(protocol: string): void {
  useSession.subscribe(({ session }, { known, session: before }) => {
    const changed = privilegesOf(session) !== privilegesOf(before);
    if (known && session !== null && !session.locked && changed)
      void renewSeat({ fetch: globalThis.fetch.bind(globalThis), protocol });
  });
}
