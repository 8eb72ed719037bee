import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { loadConfig } from '../../../src-main/config.ts';
import { SETTINGS } from '../../../src-main/config/settings.ts';

const readme = readFileSync(new URL('../../../README.md', import.meta.url), 'utf8');
const table = readme.split('<!-- settings -->')[1]?.split('<!-- /settings -->')[0] ?? '';
const rows = table
  .split('\n')
  .filter((line) => line.startsWith('| `'))
  .map((line) => line.split('|').map((cell) => cell.trim().replaceAll('`', '')));

it('the README tells every setting, and none that does not exist', () => {
  expect(rows.map(([, key, flag, variable]) => [key, flag, variable])).toEqual(
    SETTINGS.map(({ key, flag, environment }) => [key, `--${flag}`, environment]),
  );
});

it('the README tells the true defaults', () => {
  const { entries } = loadConfig({ argv: [], environment: {} });
  for (const [, key, , , value] of rows) {
    if (key === 'dataDir' || key === 'robots') continue;
    expect([key, value]).toEqual([key, entries.find((entry) => entry.key === key)?.value]);
  }
});
