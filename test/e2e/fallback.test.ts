import AxeBuilder from '@axe-core/playwright';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { launchBrowser, newAccount, openContext, type Browser } from '../support/browser.ts';
import { configureHoists } from '../support/configured-hoists.ts';
import { startConsoleProcess } from '../support/console-process.ts';
import { startScriptedFirmware } from '../support/scripted-firmware.ts';

const PERSON = { username: 'lan', password: 'seven geese cross the yard' };

let browser: Browser;
beforeAll(async () => void (browser = await launchBrowser()));
afterAll(() => browser.close());

it('a lost robot is simulated for a reason, stays so when it answers again, and is returned to live by a person', async () => {
  await using first = await startScriptedFirmware();
  await using second = await startScriptedFirmware();
  await using hoists = await configureHoists([first, second]);
  await using console = await startConsoleProcess('--config', hoists.file);
  const { context, problems } = await openContext(browser);
  const page = await context.newPage();
  await page.goto(console.ready.url);
  await newAccount(page, PERSON, 'Create and sign in');
  const robot = (truth: string) => page.locator(`[data-robot-id="hoist-1"][data-truth="${truth}"]`).first();
  await robot('live').waitFor();
  await robot('live').getByRole('link').click();
  const start = page.getByRole('button', { name: 'Show a simulation' });
  expect(await start.count(), 'of a robot that is heard none is offered').toBe(0);

  await first.kill();
  await robot('stale').waitFor();
  await start.click();
  await page.getByText(/until somebody returns the robot to live/).waitFor();
  if (process.env['SHOTS']) await page.screenshot({ path: `${process.env['SHOTS']}/fallback-question.png` });
  expect(await start.isDisabled(), 'without a reason there is none').toBe(true);
  await page.getByLabel(/^Reason, for the record/).fill('the night shift trains');
  await start.click();
  await robot('simulated').waitFor();
  expect(await page.title()).toContain('SIMULATED');
  await page.getByText(/^SIMULATED since [\d:]+ – the real robot is not heard/).waitFor();
  await page.getByText('Started by lan: the night shift trains').waitFor();
  await page.locator('[data-link-state="simulated"]').first().waitFor();
  await page.getByText('Real link: Offline').first().waitFor();
  await page.getByText('PARTLY SIMULATED – no robot behind: Hoist 1').waitFor();

  await first.restart();
  await page
    .locator('[data-stand-in="heard"]')
    .getByText(/the real robot answers again/)
    .waitFor();
  await page.getByText('Real link: Answering').first().waitFor();
  await robot('simulated').waitFor();
  expect(await page.locator('[data-robot-id="hoist-1"] [data-truth="live"]').count()).toBe(0);
  const command = page.locator('[data-command]').first();
  await command.getByText('this is a simulation, and commands go to no robot').waitFor();
  expect(await command.getByRole('button').isDisabled()).toBe(true);
  if (process.env['SHOTS']) await page.screenshot({ path: `${process.env['SHOTS']}/fallback.png`, fullPage: true });
  const accessibility = await new AxeBuilder({ page }).withTags(['wcag2a', 'wcag2aa']).analyze();
  expect(accessibility.violations.map(({ id }) => id)).toEqual([]);

  await page.getByRole('button', { name: 'Return to live' }).click();
  await robot('live').waitFor();
  expect(await page.title()).not.toContain('SIMULATED');
  await page.getByText(/^Simulated for .+ of the .+ in which it was observed/).waitFor();
  await page.getByRole('link', { name: 'Audit log', exact: true }).click();
  await page.getByText('fallback.leave', { exact: true }).first().waitFor();
  await page.getByText('fallback.enter', { exact: true }).first().waitFor();
  expect(problems).toEqual([]);
  await context.close();
});
