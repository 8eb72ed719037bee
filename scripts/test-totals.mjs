import { writeFileSync } from 'node:fs';

/**
 * The reporter that leaves the totals of a run, and what a number does not say, in the file that TEST_TOTALS names.
 * Loaded by vitest itself.
 *
 * A module that failed to load or never finished holds no failed test, and neither does an error outside all tests:
 * each counts as one failure, so that a broken run cannot close with "0 failed".
 */
export default class TestTotals {
  onTestRunEnd(modules, errorsOutsideTests) {
    const totals = { passed: 0, failed: 0, skipped: [], broken: [] };
    for (const module of modules) {
      const tests = [...module.children.allTests()];
      for (const test of tests) {
        const { state, note } = test.result();
        if (state === 'passed') totals.passed += 1;
        else if (state === 'failed') totals.failed += 1;
        else if (state === 'skipped') totals.skipped.push(note ? `${test.fullName} (${note})` : test.fullName);
        else totals.broken.push(`${test.fullName}: never finished`);
      }
      const failedWithin = tests.some((test) => test.result().state === 'failed');
      const loaded = ['passed', 'skipped'].includes(module.state()) || failedWithin;
      if (!loaded) totals.broken.push(`${module.relativeModuleId}: did not load or did not finish`);
    }
    for (const { message } of errorsOutsideTests) totals.broken.push(`an error outside all tests: ${message}`);
    writeFileSync(process.env.TEST_TOTALS, JSON.stringify(totals));
  }
}
