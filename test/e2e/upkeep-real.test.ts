import { afterAll, beforeAll, expect, it } from 'vitest';
import { launchBrowser, openContext, signIn, type Browser } from '../support/browser.ts';
import { startConsoleProcess } from '../support/console-process.ts';
import { panel } from '../support/records-page.ts';

let browser: Browser;
beforeAll(async () => void (browser = await launchBrowser()));
afterAll(() => browser.close());

it('a supervisor checks the records of a running console and backs them up, sealed', async () => {
  await using running = await startConsoleProcess('--demo');
  const supervisor = running.ready.demoUsers?.find(({ role }) => role === 'supervisor');
  if (!supervisor) throw new Error('the demo has no supervisor');
  const { context, problems } = await openContext(browser);
  const page = await context.newPage();
  await page.goto(running.ready.url);
  await signIn(page, supervisor);
  await page.getByRole('link', { name: 'Health', exact: true }).click();

  // the start has checked by itself
  const figure = (name: string) => page.locator(`[data-name="${name}"] dd`);
  await figure('verify').filter({ hasText: 'Quick' }).waitFor();
  await figure('opening').filter({ hasText: 'these are new records' }).waitFor();
  const check = panel(page, 'Check the records');
  await check.getByRole('radio', { name: /^Full/ }).check();
  await check.getByRole('button', { name: 'Check now' }).click();
  await check.getByText('Nothing wrong was found.').waitFor();
  await figure('verify').filter({ hasText: 'Full' }).waitFor();

  const backup = panel(page, 'Back up now');
  await page.getByText('There is no backup yet.').waitFor();
  for (const [passphrase, answer] of [
    ['too short', 'A passphrase needs at least 15 characters; this one has 9.'],
    ['seven geese cross the yard', 'sealed with the passphrase'],
  ] as const) {
    await backup.getByLabel('Passphrase (optional)').fill(passphrase);
    await backup.getByLabel('Passphrase again').fill(passphrase);
    await backup.getByRole('button', { name: 'Back up now' }).click();
    await backup.getByText(answer).waitFor();
  }
  const row = page.getByRole('table', { name: 'Backups there are' }).getByRole('row').filter({ hasText: 'asked for' });
  await row.filter({ hasText: 'sealed' }).waitFor();
  expect(await row.innerText()).toContain(running.ready.dataDir);
  expect(problems).toEqual([]);
  await context.close();
});
