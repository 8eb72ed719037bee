import { describe, expect, test } from 'vitest';
import { beats, changesOf, EVENT_GAP_MS } from '../../../src-main/bridge/streams.ts';
import { createVirtualClock } from '../../support/virtual-clock.ts';

/** A number that can be set; readers get the newest one. */
function changingNumber() {
  const listeners = new Set<() => void>();
  let value = 0;
  let seen: number | undefined;
  return {
    set(next: number) {
      value = next;
      for (const listener of listeners) listener();
    },
    touch: () => listeners.forEach((listener) => listener()),
    listeners,
    source: {
      subscribe(changed: () => void) {
        listeners.add(changed);
        return () => listeners.delete(changed);
      },
      news() {
        const news = value === seen ? undefined : value;
        seen = value;
        return news;
      },
    },
  };
}

function reading<T>(stream: AsyncIterable<T>) {
  const received: T[] = [];
  const ended = (async () => {
    for await (const event of stream) received.push(event);
  })().catch((reason: unknown) => reason);
  return { received, ended };
}

describe('Events of something that changes', () => {
  test('begin with what there is now', async () => {
    const clock = createVirtualClock();
    const stream = changesOf(changingNumber().source, { clock, signal: undefined });
    expect(await stream.next()).toEqual({ done: false, value: 0 });
  });

  test('come at once after a rest, and never closer together than the gap', async () => {
    const clock = createVirtualClock();
    const number = changingNumber();
    const { received } = reading(changesOf(number.source, { clock, signal: undefined }));
    await clock.advance(1000);
    number.set(1);
    await clock.advance(0);
    expect(received).toEqual([0, 1]);

    for (let next = 2; next <= 100; next += 1) {
      number.set(next);
      await clock.advance(1);
    }
    expect(received.length).toBeLessThanOrEqual(2 + Math.ceil(100 / EVENT_GAP_MS));
    await clock.advance(EVENT_GAP_MS);
    expect(received.at(-1)).toBe(100);
  });

  test('skip what a slow reader had no time for', async () => {
    const clock = createVirtualClock();
    const number = changingNumber();
    const stream = changesOf(number.source, { clock, signal: undefined });
    await stream.next();
    for (const next of [1, 2, 3]) number.set(next);
    const pending = stream.next();
    await clock.advance(EVENT_GAP_MS);
    expect(await pending).toEqual({ done: false, value: 3 });
  });

  test('do not come when a change left nothing new', async () => {
    const clock = createVirtualClock();
    const number = changingNumber();
    const { received } = reading(changesOf(number.source, { clock, signal: undefined }));
    await clock.advance(EVENT_GAP_MS);
    number.touch();
    await clock.advance(1000);
    expect(received).toEqual([0]);
  });

  test.each([
    ['while waiting for a change', 1000],
    ['within the gap', 10],
  ])('end with the signal’s reason %s, and let go of what changes', async (_when, ms) => {
    const clock = createVirtualClock();
    const number = changingNumber();
    const leaving = new AbortController();
    const { ended } = reading(changesOf(number.source, { clock, signal: leaving.signal }));
    await clock.advance(ms);
    expect(number.listeners.size).toBe(1);
    leaving.abort('gone');
    expect(await ended).toBe('gone');
    expect(number.listeners.size).toBe(0);
  });

  test('hold on to nothing before the first read', () => {
    const number = changingNumber();
    changesOf(number.source, { clock: createVirtualClock(), signal: undefined });
    expect(number.listeners.size).toBe(0);
  });
});

describe('Beats', () => {
  test('count up, one per interval, until the signal', async () => {
    const clock = createVirtualClock();
    const leaving = new AbortController();
    const { received, ended } = reading(beats(100, { clock, signal: leaving.signal }));
    await clock.advance(350);
    expect(received).toEqual([{ beat: 1 }, { beat: 2 }, { beat: 3 }, { beat: 4 }]);
    leaving.abort('gone');
    expect(await ended).toBe('gone');
  });
});
