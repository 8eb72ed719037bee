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

/** Somebody of a role, on the audit screen. */
async function open(role: string, view: View = {}) {
  const { context, problems } = await openContext(browser, view);
  const page = await context.newPage();
  await page.goto(console.ready.url);
  const user = console.ready.demoUsers?.find((candidate) => candidate.role === role);
  if (!user) throw new Error(`the demo has no ${role}`);
  await signIn(page, user);
  await page.locator('[data-robot-id]').first().waitFor();
  await page.getByRole('link', { name: 'Audit log', exact: true }).click();
  await page.locator('[data-record-id]').first().waitFor();
  return { context, page, problems, user };
}

it('an administrator finds a record, sees all of it, keeps the filter, and follows the newest', async () => {
  const { context, page, problems } = await open('administrator');
  const rows = page.locator('[data-record-id]');
  await page.getByLabel('Action', { exact: true }).fill('user.create');
  await page.getByRole('button', { name: 'Find', exact: true }).click();
  await expect.poll(() => rows.count()).toBe(4);
  await rows.first().getByRole('button').click();
  const details = page.getByRole('region', { name: /^Record \d+$/ });
  await details.getByText('user.create').waitFor();
  await details.getByText(/^[0-9a-f]{64}$/).waitFor();
  await page.getByPlaceholder('Name of the filter').fill('New accounts');
  await page.getByRole('button', { name: 'Keep this filter' }).click();
  await page.getByRole('button', { name: 'Clear', exact: true }).click();
  await expect.poll(() => rows.count()).toBeGreaterThan(4);
  await page.reload();
  await page.getByRole('button', { name: 'New accounts', exact: true }).click();
  await expect.poll(() => rows.count()).toBe(4);
  await page.getByRole('button', { name: 'Clear', exact: true }).click();
  await page.getByRole('table', { name: 'Audit records' }).press('End');
  await page.getByRole('button', { name: '1', exact: true }).waitFor();
  await page.getByLabel('Go to time').fill('2099-12-31T23:59:59');
  await page.getByRole('button', { name: 'Go', exact: true }).click();
  await page.getByText(/^Record \d+ of .+\d\d:\d\d:\d\d$/).waitFor();
  await page.locator('[data-record-id][aria-current]').waitFor();
  await page.getByRole('button', { name: 'Export', exact: true }).click();
  await rows.getByText('audit.export', { exact: true }).first().waitFor();
  expect(problems).toEqual([]);
  await context.close();
});

it('an administrator exports what fits, and has the log verified', async () => {
  const { context, page } = await open('administrator');
  await page.getByRole('button', { name: 'Export', exact: true }).click();
  await page.getByText(/\d+ records in .*audit-.*\.jsonl/).waitFor();
  await page.getByRole('button', { name: 'Verify now' }).click();
  await page.getByText('Nothing wrong was found.').waitFor();
  await context.close();
});

it('an operator sees what he did himself, is told so, and is offered neither export nor verification', async () => {
  const { context, page, user } = await open('operator');
  await page.getByText('You see what you did yourself').waitFor();
  const who = await page.locator('[data-record-id] > :nth-child(3)').allTextContents();
  expect(new Set(who)).toEqual(new Set([user.username]));
  expect(await page.getByRole('button', { name: 'Export', exact: true }).count()).toBe(0);
  await context.close();
});

describe('the audit screen with a record open meets WCAG 2.1 AA', () => {
  it.each(['light', 'dark'] as const)('%s', async (scheme) => {
    const { context, page } = await open('administrator', { scheme });
    await page.getByRole('button', { name: '1', exact: true }).click();
    await page
      .getByRole('region', { name: 'Record 1' })
      .getByText(/^[0-9a-f]{64}$/)
      .waitFor();
    const { violations } = await new AxeBuilder({ page })
      .withTags(['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa'])
      .analyze();
    expect(violations.map(({ id, nodes }) => [id, nodes.map(({ target }) => target)])).toEqual([]);
    const folder = process.env['AUDIT_SCREENSHOTS'];
    if (folder) await page.screenshot({ path: `${folder}/audit-${scheme}.png`, fullPage: true });
    await context.close();
  });
});
