import { afterAll, beforeAll, expect, it } from 'vitest';
import { launchBrowser, openContext, signIn, type Browser } from '../support/browser.ts';
import { startConsoleProcess } from '../support/console-process.ts';

let browser: Browser;
beforeAll(async () => void (browser = await launchBrowser()));
afterAll(() => browser.close());

async function demo() {
  const console = await startConsoleProcess('--demo');
  const operator = console.ready.demoUsers?.find(({ role }) => role === 'operator');
  if (!operator) throw new Error('the demo has no operator');
  return { console, operator, origin: new URL(console.ready.url).origin };
}

it('a sign-in survives a reload and serves a second tab, and a sign-out ends both', async () => {
  const { console, operator, origin } = await demo();
  await using _console = console;
  const { context, problems } = await openContext(browser);
  const page = await context.newPage();
  await page.goto(console.ready.url);
  await signIn(page, operator);
  await page.locator('[data-robot-id]').first().waitFor();
  await page.reload();
  await page.locator('[data-robot-id]').first().waitFor();

  const second = await context.newPage();
  await second.goto(origin);
  await second.locator('[data-robot-id][data-truth="simulated"]').first().waitFor();
  await page.getByRole('button', { name: 'Sign out' }).click();
  await second.getByRole('heading', { name: 'Sign in' }).waitFor();
  expect(await second.locator('[data-robot-id]').count()).toBe(0);
  expect(problems).toEqual([]);
  await context.close();
});

it('the cookie from before a sign-in opens nothing after it, and the browser notices nothing', async () => {
  const { console, operator, origin } = await demo();
  await using _console = console;
  const { context, problems } = await openContext(browser);
  const page = await context.newPage();
  await page.goto(console.ready.url);
  await page.getByRole('heading', { name: 'Sign in' }).waitFor();
  const [before] = await context.cookies();
  const renewed = page.waitForResponse(
    (answer) => answer.url() === `${origin}/seat` && answer.request().method() === 'POST',
  );
  await signIn(page, operator);
  expect((await renewed).status()).toBe(204);
  const [after] = await context.cookies();
  expect(after?.value).not.toBe(before?.value);
  const headers = { cookie: `${before?.name}=${before?.value}` };
  expect((await fetch(`${origin}/seat`, { headers })).status).toBe(401);
  await page.reload();
  await page.locator('[data-robot-id]').first().waitFor();
  expect(problems).toEqual([]);
  await context.close();
});

it('a launch link works once: whoever replays it in another browser is told so, and the first goes on', async () => {
  const { console } = await demo();
  await using _console = console;
  const mine = await openContext(browser);
  const page = await mine.context.newPage();
  await page.goto(console.ready.url);
  await page.getByRole('heading', { name: 'Sign in' }).waitFor();

  const theirs = await openContext(browser);
  const replay = await theirs.context.newPage();
  await replay.goto(console.ready.url);
  await replay.getByRole('heading', { name: 'This link no longer opens the console' }).waitFor();
  expect(await replay.locator('input').count()).toBe(0);
  await page.reload();
  await page.getByRole('heading', { name: 'Sign in' }).waitFor();
  await mine.context.close();
  await theirs.context.close();
});

it('nothing a page’s script can read opens the console: no token in the address, no cookie, no storage', async () => {
  const { console, operator } = await demo();
  await using _console = console;
  const { context } = await openContext(browser);
  const page = await context.newPage();
  await page.goto(console.ready.url);
  await signIn(page, operator);
  await page.locator('[data-robot-id]').first().waitFor();
  const visible = await page.evaluate(() => ({
    cookie: document.cookie,
    address: location.href,
    stored: JSON.stringify([Object.entries(localStorage), Object.entries(sessionStorage)]),
  }));
  expect(visible.cookie).toBe('');
  expect(visible.address).not.toContain('token');
  expect(visible.stored).not.toMatch(/[\w-]{40}/);
  const [cookie] = await context.cookies();
  expect(cookie).toMatchObject({ httpOnly: true, sameSite: 'Strict' });
  await context.close();
});
