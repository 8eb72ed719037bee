import { writeFileSync } from 'node:fs';

/**
 * What the runner says when Node's own engine has died under a test file, which no JavaScript can make it do. Node 24
 * does so now and then where WebAssembly is compiled and freed in many threads (nodejs/node#64500), on some machines
 * only; SIGKILL is not among the signals: that is the system's doing.
 */
const ENGINE_DIED = /with signal (SIGTRAP|SIGSEGV|SIGILL|SIGABRT|SIGBUS) .*while running test file (.+)$/;

/**
 * The reporter that leaves the totals of a run, and what a number does not say, in the file that TEST_TOTALS names.
 * Loaded by vitest itself.
 *
 * A module that failed to load or never finished holds no failed test, and neither does an error outside all tests:
 * each counts as one failure, so that a broken run cannot close with "0 failed". Files under which the engine died are
 * in `died` instead, and nothing of theirs is counted: they can run once more.
 */
export default class TestTotals {
  onTestRunEnd(modules, errorsOutsideTests) {
    const totals = { passed: 0, failed: 0, skipped: [], broken: [], died: [] };
    const signals = new Map();
    const strays = [];
    for (const error of errorsOutsideTests) {
      const [, signal, file] = ENGINE_DIED.exec(error.cause?.message ?? '') ?? [];
      if (file) signals.set(file, signal);
      else strays.push(`an error outside all tests: ${error.message}`);
    }
    for (const module of modules) {
      const signal = signals.get(module.moduleId);
      if (signal) {
        totals.died.push({ file: module.relativeModuleId, signal });
        continue;
      }
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
    totals.broken.push(...strays);
    writeFileSync(process.env.TEST_TOTALS, JSON.stringify(totals));
  }
}
