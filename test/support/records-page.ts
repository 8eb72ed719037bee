import type { BackupListing, StoreHealth, VerifyReport } from '../../src-main/bridge/contract.ts';
import { PASSWORD } from './bridge-stand.ts';
import { openContext, type Browser, type Page, type View } from './browser.ts';
import type { PageStand } from './page-stand.ts';

export const FULL = {
  state: 'refusing',
  reason: 'ENOSPC',
  since: Date.UTC(2026, 0, 1),
} as const satisfies StoreHealth;
export const REPORT: VerifyReport = {
  kind: 'full',
  at: Date.UTC(2026, 0, 1),
  tookMs: 1_200,
  steps: 42,
  findings: [{ check: 'names', table: 'users', record: 'ann', finding: 'one name twice', repair: null }],
  untold: 0,
  repairs: [
    {
      finding: { check: 'orphans', table: 'settings', record: 'x', finding: 'of nobody', repair: 'forget-account' },
      outcome: 'succeeded',
      problem: null,
    },
  ],
};
export const BACKUP: BackupListing = {
  file: '/data/backups/console-2026-01-01T00-00-00Z-on-demand.rcbackup',
  createdAt: Date.UTC(2026, 0, 1),
  reason: 'on-demand',
  sequence: 4321,
  encrypted: true,
  bytes: 2_345_678,
  problem: null,
};
export const UNREADABLE: BackupListing = {
  ...BACKUP,
  file: '/data/backups/console-2025-12-31T00-00-00Z-scheduled.rcbackup',
  createdAt: null,
  reason: null,
  sequence: null,
  encrypted: null,
  problem: 'BACKUP_TRUNCATED',
};

/** A page of a browser of its own, at the sign-in. */
export async function openPage(browser: Browser, stand: PageStand, view: View = {}) {
  const { context, problems } = await openContext(browser, view);
  const page = await context.newPage();
  await page.goto(stand.launchUrl());
  await page.locator('input[autocomplete="username"]').waitFor();
  return { context, page, problems };
}

/** The health screen, for somebody of this role. */
export async function openHealth(browser: Browser, stand: PageStand, role: string, view: View = {}) {
  const opened = await openPage(browser, stand, view);
  const { page } = opened;
  await page.locator('input[autocomplete="username"]').fill(role);
  await page.locator('input[autocomplete="current-password"]').fill(PASSWORD);
  await page.keyboard.press('Enter');
  await page.locator('[data-robot-id]').first().waitFor();
  await page.goto(`${new URL(page.url()).origin}/#/health`);
  await page.getByRole('table').first().waitFor();
  return opened;
}

/** One section of a screen by its heading. */
export const panel = (page: Page, name: string) => page.getByRole('region', { name, exact: true });
