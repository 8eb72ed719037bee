import { createHmac } from 'node:crypto';
import type { ThrottleState } from './throttle.ts';
import { canonicalUsername } from './username.ts';

/**
 * The key under which the throttle of a name is kept, whether somebody has the name or not: what an attacker sees must
 * not tell. A name that nobody has may be a password typed into the wrong field, hence no name in the clear.
 *
 * @param secret of this installation, at least 32 bytes, kept apart from the states: whoever has both can try names.
 */
export function throttleKey(username: string, secret: Uint8Array): string {
  return createHmac('sha256', secret).update(canonicalUsername(username)).digest('base64url');
}

/**
 * The keys to drop so that no more than `limit` states stay, since whoever invents names could fill the store. Those
 * with the fewest failures go first, then the oldest by wall clock: an account under attack keeps its count.
 */
export function surplusKeys(states: ReadonlyMap<string, NonNullable<ThrottleState>>, limit: number): string[] {
  const leastFirst = [...states].toSorted(
    ([, one], [, other]) => one.failures - other.failures || one.last.wall - other.last.wall,
  );
  return leastFirst.slice(0, Math.max(0, states.size - limit)).map(([key]) => key);
}
