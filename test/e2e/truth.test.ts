import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { launchBrowser, newAccount, openContext, type Browser } from '../support/browser.ts';
import { startConsoleProcess, startMockFirmwareProcess, type ConsoleReady } from '../support/console-process.ts';
import { neverAnswers, sends, startScriptedFirmware, type ScriptedFirmware } from '../support/scripted-firmware.ts';

const POLL_MS = 1000;
const DEADLINE_MS = 1000;
/** For the browser to draw and this test to look, on a machine that runs other things too. */
const LOOK_MS = 400;

let browser: Browser;
beforeAll(async () => void (browser = await launchBrowser()));
afterAll(() => browser.close());

const PASSWORD = 'seven geese cross the yard';

async function watch({ url }: ConsoleReady) {
  const { context, problems } = await openContext(browser);
  const page = await context.newPage();
  await page.goto(url);
  await newAccount(page, { username: 'lan', password: PASSWORD }, 'Create and sign in');
  const robot = (truth: string) => page.locator(`[data-robot-id="robot-1"][data-truth="${truth}"]`).first();
  return { context, page, robot, problems };
}

/** How long (ms) until `seen`. */
async function elapsed(seen: Promise<unknown>): Promise<number> {
  const from = performance.now();
  await seen;
  return performance.now() - from;
}

describe('a robot that stops telling the truth', () => {
  const faults: readonly (readonly [string, number, (firmware: ScriptedFirmware) => unknown])[] = [
    ['is killed', POLL_MS + DEADLINE_MS, (firmware) => firmware.kill()],
    ['answers 500', POLL_MS + DEADLINE_MS, (firmware) => firmware.behave(sends(500))],
    ['answers invalid JSON', POLL_MS + DEADLINE_MS, (firmware) => firmware.behave(sends(200, '{"success":true,'))],
    ['accepts and never answers', POLL_MS + DEADLINE_MS, (firmware) => firmware.behave(neverAnswers)],
    [
      'shows frozen values',
      3 * POLL_MS,
      (firmware) => firmware.tick(() => ({ sequence: 7, timestamp: 1_800_000_000_007 })),
    ],
  ];

  it.each(faults)('%s', async (name, boundMs, spoil) => {
    await using firmware = await startScriptedFirmware();
    await using console = await startConsoleProcess('--robot', firmware.url);
    const { context, page, robot, problems } = await watch(console.ready);
    await robot('live').waitFor();
    expect(await page.title()).not.toContain('SIMULATED');
    expect(await page.getByText('LAST KNOWN').count()).toBe(0);
    const position = await page
      .getByText(/12\s34[56]/)
      .first()
      .innerText();

    await spoil(firmware);
    expect(await elapsed(robot('stale').waitFor())).toBeLessThanOrEqual(boundMs + LOOK_MS);
    await page.getByText('LAST KNOWN').first().waitFor();
    expect(await page.getByText(position).count(), 'the value stays readable').toBeGreaterThan(0);
    const age = async () => Number(/last heard (\d+)/.exec(await page.locator('main').innerText())?.[1]);
    await page
      .getByText(/last heard \d+ s ago/)
      .first()
      .waitFor();
    const before = await age();
    await expect.poll(age, { timeout: 5000 }).toBeGreaterThan(before);
    expect(firmware.mostInFlight(), 'never more than one request open').toBe(1);

    if (name === 'is killed') await firmware.restart();
    firmware.behave(null);
    let sequence = 100;
    firmware.tick(() => ({ sequence: ++sequence, timestamp: 1_800_000_001_000 + sequence }));
    expect(await elapsed(robot('live').waitFor())).toBeLessThanOrEqual(POLL_MS + DEADLINE_MS + LOOK_MS);
    expect(problems).toEqual([]);
    await context.close();
  });
});

it('mock firmware that is killed with -9 is shown as old and simulated, and fresh within a poll of its return', async () => {
  const mock = await startMockFirmwareProcess('--port', '0', '--robots', '1');
  const [first] = mock.ready.robots;
  if (!first) throw new Error('no mock robot');
  await using console = await startConsoleProcess('--robot', first.url);
  const { context, page, robot } = await watch(console.ready);
  await robot('simulated').waitFor();
  await mock.end('SIGKILL');
  expect(await elapsed(robot('simulated-stale').waitFor())).toBeLessThanOrEqual(POLL_MS + DEADLINE_MS + LOOK_MS);
  await page.getByText('SIMULATED, LAST KNOWN').first().waitFor();
  await using _again = await startMockFirmwareProcess('--port', new URL(first.url).port, '--robots', '1');
  expect(await elapsed(robot('simulated').waitFor())).toBeLessThanOrEqual(POLL_MS + DEADLINE_MS + LOOK_MS);
  await context.close();
});

describe('a console that is gone', () => {
  it.each(['SIGKILL', 'SIGSTOP'] as const)('%s: every value is disowned within half a second', async (signal) => {
    await using firmware = await startScriptedFirmware();
    await using console = await startConsoleProcess('--robot', firmware.url);
    const { context, page, robot } = await watch(console.ready);
    await robot('live').waitFor();
    // the page itself takes the time: looking from outside is slower than half a second allows
    await page.evaluate(() => {
      const gone = () => document.querySelectorAll('[data-truth="live"]').length === 0;
      Object.assign(window, { goneAt: null });
      new MutationObserver(() => {
        if (gone()) Object.assign(window, { goneAt: Reflect.get(window, 'goneAt') ?? Date.now() });
      }).observe(document.body, { subtree: true, attributes: true, childList: true });
    });
    const from = Date.now();
    process.kill(console.ready.pid, signal);
    await robot('disowned').waitFor();
    const goneAt = await page.evaluate(() => Number(Reflect.get(window, 'goneAt')));
    expect(goneAt - from).toBeLessThanOrEqual(500);
    await page
      .getByText(/Console not answering/)
      .first()
      .waitFor();
    expect(await page.locator('[data-truth="live"]').count()).toBe(0);
    await context.close();
  });

  it('is trusted again when it goes on', async () => {
    await using firmware = await startScriptedFirmware();
    await using console = await startConsoleProcess('--robot', firmware.url);
    const { context, robot } = await watch(console.ready);
    await robot('live').waitFor();
    process.kill(console.ready.pid, 'SIGSTOP');
    await robot('disowned').waitFor();
    process.kill(console.ready.pid, 'SIGCONT');
    expect(await elapsed(robot('live').waitFor())).toBeLessThanOrEqual(POLL_MS + DEADLINE_MS + LOOK_MS);
    await context.close();
  });
});

it('fallback none shows nothing of a lost robot; fallback simulated shows a simulation and says so', async () => {
  for (const [fallback, truth] of [
    ['none', 'none'],
    ['simulated', 'simulated'],
  ] as const) {
    await using firmware = await startScriptedFirmware();
    await using console = await startConsoleProcess('--robot', firmware.url, '--fallback', fallback);
    const { context, page, robot } = await watch(console.ready);
    await robot('live').waitFor();
    await firmware.kill();
    await robot(truth).waitFor();
    expect((await page.title()).includes('SIMULATED')).toBe(truth === 'simulated');
    await context.close();
  }
});
