import { describe, expect, test } from 'vitest';
import type { JobEvent } from '../../../src-main/bridge/contract.ts';
import { jobEvents } from '../../../src-main/bridge/jobs.ts';
import { EVENT_GAP_MS } from '../../../src-main/bridge/streams.ts';
import { ConsoleError } from '../../../src-main/errors.ts';
import type { Following } from '../../../src-main/store/housekeeping/job.ts';
import { createVirtualClock } from '../../support/virtual-clock.ts';

/** Follows work that the test holds in its hand. */
function following() {
  const clock = createVirtualClock();
  const leaving = new AbortController();
  const outcome = Promise.withResolvers<string>();
  let followed: Following | null = null;
  const received: JobEvent<string>[] = [];
  const events = jobEvents(
    (given) => {
      followed = given;
      return outcome.promise;
    },
    { clock, signal: leaving.signal },
  );
  const read = async (): Promise<unknown> => {
    try {
      for await (const event of events) received.push(event);
      return 'ended';
    } catch (error) {
      return error;
    }
  };
  const begun = (): Following => {
    if (followed === null) throw new Error('the work has not begun');
    return followed;
  };
  const tell = (done: number, label = 'pages') => begun().onProgress?.({ done, total: 10, label });
  return { clock, leaving, outcome, events, received, read, begun, tell };
}

const progress = (done: number, label = 'pages') => ({ kind: 'progress', done, total: 10, label });

describe('Long work', () => {
  test('begins when somebody reads, not before', async () => {
    const { begun, read, clock } = following();
    expect(begun).toThrow();
    void read();
    await clock.advance(0);
    expect(begun).not.toThrow();
  });

  test('tells its progress, the newest only, then its result, and ends', async () => {
    const { clock, received, read, outcome, tell, begun } = following();
    const ended = read();
    await clock.advance(0);
    tell(1, 'users');
    await clock.advance(0);
    for (const done of [2, 3, 4]) tell(done, 'audit');
    await clock.advance(EVENT_GAP_MS);
    outcome.resolve('all of it');
    await clock.advance(EVENT_GAP_MS);
    expect(received).toEqual([progress(1, 'users'), progress(4, 'audit'), { kind: 'done', result: 'all of it' }]);
    expect(await ended).toBe('ended');
    expect(begun().signal?.aborted, 'nobody follows any more').toBe(true);
  });

  test('is done for whoever follows it, even when it tells progress afterwards', async () => {
    const { clock, received, read, outcome, tell } = following();
    void read();
    await clock.advance(0);
    tell(1);
    await clock.advance(0);
    outcome.resolve('done');
    await clock.advance(0);
    tell(2);
    await clock.advance(EVENT_GAP_MS);
    expect(received).toEqual([progress(1), { kind: 'done', result: 'done' }]);
  });

  test('that fails ends with what it failed with', async () => {
    const { clock, read, outcome } = following();
    const ended = read();
    await clock.advance(0);
    const failure = new ConsoleError('BACKUP_NOT_WRITTEN', 'the disk is full');
    outcome.reject(failure);
    await clock.advance(0);
    expect(await ended).toBe(failure);
  });

  test('is aborted when whoever follows it leaves, or may not any more; what it says of that reaches nobody', async () => {
    const { clock, leaving, read, outcome, begun } = following();
    const ended = read();
    await clock.advance(0);
    expect(begun().signal?.aborted).toBe(false);
    const reason = new ConsoleError('SESSION_REQUIRED', 'signed out');
    leaving.abort(reason);
    await clock.advance(0);
    expect(begun().signal?.aborted).toBe(true);
    expect(await ended).toBe(reason);
    outcome.reject(new Error('cancelled'));
    await clock.advance(0);
  });
});
