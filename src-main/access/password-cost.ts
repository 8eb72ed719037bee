/** What bcrypt's cost (log2 of its rounds) means for hashes that were made when the setting was another. */
import { ConsoleError } from '../errors.ts';

/** The costs that bcrypt knows. */
const LOWEST_COST = 4;
const HIGHEST_COST = 31;

/**
 * The cost of a bcrypt hash.
 *
 * @throws ConsoleError INTERNAL when the text is none; the text itself stays out of the message.
 */
export function costOf(hash: string): number {
  const [, digits] = /^\$2[aby]\$(\d\d)\$[./A-Za-z0-9]{53}$/.exec(hash) ?? [];
  const cost = Number(digits ?? NaN);
  if (cost >= LOWEST_COST && cost <= HIGHEST_COST) return cost;
  throw new ConsoleError('INTERNAL', 'a stored password hash has no form that this console knows');
}

/**
 * Whether the password should be hashed anew now that it is at hand, right after it was verified: the setting has
 * risen since. A setting that fell weakens no hash that exists.
 *
 * @throws ConsoleError INTERNAL when `hash` is none.
 */
export function needsRehash(hash: string, cost: number): boolean {
  return costOf(hash) < cost;
}

/** A hash of this cost that belongs to no password: what to verify against when there is no account. */
export function decoyHash(cost: number): string {
  return `$2b$${String(cost).padStart(2, '0')}$${'.'.repeat(53)}`;
}

/**
 * Costs of the decoys that must be verified besides a `hash` that is cheaper than the setting, so that a refusal takes
 * as long as that of an unknown name. Each doubles what was done so far: 2^8 and 2^8, 2^9, ... 2^11 make 2^12.
 *
 * @throws ConsoleError INTERNAL when `hash` is none.
 */
export function evenOutCosts(hash: string, cost: number): readonly number[] {
  const from = costOf(hash);
  return Array.from({ length: Math.max(0, cost - from) }, (_, index) => from + index);
}
