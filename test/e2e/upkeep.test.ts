import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { SESSION_POLICY } from '../../src-main/access/session-policy.ts';
import { ConsoleError } from '../../src-main/errors.ts';
import { PASSWORD } from '../support/bridge-stand.ts';
import { launchBrowser, signIn, type Browser } from '../support/browser.ts';
import { startPageStand } from '../support/page-stand.ts';
import { BACKUP, openHealth, panel, REPORT, UNREADABLE } from '../support/records-page.ts';

let browser: Browser;
beforeAll(async () => void (browser = await launchBrowser()));
afterAll(() => browser.close());

describe('a check', () => {
  it('tells how far it is, outlives a look at another screen, and lists what it found', async () => {
    await using stand = await startPageStand();
    const { context, page, problems } = await openHealth(browser, stand, 'supervisor');
    const check = panel(page, 'Check the records');
    await check.getByRole('radio', { name: /^Full/ }).check();
    await check.getByRole('checkbox').check();
    await check.getByRole('button', { name: 'Check now' }).click();
    await check.getByText('Starting…').waitFor();
    const { wish, resolve } = stand.store.check.current;
    expect(wish).toMatchObject({ kind: 'full', repair: true, by: { username: 'supervisor' } });
    wish.onProgress({ done: 42, total: 100, label: 'audit-chain' });
    await check.getByText('42 %').waitFor();
    await check.getByText('Audit records without gaps').waitFor();
    expect(await check.getByRole('progressbar').getAttribute('value')).toBe('0.42');

    await page.getByRole('link', { name: 'Robots', exact: true }).click();
    await page.locator('article').first().waitFor();
    await page.getByRole('link', { name: 'Health', exact: true }).click();
    await check.getByText('42 %').waitFor();
    expect(wish.signal.aborted).toBe(false);

    resolve(REPORT);
    await check.getByText('Found: 2. Repaired: 1. Left: 1.').waitFor();
    const rows = panel(page, 'Findings of the last check').getByRole('row');
    await rows.filter({ hasText: 'one name twice' }).filter({ hasText: 'An administrator decides' }).waitFor();
    await rows.filter({ hasText: 'of nobody' }).filter({ hasText: 'Repaired' }).waitFor();
    expect(problems).toEqual([]);
    await context.close();
  });

  it('is cancelled by its button, and in the console too', async () => {
    await using stand = await startPageStand();
    const { context, page } = await openHealth(browser, stand, 'supervisor');
    const check = panel(page, 'Check the records');
    await check.getByRole('button', { name: 'Check now' }).click();
    await check.getByRole('button', { name: 'Cancel' }).click();
    await check.getByText('Cancelled.').waitFor();
    await expect.poll(() => stand.store.check.current.wish.signal.aborted).toBe(true);
    await check.getByRole('button', { name: 'Check now' }).waitFor();
    expect(await check.getByRole('progressbar').count()).toBe(0);
    await context.close();
  });

  it('ends with the sign-out of who asked for it', async () => {
    await using stand = await startPageStand();
    const { context, page } = await openHealth(browser, stand, 'supervisor');
    await panel(page, 'Check the records').getByRole('button', { name: 'Check now' }).click();
    await panel(page, 'Check the records').getByRole('progressbar').waitFor();
    await page.getByRole('button', { name: 'Sign out' }).click();
    await expect.poll(() => stand.store.check.current.wish.signal.aborted).toBe(true);
    await page.getByRole('heading', { name: 'Sign in' }).waitFor();
    await signIn(page, { username: 'administrator', password: PASSWORD });
    await panel(page, 'Check the records').getByRole('button', { name: 'Check now' }).waitFor();
    expect(await page.getByRole('progressbar').count()).toBe(0);
    await context.close();
  });
});

describe('a backup', () => {
  it('warns when it would not be sealed, wants the passphrase twice, and shows a refusal at its field', async () => {
    await using stand = await startPageStand();
    const { context, page, problems } = await openHealth(browser, stand, 'supervisor');
    const form = panel(page, 'Back up now');
    const warning = form.getByText('Without a passphrase, whoever gets the file can read all of it.');
    await warning.waitFor();
    await form.getByLabel('Passphrase (optional)').fill('seven geese');
    expect(await warning.count()).toBe(0);
    await form.getByRole('button', { name: 'Back up now' }).click();
    await form.getByText('The two passphrases differ.').waitFor();
    expect(stand.store.backup.asked).toBe(0);

    await form.getByLabel('Passphrase again').fill('seven geese');
    await form.getByRole('button', { name: 'Back up now' }).click();
    await form.getByRole('progressbar').waitFor();
    const weak = { minimum: 15, actual: 11, reason: 'short' };
    stand.store.backup.current.reject(new ConsoleError('BACKUP_PASSPHRASE_WEAK', 'short', weak));
    await form.getByText('A passphrase needs at least 15 characters; this one has 11.').waitFor();
    expect(await form.getByLabel('Passphrase (optional)').getAttribute('aria-invalid')).toBe('true');
    expect(await form.getByLabel('Passphrase (optional)').inputValue(), 'to be mended').toBe('seven geese');
    expect(problems).toEqual([]);
    await context.close();
  });

  it('long after the sign-in wants the password, says when it is wrong, and then goes on by itself', async () => {
    await using stand = await startPageStand({ ...SESSION_POLICY, freshMs: 1000 });
    const { context, page, problems } = await openHealth(browser, stand, 'supervisor');
    await page.waitForTimeout(1100);
    await panel(page, 'Back up now').getByRole('button', { name: 'Back up now' }).click();
    const question = page.getByRole('dialog', { name: 'Confirm who you are' });
    const answer = async (password: string) => {
      await question.getByLabel('Your password', { exact: true }).fill(password);
      await question.getByRole('button', { name: 'Confirm' }).click();
    };
    await answer(`not ${PASSWORD}`);
    await question.getByRole('alert').getByText('password').waitFor();
    expect(stand.store.backup.asked).toBe(0);
    await answer(PASSWORD);
    await panel(page, 'Back up now').getByRole('progressbar').waitFor();
    await question.waitFor({ state: 'detached' });
    await expect.poll(() => stand.store.backup.asked).toBe(1);
    expect(problems).toEqual([]);
    await context.close();
  });

  it('is written, said to be, and listed', async () => {
    await using stand = await startPageStand();
    stand.store.listed = [UNREADABLE];
    const { context, page } = await openHealth(browser, stand, 'administrator');
    const form = panel(page, 'Back up now');
    const rows = page.getByRole('table', { name: 'Backups there are' }).getByRole('row');
    await rows.filter({ hasText: 'is cut off: its end is missing' }).waitFor();
    for (const label of ['Passphrase (optional)', 'Passphrase again']) {
      await form.getByLabel(label).fill('seven geese cross the yard');
    }
    await form.getByRole('button', { name: 'Back up now' }).click();
    await form.getByRole('progressbar').waitFor();
    expect(stand.store.backup.current.wish.passphrase).toBe('seven geese cross the yard');
    stand.store.listed = [BACKUP, UNREADABLE];
    stand.store.backup.current.resolve(BACKUP);
    await form.getByText(`Backup written: ${BACKUP.file} (2.3 MB, sealed with the passphrase).`).waitFor();
    await rows.filter({ hasText: BACKUP.file }).filter({ hasText: 'asked for' }).waitFor();
    expect(await form.getByLabel('Passphrase (optional)').inputValue(), 'not left lying about').toBe('');
    await context.close();
  });

  it('that is cancelled is no backup, and one that fails says why', async () => {
    await using stand = await startPageStand();
    const { context, page } = await openHealth(browser, stand, 'supervisor');
    const form = panel(page, 'Back up now');
    await form.getByRole('button', { name: 'Back up now' }).click();
    await form.getByRole('button', { name: 'Cancel' }).click();
    await form.getByText('Cancelled: there is no new backup.').waitFor();
    expect(stand.store.backup.current.wish.passphrase).toBeNull();
    await form.getByRole('button', { name: 'Back up now' }).click();
    await expect.poll(() => stand.store.backup.asked).toBe(2);
    const details = { file: 'console.rcbackup', reason: 'ENOSPC', part: null };
    stand.store.backup.current.reject(new ConsoleError('BACKUP_NOT_WRITTEN', 'full', details));
    await form.getByText('There is not enough room on the disk for the backup console.rcbackup.').waitFor();
    await context.close();
  });
});
