import { existsSync, mkdirSync, readFileSync, rmSync } from 'node:fs';
import path from 'node:path';
import { runNode, step } from './child.mjs';

/** What must hold beside the tests; each counts as one in the closing line. */
const CHECKS = [
  { name: 'types of the main process', program: ['typescript/bin/tsc', '-p', 'tsconfig.json'] },
  { name: 'types of the renderer', program: ['typescript/bin/tsc', '-p', 'src-renderer/tsconfig.json'] },
  { name: 'types of the end-to-end tests', program: ['typescript/bin/tsc', '-p', 'test/e2e/tsconfig.json'] },
  { name: 'lint', program: ['oxlint/bin/oxlint', '--type-aware', '--deny-warnings'] },
  { name: 'format', program: ['prettier/bin/prettier.cjs', '--check', '.'] },
];

/**
 * `npm test -- PATTERN...`: the whole gate; patterns choose test files. The last line is the sum of it all, in the
 * form that continuous integration reads: `N passed, N failed, N skipped`.
 */
export async function commandTest({ root, node }, patterns) {
  const bin = path.join(root, 'node_modules', '.bin');
  const options = { cwd: root, env: { ...process.env, PATH: `${bin}${path.delimiter}${process.env.PATH}` } };
  let checksFailed = 0;
  for (const { name, program } of CHECKS) {
    const [script, ...args] = program;
    const begun = performance.now();
    const { code, output } = await step(node, [path.join(root, 'node_modules', script), ...args], options);
    if (code !== 0) process.stdout.write(output);
    if (code !== 0) checksFailed += 1;
    const seconds = ((performance.now() - begun) / 1000).toFixed(1);
    console.log(`${code === 0 ? 'passed' : 'FAILED'}: ${name} (${seconds} s)`);
  }

  const tests = await runTests({ root, node }, patterns, options);
  for (const name of tests.skipped) console.log(`skipped: ${name}`);
  for (const complaint of tests.broken) console.log(`FAILED: ${complaint}`);
  const failed = checksFailed + tests.failed + tests.broken.length;
  const passed = CHECKS.length - checksFailed + tests.passed;
  console.log(`${passed} passed, ${failed} failed, ${tests.skipped.length} skipped`);
  return failed === 0 ? 0 : 1;
}

/**
 * Runs the tests. A file under which Node's own engine died runs once more, and that is said; dying again, or anything
 * else that it should not have done, is a failure like any other.
 */
async function runTests(place, patterns, options) {
  const first = await runVitest(place, patterns, options);
  if (first.died.length === 0) return first;
  for (const { file, signal } of first.died) console.log(`Node itself died of ${signal} in ${file}; it runs once more`);
  const again = await runVitest(
    place,
    first.died.map(({ file }) => file),
    options,
  );
  const diedAgain = again.died.map(({ file, signal }) => `${file}: Node itself died of ${signal}, twice`);
  return {
    passed: first.passed + again.passed,
    failed: first.failed + again.failed,
    skipped: [...first.skipped, ...again.skipped],
    broken: [...first.broken, ...again.broken, ...diedAgain],
  };
}

/** Runs vitest; a run that ends badly, or without a test, is broken even where it names no failure. */
async function runVitest({ root, node }, patterns, options) {
  const file = path.join(root, '.cache', 'test-totals.json');
  mkdirSync(path.dirname(file), { recursive: true });
  rmSync(file, { force: true });
  const reporters = ['--reporter=default', `--reporter=${path.join(root, 'scripts', 'test-totals.mjs')}`];
  const vitest = [path.join(root, 'node_modules', 'vitest', 'vitest.mjs'), 'run', ...reporters, ...patterns];
  const env = { ...options.env, TEST_TOTALS: file };
  const code = await runNode(node, vitest, { ...options, env });

  const none = { passed: 0, failed: 0, skipped: [], broken: [], died: [] };
  const totals = existsSync(file) ? { ...none, ...JSON.parse(readFileSync(file, 'utf8')) } : none;
  if (totals.failed + totals.broken.length + totals.died.length > 0) return totals;
  if (totals.passed === 0) return { ...totals, broken: ['no test has run'] };
  return code === 0 ? totals : { ...totals, broken: [`the test runner ended with exit code ${code}`] };
}
