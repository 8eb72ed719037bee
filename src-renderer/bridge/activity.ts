import { useConnection } from '../stores/connection.ts';
import { useSession } from '../stores/session.ts';

/** A person's input is told to the console at most this often (ms): far below the shortest idle time, a minute. */
export const TELL_EVERY_MS = 15_000;

const INPUTS = ['pointerdown', 'keydown', 'wheel'] as const;

/** Tells the console that a person is there, so that the session stays open; nothing the page does by itself counts. */
export function tellActivity(target: Pick<EventTarget, 'addEventListener'>, now: () => number): void {
  let told = -Infinity;
  const tell = (): void => {
    const { session } = useSession.getState();
    if (session === null || session.locked || now() - told < TELL_EVERY_MS) return;
    const { client, phase } = useConnection.getState();
    if (client === null || phase !== 'alive') return;
    told = now();
    client.session.touch().catch((error: unknown) => console.warn('The console was not told of the input.', error));
  };
  for (const input of INPUTS) target.addEventListener(input, tell, { capture: true, passive: true });
}
