import type { IncomingMessage } from 'node:http';

/**
 * The pause (ms) that an answer asks for: RFC 9110, 10.2.3, in seconds or as a date. A date is taken against the
 * answer's own `Date`, because robots' clocks are rarely right; against ours (`now`) where there is none. null: none
 * asked for, or not to be understood.
 */
export function retryAfterMs(headers: IncomingMessage['headers'], now: number): number | null {
  const wish = headers['retry-after']?.trim();
  if (wish === undefined || wish === '') return null;
  if (/^\d+$/.test(wish)) return Number(wish) * 1000;
  // an HTTP-date begins with its weekday; Date.parse would make dates of almost anything
  const until = /^[A-Z][a-z]{2,8},? /.test(wish) ? Date.parse(wish) : NaN;
  const from = Date.parse(headers.date ?? '');
  return Number.isNaN(until) ? null : Math.max(0, until - (Number.isNaN(from) ? now : from));
}
