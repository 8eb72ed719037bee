import { afterAll, beforeAll, expect, it } from 'vitest';
import { launchBrowser, newAccount, openContext, type Browser } from '../support/browser.ts';
import { startConsoleProcess } from '../support/console-process.ts';
import { sends, startScriptedFirmware, type Behaviour } from '../support/scripted-firmware.ts';

let browser: Browser;
beforeAll(async () => void (browser = await launchBrowser()));
afterAll(() => browser.close());

const later =
  (ms: number): Behaviour =>
  (response, honest) =>
    void setTimeout(() => sends(200)(response, honest), ms);

it('a slow robot, one that asks for a pause and one that comes and goes are told apart, by words, shape and announcement', async () => {
  await using slow = await startScriptedFirmware();
  await using paused = await startScriptedFirmware();
  await using flapping = await startScriptedFirmware();
  const robots = [slow, paused, flapping].flatMap(({ url }) => ['--robot', url]);
  await using console = await startConsoleProcess(...robots);
  const { context, problems } = await openContext(browser);
  const page = await context.newPage();
  await page.goto(console.ready.url);
  await newAccount(page, { username: 'lan', password: 'seven geese cross the yard' }, 'Create and sign in');
  const card = (n: number) => page.locator(`article[data-robot-id="robot-${n}"]`);
  const badge = (n: number, state: string) => card(n).locator(`[data-link-state="${state}"]`);
  for (const n of [1, 2, 3]) await badge(n, 'live').waitFor();
  // everything that is announced from here on
  await page.evaluate(() => {
    const told: string[] = [];
    Object.assign(window, { told });
    for (const region of document.querySelectorAll('[role="status"]')) {
      const hear = () => told.push(region.textContent);
      new MutationObserver(hear).observe(region, { subtree: true, childList: true, characterData: true });
    }
  });

  // two requests a poll, together more than half of the second that they are given
  slow.behave(later(300));
  paused.behave(sends(503, 'busy', { 'retry-after': '45' }));
  const flap = setInterval(() => {
    const seconds = Math.floor(performance.now() / 1_000);
    flapping.behave(seconds % 3 === 0 ? sends(500) : null);
  }, 100);
  try {
    await badge(1, 'slow').waitFor();
    await badge(2, 'breaker-open').waitFor();
    await badge(3, 'unstable').waitFor({ timeout: 30_000 });
    expect(await card(1).getAttribute('data-truth'), 'a slow robot is current').toBe('live');
    expect(await card(2).getAttribute('data-truth')).toBe('stale');
    expect(await card(3).getAttribute('data-truth')).toBe('stale');
    const left = async () => Number(/asks again in (\d+) s/.exec(await card(2).innerText())?.[1]);
    const before = await left();
    await expect.poll(left, { timeout: 5_000 }).toBeLessThan(before);
    // it answers two polls of three, and none of that is shown as current
    const seen = new Set<string | null>();
    for (const until = performance.now() + 4_000; performance.now() < until; await page.waitForTimeout(50)) {
      seen.add(await card(3).getAttribute('data-truth'));
    }
    expect([...seen]).toEqual(['stale']);
    await page.getByRole('link', { name: 'Health', exact: true }).click();
    await page.getByRole('row', { name: /Contact paused/ }).waitFor();
  } finally {
    clearInterval(flap);
  }
  const told = await page.evaluate(() => Reflect.get(window, 'told') as string[]);
  for (const words of [/Robot 1: LIVE, Slow/, /Robot 2: LAST KNOWN, Contact paused/, /Robot 3: LAST KNOWN, Unstable/]) {
    expect(told.filter((sentence) => words.test(sentence))).toHaveLength(1);
  }
  expect(problems).toEqual([]);
  await context.close();
});
