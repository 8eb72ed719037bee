import { expect, onTestFinished, test } from 'vitest';
import { silentLog } from '../../../src-main/log.ts';
import type { Progress } from '../../../src-main/store/housekeeping/job.ts';
import { askTask, startStoreThread } from '../../../src-main/store/thread/store-thread.ts';
import { createVirtualClock } from '../../support/virtual-clock.ts';

test('a long task that shows signs of life does not make its thread count as stuck; a silent one does', async () => {
  const clock = createVirtualClock();
  const thread = await startStoreThread({
    opening: { folder: '/nowhere' },
    clock,
    log: silentLog,
    onChanged: () => {},
    entry: new URL('patient-worker.ts', import.meta.url),
  });
  onTestFinished(() => thread.kill());
  const told: Progress[] = [];
  const cancel = new AbortController();
  const task = {
    kind: 'full',
    repair: false,
    by: { userId: null, username: null, role: null, sessionId: null, origin: 'console' },
  } as const;
  const asked = askTask(thread, 'verify', task, {
    onProgress: (progress) => told.push(progress),
    signal: cancel.signal,
  });
  asked.catch(() => {});
  await expect.poll(() => told.length).toBe(1);
  await clock.advance(20_000);
  expect(thread.waitedMs()).toBe(20_000);

  // cancelling is a message like any other, and this thread answers it by another sign of life
  cancel.abort();
  await expect.poll(() => told.length).toBe(2);
  expect(thread.waitedMs()).toBe(0);
  await clock.advance(3000);
  expect(thread.waitedMs()).toBe(3000);
  thread.kill();
  await expect(asked).rejects.toMatchObject({ code: 'STORE_UNAVAILABLE' });
  expect(told.map(({ done }) => done)).toEqual([1, 1]);
});
