import path from 'node:path';
import AxeBuilder from '@axe-core/playwright';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { startLoopback } from '../../src-main/bridge/loopback.ts';
import { systemClock, type Clock } from '../../src-main/clock.ts';
import { bridgeOver } from '../support/access-bridge.ts';
import { createAccessStand, nobody, SECRET } from '../support/access-stand.ts';
import { launchBrowser, openContext, signIn, type Browser, type Page } from '../support/browser.ts';

const RENDERER_DIR = path.resolve(import.meta.dirname, '../../dist/renderer');
const QUARTER_MS = 15 * 60_000;
const REASON = 'Before the controller is replaced';

let browser: Browser;
beforeAll(async () => void (browser = await launchBrowser()));
afterAll(() => browser.close());

/** The machine's clock, whose timers of a quarter of an hour are over when the test says so. */
function clockWithQuarter(): Clock & { readonly quarterIsOver: () => void } {
  const waiting = new Set<() => void>();
  return {
    ...systemClock,
    after(ms, run) {
      if (ms !== QUARTER_MS) return systemClock.after(ms, run);
      waiting.add(run);
      return () => void waiting.delete(run);
    },
    quarterIsOver: () => waiting.forEach((run) => run()),
  };
}

/** The built page over the real access: anna administers, sam supervises, kim operates. */
async function stand() {
  const clock = clockWithQuarter();
  const access = await createAccessStand({ clock });
  const { accounts, log } = access;
  await accounts.createFirstAdministrator({ username: 'anna', displayName: 'Anna Ngô', password: SECRET }, nobody);
  await accounts.create({ username: 'sam', displayName: 'Sam Lê', password: SECRET, role: 'supervisor' }, nobody);
  await accounts.create({ username: 'kim', displayName: 'Kim Trần', password: SECRET, role: 'operator' }, nobody);
  const { bridge } = bridgeOver(access, systemClock);
  const loopback = await startLoopback({ bridge, rendererDir: RENDERER_DIR, port: 0, clock: systemClock, log });
  return {
    ...access,
    clock,
    url: loopback.mintLaunchUrl(),
    async [Symbol.asyncDispose]() {
      bridge.close();
      await loopback.stop();
    },
  };
}

async function photograph(page: Page, name: string): Promise<void> {
  const folder = process.env['SIGNATURE_SCREENSHOTS'];
  if (!folder) return;
  for (const language of ['Tiếng Việt', 'English']) {
    await page.getByRole('button', { name: language }).click();
    for (const colorScheme of ['dark', 'light'] as const) {
      await page.emulateMedia({ colorScheme });
      await page.screenshot({ path: `${folder}/${name}-${language.slice(0, 2)}-${colorScheme}.png` });
    }
  }
}

async function meetsWcag(page: Page, screen: string): Promise<void> {
  const tags = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa'];
  const { violations } = await new AxeBuilder({ page }).withTags(tags).analyze();
  expect(violations.map(({ id, nodes }) => [screen, id, nodes.map(({ target }) => target)])).toEqual([]);
}

it('a second person signs a backup; an operator is lent a right, and loses it when its time is up', async () => {
  await using console = await stand();
  const { context, problems } = await openContext(browser);
  const page = await context.newPage();
  await page.goto(console.url);

  // anna demands the signature of a second person for backups, and sees first what changes
  await signIn(page, { username: 'anna', password: SECRET });
  await page.getByRole('link', { name: 'Security', exact: true }).click();
  await page.getByLabel('Signature for: Make a backup').selectOption('second');
  await page.getByLabel('Signature for: Delete a user').selectOption('second');
  await page.getByRole('button', { name: 'Look at the changes' }).click();
  await page.getByText('Make a backup: now none, then of a second person. People who can sign: 2.').waitFor();
  await photograph(page, 'demands');
  await page.getByRole('button', { name: 'Put in force' }).click();
  await page.getByText('Nobody could do this any more').waitFor();
  await page.getByLabel('Signature for: Delete a user').selectOption('none');
  await page.getByRole('button', { name: 'Look at the changes' }).click();
  await page.getByRole('button', { name: 'Put in force' }).click();
  await page.getByText('The changes are in force.').waitFor();
  await meetsWcag(page, 'demands');

  // sam signs it at anna's workstation, and anna stays signed in
  await page.getByRole('link', { name: 'Health', exact: true }).click();
  await page.getByRole('button', { name: 'Back up now' }).click();
  const panel = page.getByRole('dialog');
  await panel.getByText('A second person whose role allows it must sign here. Anna Ngô stays signed in.').waitFor();
  await panel.getByText('Make a backup', { exact: true }).waitFor();
  await photograph(page, 'signing');
  await meetsWcag(page, 'signing');
  const sign = async (username: string) => {
    await panel.getByLabel('Meaning of the signature').selectOption('approval');
    await panel.getByLabel(/^Reason/).fill(REASON);
    await panel.getByLabel('User name of the second person').fill(username);
    await panel.getByLabel(/^Password/).fill(SECRET);
    await panel.getByRole('button', { name: 'Sign and go on' }).click();
  };
  await sign('kim');
  await panel.getByText('The role of this person does not allow it').waitFor();
  await sign('sam');
  await panel.waitFor({ state: 'detached' });
  await page.getByText('Writing the backup').first().waitFor();
  expect((await console.records(1))[0]).toMatchObject({
    action: 'signature.give',
    actor: { username: 'sam' },
    reason: REASON,
    details: { meaning: 'approval', printedName: 'Sam Lê', sessionOf: 'anna' },
  });
  await page.getByText('Anna Ngô (Administrator)').waitFor();
  await page.getByRole('button', { name: 'Sign out', exact: true }).click();

  // kim may not see the configuration; sam lends it for a quarter of an hour
  await signIn(page, { username: 'kim', password: SECRET });
  await page.locator('[data-robot-id]').first().waitFor();
  await page.goto(`${new URL(page.url()).origin}/#/configuration`);
  await page.getByText('Your role does not allow this.').waitFor();
  await page.getByText('Needed right: See the configuration.').waitFor();
  await photograph(page, 'denied');
  await page.getByRole('main').getByRole('button', { name: 'Supervisor override' }).click();
  await photograph(page, 'override');
  await meetsWcag(page, 'override');
  expect(await panel.getByLabel('Right', { exact: true }).inputValue()).toBe('configuration:view');
  await panel.getByLabel('For how long').selectOption('15');
  await panel.getByLabel(/^Reason/).fill('The settings are read out by telephone');
  await panel.getByLabel('User name of the supervisor').fill('sam');
  await panel.getByLabel(/^Password/).fill(SECRET);
  await panel.getByRole('button', { name: 'Lend the right' }).click();
  const marker = page.locator('[data-override="configuration:view"]');
  await marker.getByText(/OVERRIDE: See the configuration · lent by Sam Lê · 14 min \d+ s left/).waitFor();
  await page.getByRole('heading', { name: 'Configuration' }).waitFor();
  await page.getByRole('table').waitFor();
  await photograph(page, 'marker');
  await meetsWcag(page, 'marker');

  console.clock.quarterIsOver();
  await page.getByText('Your role does not allow this.').waitFor();
  expect(await marker.count()).toBe(0);
  expect((await console.records(1))[0]).toMatchObject({ action: 'override.end', details: { by: 'expired' } });
  expect(problems).toEqual([]);
  await context.close();
});
