import { expect, test } from 'vitest';
import { migrations } from '../../../../src-main/store/migrations/all.ts';
import { migratedDatabase } from '../migrated-database.ts';

const insert = (change: Readonly<Record<string, string>> = {}): string => {
  const row = {
    robot: "'hoist-1'",
    span_ms: '3600000',
    started_at: '7200000',
    observed_ms: '3600000',
    live_ms: '3540000',
    simulated_ms: '0',
    polls: '3600',
    succeeded: '3540',
    restarts: '1',
    latencies: "'[4,3540]'",
    errors: `'{"FIRMWARE_TIMEOUT":60}'`,
    versions: `'["3.1"]'`,
    skew: "'null'",
    ...change,
  };
  return `INSERT INTO link_history (${Object.keys(row).join(', ')}) VALUES (${Object.values(row).join(', ')})`;
};

test('an hour and a day of a robot can be kept, each once', async () => {
  const { exec } = await migratedDatabase(migrations);
  exec(insert());
  exec(insert({ span_ms: '86400000', started_at: '86400000' }));
  expect(() => exec(insert())).toThrow('UNIQUE');
});

test.each([
  ['no robot', { robot: "''" }],
  ['another span', { span_ms: '1800000' }],
  ['a beginning in the middle of an hour', { started_at: '7200001' }],
  ['less than nothing', { live_ms: '-1' }],
  ['half a poll', { polls: '0.5' }],
  ['latencies that are no list', { latencies: "'{}'" }],
  ['errors that are no counts', { errors: "'[]'" }],
  ['nothing of the skew', { skew: 'NULL' }],
])('%s is no history', async (_, change) => {
  const { exec } = await migratedDatabase(migrations);
  expect(() => exec(insert(change))).toThrow();
});
