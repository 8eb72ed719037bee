import { expect, it } from 'vitest';
import { retryAfterMs } from '../../../../src-main/firmware/transport/retry-after.ts';

const now = Date.UTC(2026, 0, 1);

it.each<[string, Record<string, string>, number | null]>([
  ['seconds', { 'retry-after': '120' }, 120_000],
  ['no time at all', { 'retry-after': '0' }, 0],
  [
    'a date, by the robot’s own clock',
    { 'retry-after': 'Thu, 20 Mar 2025 10:00:30 GMT', date: 'Thu, 20 Mar 2025 10:00:00 GMT' },
    30_000,
  ],
  ['a date, by ours where the robot shows none', { 'retry-after': 'Thu, 01 Jan 2026 00:00:05 GMT' }, 5000],
  ['a date that has passed', { 'retry-after': 'Thu, 01 Jan 2015 00:00:05 GMT' }, 0],
  ['a date beside a clock that cannot be read', { 'retry-after': 'Thu, 01 Jan 2026 00:00:05 GMT', date: 'noon' }, 5000],
  ['nothing', {}, null],
  ['an empty wish', { 'retry-after': ' ' }, null],
  ['words', { 'retry-after': 'soon' }, null],
  ['a negative number', { 'retry-after': '-5' }, null],
])('%s', (_, headers, ms) => {
  expect(retryAfterMs(headers, now)).toBe(ms);
});
