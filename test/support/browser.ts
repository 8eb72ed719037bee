import chromium from '@sparticuz/chromium';
import { chromium as driver, type Browser, type BrowserContext, type Page } from 'playwright';

/** A real browser from the package registry; a context in it is a person's browser with cookies of its own. */
export async function launchBrowser(): Promise<Browser> {
  return driver.launch({ executablePath: await chromium.executablePath(), args: ['--no-sandbox'] });
}

interface Credentials {
  readonly username: string;
  readonly password: string;
}

export interface View {
  readonly scheme?: 'light' | 'dark';
  readonly locale?: 'en-GB' | 'vi-VN';
}

/** A browser context that fails the test when the page logs an error, breaks its content policy, or throws. */
export async function openContext(browser: Browser, { scheme = 'light', locale = 'en-GB' }: View = {}) {
  const context = await browser.newContext({
    locale,
    colorScheme: scheme,
    reducedMotion: 'reduce',
    viewport: { width: 1280, height: 800 },
  });
  // below the tests' own limit, so that a failure names the line that waited
  context.setDefaultTimeout(15_000);
  const problems: string[] = [];
  context.on('weberror', (error) => problems.push(`thrown: ${error.error().message}`));
  context.on('console', (message) => {
    if (/content security policy/i.test(message.text())) problems.push(message.text());
  });
  return { context, problems };
}

/** Fills the sign-in form that is on the page. */
export async function signIn(page: Page, { username, password }: Credentials) {
  await page.getByLabel('User name').fill(username);
  await passwordField(page).fill(password);
  await page.getByRole('button', { name: 'Sign in' }).click();
}

/** Fills the form for a new account that is on the page, and sends it off. */
export async function newAccount(page: Page, { username, password }: Credentials, submit: string) {
  await page.getByLabel('User name').fill(username);
  await passwordField(page).fill(password);
  await page.getByLabel('Password again').fill(password);
  await page.getByRole('button', { name: submit }).click();
}

/** The asterisk of a required field is part of its label's text. */
export const passwordField = (page: Page) => page.getByLabel(/^Password( \*)?$/);

export type { Browser, BrowserContext, Page };
