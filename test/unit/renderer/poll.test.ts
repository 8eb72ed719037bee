import { describe, expect, it } from 'vitest';
import { poll, type Visibility } from '../../../src-renderer/bridge/poll.ts';
import { createVirtualClock } from '../../support/virtual-clock.ts';

const EVERY_MS = 2_000;

/** Polls something whose answers the test gives. */
function polling(answer: () => Promise<string>, hidden = false) {
  const clock = createVirtualClock();
  const listeners = new Set<() => void>();
  const end = new AbortController();
  const told: string[] = [];
  const asked: number[] = [];
  let isHidden = hidden;
  const visibility: Visibility = {
    hidden: () => isHidden,
    onChange(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
  const ended = poll(
    {
      ask: () => {
        asked.push(clock.monotonic());
        return answer();
      },
      onAnswer: (value) => void told.push(value),
      onFailure: ({ code }) => void told.push(code),
      everyMs: EVERY_MS,
    },
    visibility,
    clock,
    end.signal,
  );
  const show = (visible: boolean) => {
    isHidden = !visible;
    listeners.forEach((listener) => listener());
  };
  return { clock, end, told, asked, ended, show, listeners };
}

describe('asking again and again', () => {
  it('begins at once and goes on every so often', async () => {
    const { clock, told, asked, end, ended } = polling(async () => 'fine');
    await clock.advance(5_000);
    expect(asked).toEqual([0, 2_000, 4_000]);
    expect(told).toEqual(['fine', 'fine', 'fine']);
    end.abort();
    await ended;
    await clock.advance(5_000);
    expect(asked).toHaveLength(3);
  });

  it('never asks twice at a time, however long an answer takes', async () => {
    const slow = Promise.withResolvers<string>();
    const { clock, asked } = polling(() => slow.promise);
    await clock.advance(60_000);
    expect(asked).toEqual([0]);
    slow.resolve('late');
    await clock.advance(EVERY_MS);
    expect(asked).toEqual([0, 62_000]);
  });

  it('tells a failure and goes on', async () => {
    const { clock, told } = polling(() => Promise.reject(new DOMException('closed', 'AbortError')));
    await clock.advance(EVERY_MS);
    expect(told).toEqual(['BRIDGE_CLOSED', 'BRIDGE_CLOSED']);
  });

  it('rests while nobody can see the page, and asks at once when somebody can', async () => {
    const { clock, asked, show, listeners } = polling(async () => 'fine', true);
    await clock.advance(10_000);
    expect(asked).toEqual([]);
    show(false);
    await clock.advance(0);
    expect(asked, 'still hidden').toEqual([]);
    show(true);
    await clock.advance(1_000);
    show(false);
    await clock.advance(10_000);
    expect(asked).toEqual([10_000]);
    show(true);
    await clock.advance(0);
    expect(asked).toEqual([10_000, 21_000]);
    expect(listeners.size, 'nothing is listened to in vain').toBe(0);
  });

  it('ends while hidden, and tells nothing of an answer that comes after its end', async () => {
    const hidden = polling(async () => 'fine', true);
    await hidden.clock.advance(0);
    hidden.end.abort();
    await hidden.ended;
    expect(hidden.listeners.size).toBe(0);

    const late = Promise.withResolvers<string>();
    const { clock, told, end, ended } = polling(() => late.promise);
    await clock.advance(0);
    end.abort();
    late.resolve('late');
    await ended;
    expect(told).toEqual([]);
  });
});
