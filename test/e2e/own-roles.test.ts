import AxeBuilder from '@axe-core/playwright';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { launchBrowser, openContext, signIn, type Browser, type Page } from '../support/browser.ts';
import { startConsoleHere, type ConsoleHere } from '../support/console-here.ts';

let browser: Browser;
let console: ConsoleHere;
beforeAll(async () => void (browser = await launchBrowser()));
beforeAll(async () => {
  console = await startConsoleHere([
    { id: 'hoist-1', name: 'Hoist 1', group: 'Hall A' },
    { id: 'hoist-2', name: 'Hoist 2', group: 'Hall B' },
    { id: 'hoist-3', name: 'Hoist 3' },
  ]);
});
afterAll(() => browser.close());
afterAll(() => console[Symbol.asyncDispose]());

async function come(role: string) {
  const user = console.users.find((candidate) => candidate.role === role);
  if (!user) throw new Error(`there is no ${role}`);
  const { context, problems } = await openContext(browser);
  const page = await context.newPage();
  await page.goto(console.launchUrl());
  await signIn(page, user);
  await page.locator('[data-robot-id]').first().waitFor();
  return { page, problems };
}

async function expectAccessible(page: Page, screen: string) {
  const { violations } = await new AxeBuilder({ page })
    .withTags(['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa'])
    .analyze();
  expect(violations.map(({ id, nodes }) => [screen, id, nodes.map(({ target }) => target)])).toEqual([]);
}

const WHY = 'The night shift sets robots up alone.';

it('an administrator makes a role and limits a person to one robot, who sees it at once without signing in again', async () => {
  const night = await come('operator');
  await night.page.getByRole('link', { name: 'Audit log', exact: true }).waitFor();
  expect(await night.page.locator('[data-robot-id]').count()).toBe(3);
  expect(await night.page.getByRole('link', { name: 'Configuration', exact: true }).count()).toBe(0);

  const { page, problems } = await come('administrator');
  await page.getByRole('link', { name: 'Roles', exact: true }).click();
  await page.getByRole('button', { name: 'New role' }).click();
  const panel = page.getByRole('dialog');
  const save = panel.getByRole('button', { name: 'Save role' });
  await panel.getByLabel('Name of the role').fill('Night shift');
  await panel.getByLabel('Inherits from').selectOption('operator');
  const more = panel.getByRole('radiogroup', { name: 'See the configuration' });
  await more.getByLabel('Granted').check();
  await more.getByRole('textbox').fill('too short');
  const less = panel.getByRole('radiogroup', { name: 'See one’s own actions' });
  await less.getByLabel('Withheld').check();
  await less.getByRole('textbox').fill('It has a log book of its own.');
  await panel.getByRole('button', { name: 'Preview' }).click();
  await more.getByText('in at least 10 characters.').waitFor();
  expect(await save.isDisabled(), 'nothing was previewed').toBe(true);
  await more.getByRole('textbox').fill(WHY);
  await panel.getByRole('button', { name: 'Preview' }).click();
  const effect = panel.getByRole('region', { name: 'What would change' });
  await effect.getByText('See the configuration').waitFor();
  expect(await effect.getByText('See one’s own actions').count()).toBe(0);
  await expectAccessible(page, 'editor with preview');
  await save.click();
  await page.getByText('The role “Night shift” is saved and in force.').waitFor();

  // the matrix is walked with the keyboard, and says where the right comes from
  await page.locator('[data-row="0"][data-column="0"]').focus();
  const row = page.getByRole('row', { name: /^See the configuration/ }).locator('[data-column="0"]');
  const rows = Number(await row.getAttribute('data-row'));
  for (let down = 0; down < rows; down++) await page.keyboard.press('ArrowDown');
  for (let right = 0; right < 4; right++) await page.keyboard.press('ArrowRight');
  await page.getByRole('status', { name: 'Where the right comes from' }).getByText(WHY).waitFor();

  await page.getByRole('link', { name: 'Users', exact: true }).click();
  await page.getByRole('button', { name: 'Manage operator' }).click();
  await panel.getByLabel('Role').selectOption('Night shift');
  await panel.getByLabel('Only chosen robots and groups').check();
  await panel.getByText('this person will see none').waitFor();
  await panel.getByLabel('Hoist 2 (in Hall B)').check();
  await panel.getByRole('button', { name: 'Save', exact: true }).click();
  await panel.getByText('Scope: Only Hoist 2').waitFor();
  await expectAccessible(page, 'user panel with scope');

  await night.page.getByText('You see 1 robot of your area.').waitFor();
  await night.page.getByRole('heading', { name: 'Hoist 2' }).waitFor();
  await night.page.getByText('(Night shift)').waitFor();
  await night.page.getByRole('link', { name: 'Configuration', exact: true }).click();
  await night.page.getByRole('table').waitFor();
  expect(await night.page.getByRole('link', { name: 'Audit log', exact: true }).count()).toBe(0);

  // whoever has the role stands in the way of its end
  await page.keyboard.press('Escape');
  await page.getByRole('row').filter({ hasText: 'Only Hoist 2' }).filter({ hasText: 'Night shift' }).waitFor();
  await page.getByRole('link', { name: 'Roles', exact: true }).click();
  await page.getByRole('button', { name: 'Manage the role Night shift' }).click();
  await panel.getByRole('button', { name: 'Delete role' }).click();
  await panel.getByText('Have this role: operator (operator)').waitFor();
  await expectAccessible(page, 'a refused deletion over a matrix with a role of its own');
  expect([...problems, ...night.problems]).toEqual([]);
});
