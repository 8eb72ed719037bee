import path from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { launchBrowser, newAccount, openContext, signIn, type Browser, type Page } from '../support/browser.ts';
import { startConsoleProcess } from '../support/console-process.ts';
import { startScriptedFirmware } from '../support/scripted-firmware.ts';
import { mountTinyDisk } from '../support/tiny-disk.ts';

const PASSWORD = 'seven geese cross the yard';
const ADMINISTRATOR = { username: 'lan', password: PASSWORD };
const REFUSAL = 'The disk is full, so this could not be saved and was not done.';
/** The journal's last block may have room for a change or two. */
const MOST_CHANGES_THAT_FIT = 10;

let browser: Browser;
beforeAll(async () => void (browser = await launchBrowser()));
afterAll(() => browser.close());

const banner = (page: Page) => page.locator('[data-store-trouble="full"]');
const accounts = (page: Page) => page.getByRole('table').getByRole('rowheader').allInnerTexts();

/** How long (ms) until `seen`. */
async function elapsed(seen: Promise<unknown>): Promise<number> {
  const from = performance.now();
  await seen;
  return performance.now() - from;
}

/** Whether the console took a new account. */
async function created(page: Page, username: string): Promise<boolean> {
  await page.getByRole('button', { name: 'Create a user' }).click();
  const panel = page.getByRole('dialog');
  await panel.getByLabel(/^User name/).fill(username);
  await panel.getByRole('button', { name: 'Create user' }).click();
  const kept = panel.locator('[data-one-time-password]');
  const refused = panel.getByRole('alert').filter({ hasText: REFUSAL });
  await kept.or(refused).first().waitFor();
  const done = (await kept.count()) === 1;
  await panel.getByRole('button', { name: 'Close' }).click();
  return done;
}

it('a full disk: said on every page at once, robots and look-ups go on, and it recovers by itself', async (context) => {
  const disk = mountTinyDisk(8);
  if (typeof disk === 'string') {
    console.warn(`not tested: ${disk}`);
    return context.skip(disk);
  }
  using _disk = disk;
  await using firmware = await startScriptedFirmware();
  const data = path.join(disk.folder, 'data');
  await using running = await startConsoleProcess('--data', data, '--robot', firmware.url);
  const { origin } = new URL(running.ready.url);
  const { context: window, problems } = await openContext(browser);
  const users = await window.newPage();
  await users.goto(running.ready.url);
  await newAccount(users, ADMINISTRATOR, 'Create and sign in');
  await users.locator('[data-truth="live"]').first().waitFor();
  await users.goto(`${origin}/#/users`);
  expect(await created(users, 'before')).toBe(true);
  const [robots, health] = [await window.newPage(), await window.newPage()];
  await robots.goto(origin);
  await robots.locator('[data-robot-id][data-truth="live"]').first().waitFor();
  await health.goto(`${origin}/#/health`);
  await health.getByText('Changes are saved.').waitFor();
  const pages = [users, robots, health];
  const kept = ['lan', 'before'];

  disk.fill();
  let refused: string | null = null;
  for (let n = 1; refused === null && n <= MOST_CHANGES_THAT_FIT; n += 1) {
    if (await created(users, `during-${n}`)) kept.push(`during-${n}`);
    else refused = `during-${n}`;
  }
  expect(refused, 'the disk was full').not.toBeNull();
  const toldWithin = await elapsed(Promise.all(pages.map((page) => banner(page).waitFor())));
  expect(toldWithin).toBeLessThanOrEqual(1000);
  for (const page of pages) {
    expect(await banner(page).innerText()).toMatch(
      /The disk is full: changes cannot be saved\.\s+Live values go on\. It recovers by itself once there is room\./,
    );
    expect(await page.title()).toContain('[NOT SAVING]');
  }

  // robots: asked on, fresh all the while
  const asked = firmware.requests.length;
  const until = performance.now() + 3000;
  while (performance.now() < until) {
    expect(await robots.locator('[data-robot-id][data-truth="live"]').count()).toBe(1);
    expect(await robots.getByText('LAST KNOWN').count()).toBe(0);
    await robots.waitForTimeout(100);
  }
  expect(firmware.requests.length).toBeGreaterThan(asked + 2);

  // look-ups: the list comes from the store anew, and so do the figures
  await users.reload();
  await expect.poll(() => accounts(users)).toEqual(kept.toSorted());
  const figure = (name: string) => health.locator(`[data-name="${name}"] dd`).innerText();
  expect(Number(await figure('refused'))).toBeGreaterThanOrEqual(1);
  expect(await figure('room')).toContain('LOW');
  await health.locator('p[data-store-state="refusing"]').waitFor();

  // nobody is kept signed in by it, and nobody gets in unrecorded
  await users.getByRole('button', { name: 'Sign out' }).click();
  for (const page of pages) {
    await page.getByRole('heading', { name: 'Sign in' }).waitFor();
    await banner(page).waitFor();
  }
  await signIn(users, ADMINISTRATOR);
  await users.getByRole('alert').filter({ hasText: REFUSAL }).waitFor();

  // the stop asks no disk: it goes out, and its record waits in a place of its own
  await users.getByRole('button', { name: 'Software stop: all robots' }).click();
  await users.locator('[data-stop-of][data-outcome="contradicted"]').waitFor();

  disk.free();
  const goneWithin = await elapsed(Promise.all(pages.map((page) => banner(page).waitFor({ state: 'detached' }))));
  expect(goneWithin).toBeLessThanOrEqual(3000);
  await users.getByText('Changes are saved again.').waitFor({ state: 'attached' });
  expect(await users.title()).not.toContain('[NOT SAVING]');
  await signIn(users, ADMINISTRATOR);
  await users.getByRole('heading', { name: 'Users', exact: true }).waitFor();
  expect(await created(users, 'after')).toBe(true);
  kept.push('after');
  expect(running.process.exitCode, 'the same console, all the while').toBeNull();

  // nothing that anyone was told is kept is lost, and nothing is there that was refused
  await running.end('SIGKILL');
  await using again = await startConsoleProcess('--data', data, '--robot', firmware.url);
  await users.goto(again.ready.url);
  await signIn(users, ADMINISTRATOR);
  await users.locator('[data-robot-id]').first().waitFor();
  await users.goto(`${new URL(again.ready.url).origin}/#/users`);
  await expect.poll(() => accounts(users)).toEqual(kept.toSorted());
  await users.goto(`${new URL(again.ready.url).origin}/#/audit`);
  for (const action of ['stop.requested', 'stop.outcome']) {
    await users.getByText(action, { exact: true }).first().waitFor();
    expect(await users.getByText(action, { exact: true }).count()).toBe(1);
  }
  expect(problems).toEqual([]);
  await window.close();
});
