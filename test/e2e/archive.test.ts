import AxeBuilder from '@axe-core/playwright';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { Archived, ArchivePlan } from '../../src-main/bridge/contract.ts';
import { launchBrowser, type Browser, type View } from '../support/browser.ts';
import { createFakeWork } from '../support/fake-store.ts';
import { startPageStand, type PageStand } from '../support/page-stand.ts';
import { openHealth, panel } from '../support/records-page.ts';

let browser: Browser;
beforeAll(async () => void (browser = await launchBrowser()));
afterAll(() => browser.close());

const policy = { keepDays: 730, folder: '/mnt/evidence/audit' };
const DUE: ArchivePlan = {
  policy,
  archived: null,
  due: { segments: 2, firstId: 1, lastId: 20_000, lastAt: Date.UTC(2023, 11, 31) },
};
const DONE: ArchivePlan = {
  policy,
  archived: { segments: 2, firstId: 1, lastId: 20_000, lastAt: Date.UTC(2023, 11, 31), folders: [policy.folder] },
  due: null,
};

async function open(stand: PageStand, role: string, view: View = {}) {
  const opened = await openHealth(browser, stand, role, view);
  await opened.page.goto(`${new URL(opened.page.url()).origin}/#/audit`);
  return opened;
}

it('an administrator is told what would go into the archive, asked, shown how far it is, and where the records are', async () => {
  await using stand = await startPageStand();
  stand.audit.plan = DUE;
  stand.audit.archiving = createFakeWork<object, Archived>();
  const { context, page, problems } = await open(stand, 'administrator');
  const archive = panel(page, 'Archive');
  await archive.getByText(/records no\. 1 to 20.000 in 2 files/).waitFor();
  await archive.getByText('older than 730 days go to /mnt/evidence/audit').waitFor();
  await archive.getByRole('button', { name: 'Move them to the archive' }).click();
  await archive.getByText('a signed stub stays here in their place').waitFor();
  expect(stand.audit.archiving.asked).toBe(0);
  await archive.getByRole('button', { name: 'Move them to the archive' }).click();
  await archive.getByText('Moving records to the archive').waitFor();
  stand.audit.archiving.current.wish.onProgress({ done: 1, total: 2, label: 'archive' });
  await archive.getByText('50 %').waitFor();
  stand.audit.plan = DONE;
  stand.audit.archiving.current.resolve({ segments: 2, records: 20_000, files: ['one.jsonl', 'two.jsonl'] });
  await archive.getByText(/20.000 records in 2 files are in the archive\./).waitFor();
  await page.getByText(/Older records, no\. 1 to 20.000/).waitFor();
  await page.getByText('They are in /mnt/evidence/audit.').waitFor();
  const { violations } = await new AxeBuilder({ page })
    .withTags(['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa'])
    .analyze();
  expect(violations).toEqual([]);
  expect(problems).toEqual([]);
  await context.close();
});

it('a supervisor reads what would go, and is not offered to move it', async () => {
  await using stand = await startPageStand();
  stand.audit.plan = DUE;
  const { context, page } = await open(stand, 'supervisor');
  await panel(page, 'Archive')
    .getByText(/records no\. 1 to 20.000/)
    .waitFor();
  expect(await panel(page, 'Archive').getByRole('button').count()).toBe(0);
  await context.close();
});
