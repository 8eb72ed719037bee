import { defineConfig } from 'vitest/config';

/** What measures by the wall clock, or needs the whole disk's attention: one file at a time, when all else is done. */
const TIMED = [
  'test/e2e/{truth,disk-full,records}.test.ts',
  'test/integration/access/sign-in-timing.test.ts',
  'test/integration/firmware/{faults,nemesis,oht50-faults,etiquette,transport,software-stop}.test.ts',
  'test/integration/scripts/launch.test.ts',
];

/** The runner itself would leave one of two processors idle. */
const maxWorkers = 2;

/** One runner for the whole pyramid: `unit` in memory, `integration` with real servers and files, `e2e` in a real browser. */
export default defineConfig({
  test: {
    projects: [
      // the limit finds what hangs; hundreds of generated cases may have to share a processor
      { test: { name: 'unit', include: ['test/unit/**/*.test.{ts,tsx}'], testTimeout: 20_000, maxWorkers } },
      {
        test: {
          name: 'integration',
          include: ['test/integration/**/*.test.ts'],
          exclude: TIMED,
          testTimeout: 30_000,
          hookTimeout: 30_000,
          maxWorkers,
        },
      },
      {
        test: {
          name: 'e2e',
          include: ['test/e2e/**/*.test.ts'],
          exclude: TIMED,
          testTimeout: 60_000,
          hookTimeout: 60_000,
          maxWorkers,
        },
      },
      { test: { name: 'timed', include: TIMED, testTimeout: 60_000, hookTimeout: 60_000, fileParallelism: false } },
    ],
  },
});
