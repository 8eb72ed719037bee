import type { Page } from '../../support/browser.ts';

/** What the functions below use of the page that they run in. */
interface PageGlobals {
  readonly document: { querySelector(selector: string): Frame | null };
  requestAnimationFrame(callback: (now: number) => void): void;
}

interface Frame {
  scrollTop: number;
  readonly scrollHeight: number;
  readonly clientHeight: number;
  scrollBy(x: number, y: number): void;
  querySelector(selector: string): unknown;
}

/** How the list is moved with each frame: so many px on, or, dragged, to the next of so many steps from end to end. */
export type Move = { readonly px: number } | { readonly dragSteps: number };

/** The times between the frames (ms) while the list is moved for so long; an empty list is not there to be moved. */
export function framesWhile(page: Page, move: Move, forMs: number): Promise<number[]> {
  return page.evaluate(
    ({ how, longest }) =>
      new Promise<number[]>((resolve) => {
        const { document, requestAnimationFrame } = globalThis as unknown as PageGlobals;
        const frames: number[] = [];
        const begun = performance.now();
        let last = begun;
        const next = (now: number): void => {
          const list = document.querySelector('[role="table"]');
          if ('px' in how) list?.scrollBy(0, how.px);
          else if (list) {
            const step = frames.length % (how.dragSteps + 1);
            list.scrollTop = (step / how.dragSteps) * (list.scrollHeight - list.clientHeight);
          }
          frames.push(now - last);
          last = now;
          if (now - begun < longest) requestAnimationFrame(next);
          else resolve(frames.slice(2));
        };
        requestAnimationFrame(next);
      }),
    { how: move, longest: forMs },
  );
}

/** Drags to a share (0 to 1) of the list; answers how long it took until every row there was drawn with its record, ms. */
export function dragTo(page: Page, share: number): Promise<number> {
  return page.evaluate(
    (wanted) =>
      new Promise<number>((resolve, reject) => {
        const { document, requestAnimationFrame } = globalThis as unknown as PageGlobals;
        const list = document.querySelector('[role="table"]');
        if (!list) return reject(new Error('there is no list'));
        const begun = performance.now();
        list.scrollTop = wanted * (list.scrollHeight - list.clientHeight);
        const look = (): void => {
          const there = list.querySelector('[data-record-id]') && !list.querySelector('[aria-busy]');
          if (there) resolve(performance.now() - begun);
          else if (performance.now() - begun > 20_000) reject(new Error('the rows never came'));
          else requestAnimationFrame(look);
        };
        // the rows of the new place are drawn with the next frame
        requestAnimationFrame(() => requestAnimationFrame(look));
      }),
    share,
  );
}

/** What the page's own objects take, after the garbage is gone, bytes. */
export async function heapOf(page: Page): Promise<number> {
  const session = await page.context().newCDPSession(page);
  await session.send('HeapProfiler.collectGarbage');
  const { usedSize } = await session.send('Runtime.getHeapUsage');
  await session.detach();
  return usedSize;
}
