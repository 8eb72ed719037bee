import { describe, expect, it } from 'vitest';
import { follow } from '../../../src-renderer/bridge/follow.ts';
import { createVirtualClock } from '../../support/virtual-clock.ts';

async function* counting(to: number) {
  for (let n = 1; n <= to; n += 1) yield n;
}

describe('following a stream', () => {
  it('tells each event, and each break, and subscribes again', async () => {
    const clock = createVirtualClock();
    const end = new AbortController();
    const told: (number | string)[] = [];
    const done = follow(
      async () => counting(2),
      (n) => void told.push(n),
      (failure) => void told.push(failure?.code ?? 'ended'),
      clock,
      end.signal,
    );
    await clock.advance(300);
    expect(told).toEqual([1, 2, 'ended', 1, 2, 'ended']);
    end.abort();
    await done;
  });

  it('waits longer after each failure, and shortly again after an event', async () => {
    const clock = createVirtualClock();
    const tries: number[] = [];
    const end = new AbortController();
    void follow(
      async () => {
        tries.push(clock.monotonic());
        if (tries.length === 4) return counting(1);
        throw new DOMException('closed', 'AbortError');
      },
      () => {},
      () => {},
      clock,
      end.signal,
    );
    await clock.advance(2_100);
    expect(tries).toEqual([0, 250, 750, 1_750, 2_000]);
    end.abort();
  });

  it('takes an event that the page cannot digest for a break, and goes on', async () => {
    const clock = createVirtualClock();
    const end = new AbortController();
    const broken: (string | undefined)[] = [];
    void follow(
      async () => counting(1),
      () => {
        throw new TypeError('robots is not iterable');
      },
      (failure) => void broken.push(failure?.code),
      clock,
      end.signal,
    );
    await clock.advance(300);
    expect(broken).toEqual(['INTERNAL', 'INTERNAL']);
    end.abort();
  });

  it('ends quietly, without another try, when it is told to', async () => {
    const clock = createVirtualClock();
    const end = new AbortController();
    let tries = 0;
    const done = follow(
      async ({ signal }) => {
        tries += 1;
        await new Promise((_, reject) => signal.addEventListener('abort', () => reject(new Error('aborted'))));
        return counting(0);
      },
      () => {},
      () => expect.unreachable('an end that was wanted is no break'),
      clock,
      end.signal,
    );
    await clock.advance(10);
    end.abort();
    await done;
    expect(tries).toBe(1);
  });
});
