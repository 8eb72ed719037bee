import AxeBuilder from '@axe-core/playwright';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { launchBrowser, openContext, signIn, type Browser, type View } from '../support/browser.ts';
import { startConsoleProcess, type ConsoleReady, type ProgramProcess } from '../support/console-process.ts';

let browser: Browser;
let console: ProgramProcess<ConsoleReady>;
beforeAll(async () => void (browser = await launchBrowser()));
afterAll(() => browser.close());
beforeEach(async () => void (console = await startConsoleProcess('--demo')));
afterEach(() => console.end());

async function open(view: View = {}) {
  const { context, problems } = await openContext(browser, view);
  const page = await context.newPage();
  await page.goto(console.ready.url);
  await page.locator('input[autocomplete="username"]').waitFor();
  return { context, page, problems };
}

const account = (role: string) => {
  const user = console.ready.demoUsers?.find((candidate) => candidate.role === role);
  if (!user) throw new Error(`the demo has no ${role}`);
  return user;
};

const SCREENS = {
  Robots: true,
  Health: true,
  Alarms: false,
  'Audit log': true,
  Users: false,
  Roles: false,
  Configuration: false,
  Security: false,
  Training: false,
};

const SUPERVISING = { ...SCREENS, Alarms: true, Configuration: true, Security: true, Training: true };

describe('a role is offered what it may do, and nothing else', () => {
  it.each([
    ['administrator', { ...SUPERVISING, Users: true, Roles: true }],
    ['supervisor', SUPERVISING],
    ['operator', SCREENS],
    ['viewer', SCREENS],
  ])('%s', async (role, screens) => {
    const { context, page, problems } = await open();
    await signIn(page, account(role));
    await page.locator('[data-robot-id]').first().waitFor();
    for (const [name, offered] of Object.entries(screens)) {
      expect([name, await page.getByRole('link', { name, exact: true }).count()]).toEqual([name, offered ? 1 : 0]);
    }
    await page.getByText(new RegExp(role, 'i')).first().waitFor();
    // typed into the address bar, a screen that is not offered is refused in words
    if (!screens.Users) {
      await page.goto(`${new URL(page.url()).origin}/#/users`);
      await page.getByText('Your role does not allow this.').waitFor();
    }
    await page.getByRole('button', { name: 'Sign out' }).click();
    await page.getByRole('heading', { name: 'Sign in' }).waitFor();
    expect(problems).toEqual([]);
    await context.close();
  });
});

describe('every screen meets WCAG 2.1 AA', () => {
  // contrast hangs on the scheme, room on the language: two runs see both of each
  it.each([
    ['light', 'en-GB'],
    ['dark', 'vi-VN'],
  ] as const)('%s, %s', async (scheme, locale) => {
    const { context, page } = await open({ scheme, locale });
    const check = async (screen: string) => {
      const { violations } = await new AxeBuilder({ page })
        .withTags(['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa'])
        .analyze();
      expect(violations.map(({ id, nodes }) => [screen, id, nodes.map(({ target }) => target)])).toEqual([]);
    };
    await check('sign-in');
    const { username, password } = account('administrator');
    await page.locator('input[autocomplete="username"]').fill(username);
    await page.locator('input[autocomplete="current-password"]').fill(password);
    await page.locator('input[autocomplete="current-password"]').press('Enter');
    await page.locator('[data-robot-id]').first().waitFor();
    await check('robots');
    for (const screen of ['health', 'audit', 'users', 'roles', 'configuration', 'security', 'training', 'account']) {
      await page.goto(`${new URL(page.url()).origin}/#/${screen}`);
      await page.getByRole('table').or(page.locator('article')).first().waitFor();
      await check(screen);
    }
    await page.goto(`${new URL(page.url()).origin}/#/users`);
    await page.locator('tbody button').first().click();
    await page.getByRole('dialog').getByRole('table').waitFor();
    await check('user panel');
    await page.keyboard.press('Control+Shift+L');
    await page.locator('input[autocomplete="current-password"]').waitFor();
    await check('locked');
    await context.close();
  });
});

it('speaks Vietnamese when asked to, and remembers it over a reload', async () => {
  const { context, page } = await open();
  await page.getByRole('button', { name: 'Tiếng Việt' }).click();
  await page.getByRole('button', { name: 'Đăng nhập' }).waitFor();
  await page.reload();
  await page.getByRole('button', { name: 'Đăng nhập' }).waitFor();
  expect(await page.evaluate(() => document.documentElement.lang)).toBe('vi');
  await context.close();
});
