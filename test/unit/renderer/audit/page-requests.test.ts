import { expect, it } from 'vitest';
import { createPageRequests, REST_MS, RETRY_MS } from '../../../../src-renderer/screens/audit/page-requests.ts';
import { createVirtualClock } from '../../../support/virtual-clock.ts';

/** Somebody who moves over pages that are answered when the test says so. */
function stand() {
  const clock = createVirtualClock();
  const there = new Set<number>();
  const running = new Map<number, (worked: boolean) => void>();
  const asked: number[] = [];
  const aborted: number[] = [];
  let wanted: readonly number[] = [];
  const requests = createPageRequests({
    timer: clock,
    lacking: () => wanted.filter((page) => !there.has(page)),
    ask(page, signal) {
      asked.push(page);
      const { promise, resolve } = Promise.withResolvers<boolean>();
      running.set(page, resolve);
      signal.addEventListener('abort', () => {
        aborted.push(page);
        resolve(false);
      });
      return promise;
    },
  });
  return {
    clock,
    asked,
    aborted,
    running,
    requests,
    async answer(page: number, worked = true) {
      if (worked) there.add(page);
      running.get(page)?.(worked);
      await clock.advance(0);
    },
    want(pages: readonly number[], leapt = false) {
      wanted = pages;
      requests.moved(leapt);
    },
  };
}

it('whoever scrolls on is asked for at once, each page once', async () => {
  const { asked, want, answer } = stand();
  want([5]);
  want([5, 4]);
  await answer(5);
  want([5, 4]);
  expect(asked).toEqual([5, 4]);
});

it('two pages are asked for at a time, the next when one is there', async () => {
  const { asked, want, answer } = stand();
  want([9, 8, 7]);
  expect(asked).toEqual([9, 8]);
  await answer(9);
  expect(asked).toEqual([9, 8, 7]);
});

it('places that were only passed through are not asked for', async () => {
  const { clock, asked, want } = stand();
  for (let page = 0; page < 5_000; page += 250) {
    want([page], true);
    await clock.advance(16);
  }
  expect(asked).toEqual([]);
  await clock.advance(REST_MS);
  expect(asked).toEqual([4_750]);
});

it('a leap that is followed by small steps is not put off by them', async () => {
  const { clock, asked, want } = stand();
  want([700], true);
  for (let waited = 0; waited < REST_MS; waited += 10) {
    want([700, 699]);
    await clock.advance(10);
  }
  expect(asked).toEqual([700, 699]);
});

it('what is on its way and wanted no more is aborted, and comes first when it is wanted again', async () => {
  const { clock, asked, aborted, want, answer } = stand();
  want([3, 2]);
  want([2, 1]);
  expect([asked, aborted]).toEqual([[3, 2, 1], [3]]);
  want([900], true);
  expect(aborted).toEqual([3, 2, 1]);
  await clock.advance(REST_MS);
  await answer(900);
  want([3]);
  expect(asked).toEqual([3, 2, 1, 900, 3]);
});

it('a page that failed is asked for again after a while, and holds no other up meanwhile', async () => {
  const { clock, asked, want, answer } = stand();
  want([3]);
  await answer(3, false);
  want([3, 2]);
  want([3, 2]);
  await answer(2);
  expect(asked).toEqual([3, 2]);
  await clock.advance(RETRY_MS);
  expect(asked).toEqual([3, 2, 3]);
});

it('an answer without what was asked for is not asked for again at once', async () => {
  const { clock, asked, want, running } = stand();
  want([3]);
  running.get(3)?.(true);
  await clock.advance(RETRY_MS - 1);
  expect(asked).toEqual([3]);
  await clock.advance(1);
  expect(asked).toEqual([3, 3]);
});

it('a page that failed and is wanted no more is left alone', async () => {
  const { clock, asked, want, answer } = stand();
  want([3]);
  await answer(3, false);
  want([]);
  await clock.advance(10 * RETRY_MS);
  expect(asked).toEqual([3]);
});

it('nothing is asked for after the end', async () => {
  const { clock, asked, aborted, requests, want, answer } = stand();
  want([3, 2, 1]);
  requests.stop();
  await answer(3);
  want([8], true);
  await clock.advance(10 * RETRY_MS);
  expect([asked, aborted]).toEqual([
    [3, 2],
    [3, 2],
  ]);
});
