import type { Random } from '../random.ts';
import type { RetryPolicy } from './settings.ts';

/**
 * The pause (ms) after failed attempt `number` (1, 2, …): it grows by the factor, and jitter spreads a fleet's robots.
 *
 * @param longestMs the poll interval: a longer pause would see the robot's return later than polling does
 */
export function retryDelayMs(
  number: number,
  { baseDelayMs, factor, jitter }: Pick<RetryPolicy, 'baseDelayMs' | 'factor' | 'jitter'>,
  random: Random,
  longestMs: number,
): number {
  return Math.min(longestMs, baseDelayMs * factor ** (number - 1) * (1 + jitter * (2 * random() - 1)));
}
