import { execFile } from 'node:child_process';
import { mkdtemp, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import { describe, expect, it } from 'vitest';
import { standInProject, type StandInProject } from './stand-in-project.ts';

const ROOT = path.resolve(import.meta.dirname, '../../..');

/** A project whose five checks pass but for lint, which ends with this code, and whose test runner does what `vitest` says. */
async function gate({ lint = 0, vitest }: { lint?: number; vitest: string }): Promise<StandInProject> {
  const project = await standInProject();
  await project.write('packages/typescript/bin/tsc', '');
  await project.write('packages/oxlint/bin/oxlint', `console.log('a complaint'); process.exit(${lint})`);
  await project.write('packages/prettier/bin/prettier.cjs', '');
  await project.write('packages/vitest/vitest.mjs', vitest);
  return project;
}

const leaving = (totals: object, code = 0) => `
import { writeFileSync } from 'node:fs';
writeFileSync(process.env.TEST_TOTALS, ${JSON.stringify(JSON.stringify(totals))});
console.log('arguments', process.argv.slice(2).filter((arg) => !arg.startsWith('--reporter')).join(' '));
process.exit(${code});
`;

const lastLine = (output: string) => output.trimEnd().split('\n').at(-1);

describe('npm test', () => {
  it('closes with the sum of checks and tests as its last line', async () => {
    const skipped = ['a test (needs a robot)'];
    await using project = await gate({ vitest: leaving({ passed: 10, failed: 0, skipped, broken: [] }) });
    const { code, stdout } = await project.launch(['test', 'shell', 'bridge']).ended;
    expect(lastLine(stdout)).toBe('15 passed, 0 failed, 1 skipped');
    expect(stdout).toContain('skipped: a test (needs a robot)');
    expect(stdout).toContain('arguments run shell bridge');
    expect(code).toBe(0);
  });

  it('fails with a failed check, shows its words, and runs the tests all the same', async () => {
    await using project = await gate({ lint: 1, vitest: leaving({ passed: 10, failed: 0, skipped: [], broken: [] }) });
    const { code, stdout } = await project.launch(['test']).ended;
    expect(stdout).toContain('a complaint');
    expect(stdout).toContain('FAILED: lint');
    expect(lastLine(stdout)).toBe('14 passed, 1 failed, 0 skipped');
    expect(code).toBe(1);
  });

  it.each([
    ['a failed test', leaving({ passed: 9, failed: 1, skipped: [], broken: [] }, 1), '14 passed, 1 failed, 0 skipped'],
    [
      'a broken file',
      leaving({ passed: 9, failed: 0, skipped: [], broken: ['x'] }, 1),
      '14 passed, 1 failed, 0 skipped',
    ],
    [
      'a run without a test',
      leaving({ passed: 0, failed: 0, skipped: [], broken: [] }),
      '5 passed, 1 failed, 0 skipped',
    ],
    [
      'a runner that ends badly',
      leaving({ passed: 9, failed: 0, skipped: [], broken: [] }, 3),
      '14 passed, 1 failed, 0 skipped',
    ],
    ['a runner that crashes', "process.kill(process.pid, 'SIGKILL');", '5 passed, 1 failed, 0 skipped'],
  ])('fails with %s', async (_what, vitest, closing) => {
    await using project = await gate({ vitest });
    const { code, stdout } = await project.launch(['test']).ended;
    expect(lastLine(stdout)).toBe(closing);
    expect(code).toBe(1);
  });
});

describe('the totals of a test run', () => {
  it('count what passed and failed, name what was skipped, and miss no file that broke', async () => {
    const dir = await mkdtemp(path.join(os.tmpdir(), 'totals-'));
    try {
      await symlink(path.join(ROOT, 'node_modules'), path.join(dir, 'node_modules'));
      // text of a run to be counted, with every end that a test can have; none of it is a test of ours
      const importing = `import { expect, it } from 'vitest';\n`;
      await writeFile(
        path.join(dir, 'some.test.js'),
        `${importing}it('holds', () => {});
         it('breaks', () => expect(1).toBe(2));
         it('waits', (test) => test.skip('no robot here'));
         it.todo('comes later');`,
      );
      await writeFile(path.join(dir, 'broken.test.js'), `${importing}throw new Error('not even loaded');`);
      await writeFile(
        path.join(dir, 'stray.test.js'),
        `${importing}it('lets something slip', () => void Promise.reject(new Error('a stray rejection')));`,
      );
      const totals = path.join(dir, 'totals.json');
      const vitest = path.join(ROOT, 'node_modules', 'vitest', 'vitest.mjs');
      const reporter = `--reporter=${path.join(ROOT, 'scripts', 'test-totals.mjs')}`;
      const env = { ...process.env, TEST_TOTALS: totals };
      const run = promisify(execFile)(process.execPath, [vitest, 'run', reporter], { cwd: dir, env });
      await expect(run).rejects.toMatchObject({ code: 1 });
      expect(JSON.parse(await readFile(totals, 'utf8'))).toEqual({
        passed: 2,
        failed: 1,
        skipped: ['waits (no robot here)', 'comes later'],
        broken: ['broken.test.js: did not load or did not finish', 'an error outside all tests: a stray rejection'],
        died: [],
      });
    } finally {
      await rm(dir, { recursive: true });
    }
  });
});
