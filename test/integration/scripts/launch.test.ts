import { readFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { lock, standInProject } from './stand-in-project.ts';

const BOTH = ['vite main', 'vite renderer'];
const INSTALL = 'npm ci --loglevel=error';

/** Whether a process runs; one that has ended and waits for its parent to notice (a zombie) does not. */
function isAlive(pid: number): boolean {
  try {
    return !readFileSync(`/proc/${pid}/stat`, 'utf8').includes(') Z ');
  } catch {
    return false;
  }
}

/** How long (ms) these processes take to be gone, at most `longest`. */
async function gone(pids: readonly number[], longest: number): Promise<number> {
  const begun = performance.now();
  while (pids.some(isAlive) && performance.now() - begun < longest) await sleep(20);
  return performance.now() - begun;
}

describe('the launcher', () => {
  it('installs and builds what is missing, then only what is stale', async () => {
    await using project = await standInProject();
    await project.launch(['build']).ended;
    expect((await project.calls()).toSorted()).toEqual([INSTALL, ...BOTH]);

    await project.launch(['build']).ended;
    expect(await project.calls()).toEqual([]);

    await project.write('src-renderer/app.tsx', 'export {}');
    await project.launch(['build']).ended;
    expect(await project.calls()).toEqual(['vite renderer']);

    await project.write('src-main/cli.js', '// another program');
    await project.launch(['build']).ended;
    expect((await project.calls()).toSorted()).toEqual(BOTH);

    await project.write('package-lock.json', lock('2.0.0'));
    await project.launch(['build']).ended;
    expect((await project.calls()).toSorted()).toEqual([INSTALL, ...BOTH]);
  });

  it('keeps standard output for what it launches', async () => {
    await using project = await standInProject();
    const { stdout, stderr } = await project.launch(['console', 'exit', '0']).ended;
    expect(stdout).toBe('');
    expect(stderr).toContain('Installing');
    expect(stderr).toContain('added 1 package');
    expect(stderr).toContain('Building main and renderer');
  });

  it('starts nothing when the installation fails, and tries again the next time', async () => {
    await using project = await standInProject();
    const { code, stdout, stderr } = await project.launch(['console', 'exit', '0'], { NPM: 'fails' }).ended;
    expect(code).toBe(1);
    expect(stdout).toBe('');
    expect(stderr).toContain('npm ci failed (exit code 7): nothing was started.');
    expect((await project.launch(['console', 'exit', '0']).ended).code).toBe(0);
  });

  it('does not take an interrupted installation for a finished one', async () => {
    await using project = await standInProject();
    const interrupted = project.launch(['build'], { NPM: 'hangs' });
    while (!(await project.calls()).includes(INSTALL)) await sleep(20);
    const waiting = project.launch(['build']);
    await sleep(200);
    expect(await project.calls()).toEqual([]);
    interrupted.kill('SIGTERM');
    expect((await interrupted.ended).code).toBe(143);
    expect((await waiting.ended).code).toBe(0);
    expect(await project.calls()).toContain(INSTALL);
  });

  it('installs once when two start at once', async () => {
    await using project = await standInProject();
    const [one, other] = await Promise.all([project.launch(['build']).ended, project.launch(['build']).ended]);
    expect([one.code, other.code]).toEqual([0, 0]);
    expect(one.stderr + other.stderr).toContain('Another start is bringing this folder up to date');
    expect((await project.calls()).filter((call) => call === INSTALL)).toHaveLength(1);
  });

  it('starts nothing when a build fails, says what the bundler said, and builds again the next time', async () => {
    await using project = await standInProject();
    await project.write('src-main/cli.js', 'SYNTAX SLIP');
    const failed = await project.launch(['console', 'exit', '0']).ended;
    expect(failed.code).toBe(1);
    expect(failed.stderr).toContain('vite: what a slip');
    expect(failed.stderr).toContain('Building main failed: nothing was started.');
    await project.calls();
    await project.launch(['console', 'exit', '0']).ended;
    expect(await project.calls()).toEqual(['vite main']);
  });

  it('passes the exit code of what it launched on', async () => {
    await using project = await standInProject();
    expect((await project.launch(['console', 'exit', '0']).ended).code).toBe(0);
    expect((await project.launch(['console', 'exit', '42']).ended).code).toBe(42);
  });

  it.each([
    [['dance'], "unknown command 'dance'"],
    [['start', '--shell', 'window'], '--shell window: must be loopback or electron'],
  ])('refuses %j as wrong usage', async (args, complaint) => {
    await using project = await standInProject();
    const { code, stderr } = await project.launch(args).ended;
    expect(code).toBe(2);
    expect(stderr).toContain(complaint);
  });
});

describe('npm start', () => {
  it('opens the loopback shell with the given flags, after one line that says why', async () => {
    await using project = await standInProject();
    await project.launch(['build']).ended;
    const running = await project.start('start', '--data', 'somewhere');
    expect(running.ready.args).toEqual(['serve', '--data', 'somewhere']);
    running.kill('SIGTERM');
    expect((await running.ended).stderr).toMatch(/^Opening in a browser, not in a desktop window: .*no display.*\n$/);
  });

  it('says nothing about a desktop window to who asked for the loopback shell', async () => {
    await using project = await standInProject();
    await project.launch(['build']).ended;
    const running = await project.start('start', '--shell=loopback');
    expect(running.ready.args).toEqual(['serve']);
    running.kill('SIGTERM');
    expect((await running.ended).stderr).toBe('');
  });

  it('opens nothing else when Electron is demanded and cannot run', async () => {
    await using project = await standInProject();
    const { code, stdout, stderr } = await project.launch(['start', '--shell', 'electron']).ended;
    expect([code, stdout]).toEqual([1, '']);
    expect(stderr).toContain('The desktop window cannot be opened: there is no display');
  });

  it.each(['SIGINT', 'SIGTERM', 'SIGHUP'] as const)('ends everything it started at %s', async (signal) => {
    await using project = await standInProject();
    const running = await project.start('start', '--no-open');
    running.kill(signal);
    expect((await running.ended).code).toBe(0);
    expect(await gone([running.ready.pid, running.ready.child], 2_000)).toBeLessThan(500);
  });

  it('ends within 2 s what does not listen to signals, and its children', async () => {
    await using project = await standInProject();
    const running = await project.start('start', '--no-open', '--stubborn');
    const begun = performance.now();
    running.kill('SIGINT');
    expect((await running.ended).code).toBe(137);
    await gone([running.ready.pid, running.ready.child], 2_000);
    expect(performance.now() - begun).toBeLessThan(2_300);
    expect([running.ready.pid, running.ready.child].filter(isAlive)).toEqual([]);
  });

  it('waits longer for a console that says that it has to', async () => {
    await using project = await standInProject();
    const running = await project.start('start', '--no-open', '--slow');
    running.kill('SIGINT');
    expect((await running.ended).code).toBe(0);
    expect([running.ready.pid, running.ready.child].filter(isAlive)).toEqual([]);
  });

  it('leaves no console behind when the launcher itself is killed', async () => {
    await using project = await standInProject();
    const running = await project.start('start', '--no-open');
    running.kill('SIGKILL');
    expect(await gone([running.ready.pid, running.ready.child], 2_000)).toBeLessThan(2_000);
  });
});
