import { spawnSync } from 'node:child_process';
import path from 'node:path';
import { launchBrowser, openContext, signIn, type Page } from '../../support/browser.ts';
import { startConsoleProcess } from '../../support/console-process.ts';
import { benchFolder, fill, openBenchStore } from '../support/bench-store.ts';
import { figure, progress } from '../support/figures.ts';
import { median } from '../support/samples.ts';

const MANY = 1_000_000;
const ROUNDS = 4;
/** One after the other, so many at a time: as a wheel that is turned without pause. */
const SCROLLED_MS = 5_000;
const PX_EACH_FRAME = 120;
const BOSS = { username: 'boss', password: 'five blue robots in a row' };

/**
 * Scrolling the log of a million records in a browser, against the frames of the same screen with an empty list in the
 * same run: a frame counts as in time when it takes no more than half as long again as the empty list's median.
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
  await page.locator('[data-record-id]').first().waitFor();
  const [full, empty]: number[][] = [[], []];
  for (let round = 0; round < ROUNDS; round++) {
    await find(page, '');
    await page.locator('[data-record-id]').first().waitFor();
    full?.push(...(await framesWhileScrolling(page)));
    await find(page, 'no.such.action');
    await page.locator('[data-record-id]').first().waitFor({ state: 'detached' });
    empty?.push(...(await framesWhileScrolling(page)));
    progress(`  round ${round + 1} of ${ROUNDS}`);
  }
  await browser.close();
  const budget = 1.5 * median(empty ?? []);
  const share = (frames: readonly number[] = []): number => frames.filter((ms) => ms <= budget).length / frames.length;
  figure(
    'audit.scrolling-frames-in-time',
    share(full),
    'share',
    { atLeast: 0.95 },
    {
      emptyShare: share(empty),
      emptyMedianMs: median(empty ?? []),
      fullMedianMs: median(full ?? []),
      frames: full?.length ?? 0,
    },
  );
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

/** What the function below uses of the page that it runs in. */
interface PageGlobals {
  readonly document: { querySelector(selector: string): { scrollBy(x: number, y: number): void } | null };
  requestAnimationFrame(callback: (now: number) => void): void;
}

/** The times between the frames, ms. */
function framesWhileScrolling(page: Page): Promise<number[]> {
  return page.evaluate(
    ({ longest, step }) =>
      new Promise<number[]>((resolve) => {
        const { document, requestAnimationFrame } = globalThis as unknown as PageGlobals;
        const frames: number[] = [];
        const begun = performance.now();
        let last = begun;
        const next = (now: number): void => {
          // asked for anew: an empty list has no frame to scroll
          document.querySelector('[role="table"]')?.scrollBy(0, step);
          frames.push(now - last);
          last = now;
          if (now - begun < longest) requestAnimationFrame(next);
          else resolve(frames.slice(2));
        };
        requestAnimationFrame(next);
      }),
    { longest: SCROLLED_MS, step: PX_EACH_FRAME },
  );
}
