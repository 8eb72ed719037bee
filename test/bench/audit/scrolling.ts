import { spawnSync } from 'node:child_process';
import path from 'node:path';
import { launchBrowser, openContext, signIn, type Page } from '../../support/browser.ts';
import { startConsoleProcess } from '../../support/console-process.ts';
import { benchFolder, fill, openBenchStore } from '../support/bench-store.ts';
import { figure, progress } from '../support/figures.ts';
import { median, quantile } from '../support/samples.ts';
import { dragTo, framesWhile, heapOf } from './list-in-page.ts';

const MANY = 1_000_000;
const ROUNDS = 4;
/** As a wheel that is turned without pause. */
const WHEEL = { px: 120 };
/** From the newest to the oldest record and back to the newest, again and again. */
const DRAG = { dragSteps: 200 };
const SCROLLED_MS = 2_500;
/** Where in the log the wheel is turned, and where it is dragged to, as shares of all. */
const PLACES = [0, 0.31, 0.68, 0.97];
const DRAGS = 100;
const BOSS = { username: 'boss', password: 'five blue robots in a row' };

/**
 * Scrolling and dragging through the log of a million records in a browser, against the frames of the same screen with
 * an empty list in the same run: a frame counts as in time when it takes no more than half as long again as the empty
 * list's median. Then how long rows take to come after a drag, and what the page's memory has grown by.
 */
export async function scrolling(): Promise<void> {
  using folder = benchFolder();
  makeBoss(folder.dir);
  progress(`filling ours with ${MANY} records`);
  const store = await openBenchStore(folder.dir, { notBeforeMs: 1000 });
  await fill(store, MANY, (done) => progress(`  ${done}`));
  await store.close();

  await using console = await startConsoleProcess('--data', folder.dir);
  const browser = await launchBrowser();
  const { context } = await openContext(browser);
  const page = await context.newPage();
  await page.goto(console.ready.url);
  await signIn(page, BOSS);
  await page.getByRole('link', { name: 'Audit log', exact: true }).click();
  const rows = page.locator('[data-record-id]');
  await rows.first().waitFor();
  const heapBefore = await heapOf(page);
  const [wheel, drag, filtered, empty]: [number[], number[], number[], number[]] = [[], [], [], []];
  for (let round = 0; round < ROUNDS; round++) {
    await find(page, '');
    await rows.first().waitFor();
    await dragTo(page, PLACES[round] ?? 0);
    wheel.push(...(await framesWhile(page, WHEEL, SCROLLED_MS)));
    drag.push(...(await framesWhile(page, DRAG, SCROLLED_MS)));
    await find(page, 'session.sign-out');
    await rows.filter({ hasText: 'session.sign-in' }).first().waitFor({ state: 'detached' });
    filtered.push(...(await framesWhile(page, WHEEL, SCROLLED_MS)));
    await find(page, 'no.such.action');
    await rows.first().waitFor({ state: 'detached' });
    empty.push(...(await framesWhile(page, WHEEL, SCROLLED_MS)));
    progress(`  round ${round + 1} of ${ROUNDS}`);
  }
  await find(page, '');
  await rows.first().waitFor();
  const delays: number[] = [];
  // the golden ratio's multiples: everywhere, never where it was, and the same places in every run
  for (let count = 1; count <= DRAGS; count++) delays.push(await dragTo(page, (count * 0.618_034) % 1));
  await dragTo(page, 0);
  const heapAfter = await heapOf(page);
  await browser.close();

  const budget = 1.5 * median(empty);
  const share = (frames: readonly number[]): number => frames.filter((ms) => ms <= budget).length / frames.length;
  for (const [name, frames] of Object.entries({ scrolling: wheel, dragging: drag, 'scrolling-filtered': filtered })) {
    const made = { emptyShare: share(empty), emptyMedianMs: median(empty), medianMs: median(frames) };
    figure(
      `audit.${name}-frames-in-time`,
      share(frames),
      'share',
      { atLeast: 0.95 },
      { ...made, frames: frames.length },
    );
  }
  // what a person takes for the same moment is 100 ms; what does not interrupt him, a second
  const made = { medianMs: median(delays), longestMs: Math.max(...delays), drags: DRAGS };
  figure('audit.rows-after-drag-p95', quantile(delays, 0.95), 'ms', { atMost: 500 }, made);
  const megabytes = (bytes: number): number => bytes / 1e6;
  const heap = { beforeMB: megabytes(heapBefore), afterMB: megabytes(heapAfter) };
  figure('audit.scrolling-heap-grown', megabytes(heapAfter - heapBefore), 'MB', { atMost: 20 }, heap);
}

function makeBoss(dir: string): void {
  const program = path.resolve(import.meta.dirname, '../../../dist/main/cli.js');
  const wish = ['users', 'create', '--username', BOSS.username, '--role', 'administrator', '--password-stdin'];
  const { status, stderr } = spawnSync(process.execPath, [program, ...wish, '--data', dir], { input: BOSS.password });
  if (status !== 0) throw new Error(`no account could be made: ${stderr.toString()}`);
}

async function find(page: Page, action: string): Promise<void> {
  await page.getByLabel('Action', { exact: true }).fill(action);
  await page.getByRole('button', { name: 'Find', exact: true }).click();
}
