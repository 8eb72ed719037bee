import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { launchBrowser, openContext, signIn, type Browser } from '../support/browser.ts';
import { startConsoleProcess, type ConsoleReady, type ProgramProcess } from '../support/console-process.ts';

let browser: Browser;
let console: ProgramProcess<ConsoleReady>;
beforeAll(async () => {
  browser = await launchBrowser();
  console = await startConsoleProcess('--demo');
});
afterAll(async () => {
  await browser.close();
  await console.end();
});

const account = (role: string) => {
  const user = console.ready.demoUsers?.find((candidate) => candidate.role === role);
  if (!user) throw new Error(`the demo has no ${role}`);
  return user;
};

it('an administrator reads what is in force and exports it; an operator in the same seat finds no such page', async () => {
  const { context, problems } = await openContext(browser);
  const page = await context.newPage();
  await page.goto(console.ready.url);
  await signIn(page, account('administrator'));
  await page.getByRole('link', { name: 'Security', exact: true }).click();
  await page.getByText('15 characters').waitFor();
  const ports = new RegExp(`connect-src 'self' ws://127\\.0\\.0\\.1:${new URL(page.url()).port} `);
  await page.getByText(ports).waitFor();
  await page.getByText('Not applicable: the console runs in a browser, not in Electron').waitFor();
  await page.getByText('no witness folder is configured').waitFor();
  await page.getByText('0 of 1 active accounts have one').first().waitFor();
  await page.getByRole('button', { name: 'Export as a report' }).click();
  const done = await page.getByText(/^Report written: .*security-policy-.*\.html$/).textContent();
  expect(readFileSync((done ?? '').replace('Report written: ', ''), 'utf8')).toContain('<h2>Passwords</h2>');

  const folder = process.env['SECURITY_SCREENSHOTS'];
  if (folder) {
    for (const language of ['English', 'Tiếng Việt']) {
      await page.getByRole('button', { name: language }).click();
      for (const colorScheme of ['light', 'dark'] as const) {
        await page.emulateMedia({ colorScheme });
        await page.screenshot({ path: `${folder}/security-${language}-${colorScheme}.png`, fullPage: true });
      }
    }
    await page.getByRole('button', { name: 'English' }).click();
  }

  await page.getByRole('button', { name: 'Sign out' }).click();
  await signIn(page, account('operator'));
  await page.getByRole('link', { name: 'Robots', exact: true }).waitFor();
  expect(await page.getByRole('link', { name: 'Security', exact: true }).count()).toBe(0);
  await page.goto(`${new URL(page.url()).origin}/#/security`);
  await page.getByText('Your role does not allow this.').waitFor();
  expect(problems).toEqual([]);
  await context.close();
});
