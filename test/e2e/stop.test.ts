import AxeBuilder from '@axe-core/playwright';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { systemClock } from '../../src-main/clock.ts';
import { startMockFleet, type MockFleet } from '../../src-main/mock-firmware/mock-fleet.ts';
import { launchBrowser, newAccount, openContext, signIn, type Browser, type Page } from '../support/browser.ts';
import { configureHoists, type ConfiguredHoists } from '../support/configured-hoists.ts';
import { startConsoleProcess } from '../support/console-process.ts';

const PERSON = { username: 'lan', password: 'seven geese cross the yard' };

let browser: Browser;
let fleet: MockFleet;
let hoists: ConfiguredHoists;
beforeAll(async () => {
  browser = await launchBrowser();
  fleet = await startMockFleet({ port: 0, robots: 2, seed: 1, kind: 'oht50', clock: systemClock });
  hoists = await configureHoists(fleet.robots, 'oht50');
});
afterAll(async () => {
  await browser.close();
  await fleet.stop();
  await hoists[Symbol.asyncDispose]();
});

const stopAll = (page: Page) => page.getByRole('button', { name: 'Software stop: all robots' });
const lineOf = (page: Page, robot: string, outcome: string) =>
  page.locator(`[data-stop-of="${robot}"][data-outcome="${outcome}"]`);

it('one press stops the robots from every screen, and says of each what it answered and what its state showed', async () => {
  await using console = await startConsoleProcess('--config', hoists.file);
  const { context, problems } = await openContext(browser);
  const page = await context.newPage();
  await page.goto(console.ready.url);

  // nobody has an account yet, nobody is signed in
  await stopAll(page).click();
  for (const robot of ['hoist-1', 'hoist-2']) {
    const line = lineOf(page, robot, 'observed');
    await line.getByText('Answer: accepted').waitFor();
    await line.getByText('Robot’s own state: ESTOP').waitFor();
  }
  await page.getByText(/Software stop, last pressed [\d:]+: 2 of 2 seen to have stopped$/).waitFor();

  // a while after a stop that came off wholly its list is one line, until somebody opens it
  await page.getByText('The list has been folded.').waitFor();
  expect(await lineOf(page, 'hoist-1', 'observed').count()).toBe(0);
  if (process.env['SHOTS']) await page.screenshot({ path: `${process.env['SHOTS']}/stop-folded.png` });
  await page.getByRole('button', { name: 'Show the list' }).click();
  await lineOf(page, 'hoist-1', 'observed').waitFor();

  await newAccount(page, PERSON, 'Create and sign in');
  await page.locator('[data-robot-id="hoist-1"] a').first().click();
  const command = (id: string) => page.locator(`[data-command="${id}"]`);
  await command('move').getByText('Take control of this robot first').waitFor();
  await page.getByRole('button', { name: 'Take control' }).click();
  await page.locator('[data-control="own"]').waitFor();
  await command('move').getByText('Possible in: IDLE, PAUSED').waitFor();
  expect(await command('move').getByRole('button').isDisabled()).toBe(true);
  // the second half of a double click is no answer to the question
  await command('reset').getByRole('button', { name: 'Reset' }).dblclick();
  await command('reset').getByText('Send it to Hoist 1?').waitFor();
  await command('reset').getByRole('button', { name: 'Reset' }).click();
  await command('reset').locator('[data-outcome="observed"]').waitFor();
  await lineOf(page, 'hoist-1', 'left').getByText('since then IDLE').waitFor();

  // a touch in passing does nothing; held, by the keyboard, it goes out, and the robot does not do it
  await fleet.robots[0]?.setCondition({ kind: 'commands', does: 'ignores' });
  const move = command('move').getByRole('button', { name: 'Hold to send: Move' });
  await move.click();
  await move.focus();
  await page.keyboard.down('Space');
  await page.waitForTimeout(1400);
  await page.keyboard.up('Space');
  await command('move').locator('[data-outcome="contradicted"]').waitFor();
  const accessibility = await new AxeBuilder({ page }).withTags(['wcag2a', 'wcag2aa']).analyze();
  expect(accessibility.violations.map(({ id }) => id)).toEqual([]);

  // locked: the same button, by keyboard; the robot that says yes and goes on is called what it is
  await page.keyboard.press('Control+Shift+L');
  await page.getByRole('heading', { name: 'Locked' }).waitFor();
  await page.keyboard.press('Control+Shift+X');
  await lineOf(page, 'hoist-1', 'contradicted').getByText('NOT STOPPED', { exact: true }).waitFor();
  await lineOf(page, 'hoist-2', 'observed').waitFor();
  await page.getByText('Not every robot was seen to have stopped').waitFor();
  await page.locator('input[autocomplete="current-password"]').fill(PERSON.password);
  await page.locator('input[autocomplete="current-password"]').press('Enter');
  await page.getByRole('link', { name: 'Audit log', exact: true }).click();
  await page.getByText('stop.outcome', { exact: true }).first().waitFor();
  await page.getByText('person at the workstation').first().waitFor();
  await page.getByText('command.outcome', { exact: true }).first().waitFor();

  // nobody there to carry it: it says that it cannot work
  await page.getByRole('button', { name: 'Sign out' }).click();
  await signIn(page, PERSON);
  await console.end();
  await page.locator('[data-stop-bar]').getByText('CANNOT WORK NOW').waitFor();
  await stopAll(page).click();
  await page.getByText('NOT CONFIRMED').waitFor();
  expect(problems).toEqual([]);
  await context.close();
});
