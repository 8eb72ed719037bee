import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';

let folder = '';
beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'totals-'));
  vi.stubEnv('TEST_TOTALS', path.join(folder, 'totals.json'));
});
afterEach(() => {
  vi.unstubAllEnvs();
  rmSync(folder, { recursive: true, force: true });
});

/** A file of tests as the runner reports it. */
const module = (file: string, state: string, ...states: string[]) => ({
  moduleId: `/plant/${file}`,
  relativeModuleId: file,
  state: () => state,
  children: { allTests: () => states.map((one) => ({ fullName: 'a test', result: () => ({ state: one }) })) },
});

const died = (signal: string, file: string) => ({
  message: '[vitest-pool]: Worker forks emitted error.',
  cause: {
    message: `Worker exited unexpectedly with signal ${signal} during started state while running test file ${file}`,
  },
});

async function totalsOf(modules: unknown[], errors: unknown[]): Promise<unknown> {
  const program = path.resolve(import.meta.dirname, '../../../scripts/test-totals.mjs');
  const { default: TestTotals } = (await import(program)) as {
    default: new () => { onTestRunEnd(modules: unknown[], errors: unknown[]): void };
  };
  new TestTotals().onTestRunEnd(modules, errors);
  return JSON.parse(readFileSync(path.join(folder, 'totals.json'), 'utf8'));
}

test('a file under which the engine of Node died counts for nothing yet, and is named with the signal', async () => {
  const totals = await totalsOf(
    [module('a.test.ts', 'passed', 'passed'), module('b.test.ts', 'pending', 'passed', 'pending')],
    [died('SIGTRAP', '/plant/b.test.ts')],
  );
  expect(totals).toEqual({
    passed: 1,
    failed: 0,
    skipped: [],
    broken: [],
    died: [{ file: 'b.test.ts', signal: 'SIGTRAP' }],
  });
});

test.each([
  ['the system killed it', died('SIGKILL', '/plant/b.test.ts')],
  ['nothing says why', { message: 'something else' }],
])('a file that never finished is a failure when %s', async (_why, error) => {
  const totals = await totalsOf([module('b.test.ts', 'pending', 'passed', 'pending')], [error]);
  expect(totals).toMatchObject({
    passed: 1,
    died: [],
    broken: [
      'a test: never finished',
      'b.test.ts: did not load or did not finish',
      expect.stringContaining('an error outside all tests'),
    ],
  });
});
