import AxeBuilder from '@axe-core/playwright';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ConsoleError } from '../../src-main/errors.ts';
import { launchBrowser, type Browser } from '../support/browser.ts';
import { startPageStand } from '../support/page-stand.ts';
import { BACKUP, FULL, openHealth, openPage, panel, REPORT, UNREADABLE } from '../support/records-page.ts';

let browser: Browser;
beforeAll(async () => void (browser = await launchBrowser()));
afterAll(() => browser.close());

describe('that changes are not kept', () => {
  it('is said on the sign-in screen too, in an alert of its own for each reason, and taken back', async () => {
    await using stand = await startPageStand();
    const { context, page, problems } = await openPage(browser, stand);
    const alert = page.getByRole('alert').filter({ has: page.locator('[data-store-trouble]') });
    for (const [health, words] of [
      [FULL, 'The disk is full: changes cannot be saved.'],
      [{ ...FULL, reason: 'EIO' }, 'The disk reports an error: changes cannot be saved.'],
      [{ state: 'restarting' }, 'The records are being opened again'],
      [{ state: 'failed', reason: 'STORE_DAMAGED' }, 'The records cannot be opened'],
    ] as const) {
      stand.store.become(health);
      await alert.filter({ hasText: words }).waitFor();
      expect(await alert.locator('svg').count(), 'a shape beside the words').toBe(1);
      expect(await page.title()).toBe('[NOT SAVING] Robot Control Console');
    }
    stand.store.become({ state: 'accepting' });
    await page.locator('[data-store-trouble]').waitFor({ state: 'detached' });
    await page.getByRole('status').filter({ hasText: 'Changes are saved again.' }).waitFor({ state: 'attached' });
    expect(await page.title()).toBe('Robot Control Console');
    expect(problems).toEqual([]);
    await context.close();
  });

  it('changes nothing in it while it lasts: a screen reader would read it out again', async () => {
    await using stand = await startPageStand();
    const { context, page } = await openPage(browser, stand);
    stand.store.become(FULL);
    await page.locator('[data-store-trouble="full"]').waitFor();
    await page.evaluate(() => {
      const region = document.querySelector('[data-store-trouble]')?.parentElement;
      if (!region) throw new Error('no banner');
      Object.assign(window, { changes: 0 });
      new MutationObserver((records) =>
        Object.assign(window, { changes: Reflect.get(window, 'changes') + records.length }),
      ).observe(region, { subtree: true, childList: true, characterData: true });
    });
    stand.store.touch();
    await page.waitForTimeout(2_500);
    expect(await page.evaluate(() => Reflect.get(window, 'changes'))).toBe(0);
    await context.close();
  });
});

describe('the records on the health screen', () => {
  it.each([
    ['administrator', true],
    ['supervisor', true],
    ['operator', false],
    ['viewer', false],
  ])('for %s: %s', async (role, shown) => {
    await using stand = await startPageStand();
    const { context, page } = await openHealth(browser, stand, role);
    if (shown) await panel(page, 'Check the records').waitFor();
    const sections = ['Records', 'Check the records', 'Back up now', 'Backups there are'];
    for (const name of sections) expect([name, await panel(page, name).count()]).toEqual([name, shown ? 1 : 0]);
    expect(stand.store.asked > 0, 'who may not see them does not ask for them').toBe(shown);
    await context.close();
  });

  it('are asked for about every two seconds while somebody can see them, and no more afterwards', async () => {
    await using stand = await startPageStand();
    const { context, page } = await openHealth(browser, stand, 'supervisor');
    const figure = page.locator('[data-name="commits"] dd');
    await figure.filter({ hasText: /1.234/ }).waitFor();
    const from = stand.store.asked;
    await page.waitForTimeout(5_000);
    expect(stand.store.asked - from).toBeGreaterThanOrEqual(1);
    expect(stand.store.asked - from).toBeLessThanOrEqual(3);
    stand.store.change = { counts: { commits: 77, syncs: 1, reads: 1, refused: 0, slow: 0 } };
    await figure.filter({ hasText: '77' }).waitFor();

    await page.getByRole('link', { name: 'Robots', exact: true }).click();
    await page.locator('article').first().waitFor();
    const left = stand.store.asked;
    await page.waitForTimeout(3_000);
    expect(stand.store.asked).toBe(left);
    await context.close();
  });

  it('that the console does not tell any more stay readable, but are struck through with the reason', async () => {
    await using stand = await startPageStand();
    const { context, page } = await openHealth(browser, stand, 'supervisor');
    const facts = page.locator('section[aria-labelledby="records"] > dl[data-connected]');
    await facts.waitFor();
    stand.store.status = () => Promise.reject(new ConsoleError('STORE_UNAVAILABLE', 'the thread is gone'));
    await page.locator('section[aria-labelledby="records"] > dl[data-connected="false"]').waitFor();
    await page.getByText("The console's records are not available at this moment").waitFor();
    expect(await facts.locator('[data-name="commits"] dd').innerText()).toMatch(/1.234/);
    await context.close();
  });
});

describe('good times and bad meet WCAG 2.1 AA', () => {
  it.each([
    ['light', 'en-GB'],
    ['dark', 'vi-VN'],
  ] as const)('%s, %s', async (scheme, locale) => {
    await using stand = await startPageStand();
    stand.store.listed = [BACKUP, UNREADABLE];
    const { context, page } = await openHealth(browser, stand, 'supervisor', { scheme, locale });
    const check = async (what: string) => {
      const { violations } = await new AxeBuilder({ page })
        .withTags(['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa'])
        .analyze();
      expect(violations.map(({ id, nodes }) => [what, id, nodes.map(({ target }) => target)])).toEqual([]);
    };
    await page.locator('section[aria-labelledby="records"] > dl[data-connected="true"]').waitFor();
    await check('in order');

    stand.store.change = {
      freeBytes: 1,
      snapshotFailure: 'ENOSPC',
      lastVerify: REPORT,
      counts: { commits: 1, syncs: 1, reads: 1, refused: 5, slow: 0 },
    };
    stand.store.become(FULL);
    await page.locator('section[aria-labelledby="check"] button').click();
    await page.locator('section[aria-labelledby="back-up"] button[type="submit"]').click();
    await page.locator('progress').nth(1).waitFor();
    await page.locator('section[aria-labelledby="findings"]').waitFor();
    await check('full, checking, backing up');

    stand.store.check.current.resolve(REPORT);
    stand.store.backup.current.reject(new ConsoleError('BACKUP_PASSPHRASE_WEAK', 'short', { minimum: 15, actual: 1 }));
    stand.store.become({ state: 'restarting' });
    await page.locator('progress').first().waitFor({ state: 'detached' });
    await page.locator('[data-store-trouble="restarting"]').waitFor();
    await check('restarting, checked, refused');
    await context.close();
  });
});
