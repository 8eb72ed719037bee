import { LRUCache } from 'lru-cache';
import type { Clock } from '../clock.ts';

/** What a read said, with the moment of its arrival (monotonic, ms). */
export interface Heard<T> {
  readonly said: T;
  readonly at: number;
}

export interface CacheMetrics {
  readonly entries: number;
  /** Askers that got what was there, that joined a read on its way, and for whom one was begun. */
  readonly hits: number;
  readonly shared: number;
  readonly misses: number;
  /** Hits and shared over all askers, 0 to 1; null before the first. */
  readonly hitRate: number | null;
  readonly invalidated: number;
}

/** Readings of all robots, each under its robot's id and its path: one read on its way for all who ask. */
export interface ReadCache {
  /**
   * What was heard at most `maxAgeMs` ago, else what the read on its way says, else what `load` says. Those who join a
   * read share its fate, failure included; failures are not kept.
   */
  read<T>(robotId: string, path: string, maxAgeMs: number, load: () => Promise<T>): Promise<Heard<T>>;
  /** What was heard, however old, as long as nothing made it stale. */
  recall<T>(robotId: string, path: string): Heard<T> | null;
  /** Whether there is something to recall; nobody is counted as an asker. */
  holds(robotId: string, path: string): boolean;
  /**
   * Makes readings stale at once, reads on their way included: they answer those who wait for them, and nobody else.
   * In `robotId` and `path` an asterisk stands for anything: `forget('hoist-1', '*modules*')`.
   */
  forget(robotId: string, path?: string): void;
  metrics(): CacheMetrics;
}

interface OnItsWay {
  readonly heard: Promise<Heard<unknown>>;
}

/** @param capacity most readings that are kept; the least recently asked for go first */
export function createReadCache(capacity: number, clock: Clock): ReadCache {
  const kept = new LRUCache<string, Heard<unknown>>({ max: capacity });
  const onTheirWay = new Map<string, OnItsWay>();
  /** What was asked of each robot: where many are lost, each forgets its own at every poll. */
  const asked = new Map<string, Set<string>>();
  const counts = { hits: 0, shared: 0, misses: 0, invalidated: 0 };

  return {
    async read<T>(robotId: string, path: string, maxAgeMs: number, load: () => Promise<T>) {
      const key = keyOf(robotId, path);
      const there = kept.get(key);
      if (there && clock.monotonic() - there.at <= maxAgeMs) {
        counts.hits += 1;
        return there as Heard<T>;
      }
      const joined = onTheirWay.get(key);
      if (joined) {
        counts.shared += 1;
        return (await joined.heard) as Heard<T>;
      }
      counts.misses += 1;
      const paths = asked.get(robotId) ?? new Set();
      asked.set(robotId, paths.add(path));
      return begin(key, load);
    },
    recall<T>(robotId: string, path: string) {
      const there = kept.get(keyOf(robotId, path)) as Heard<T> | undefined;
      if (there) counts.hits += 1;
      return there ?? null;
    },
    holds: (robotId, path) => kept.has(keyOf(robotId, path)),
    forget(robotId, path = '*') {
      const robots = robotId.includes('*') ? [...asked.keys()].filter(matches(robotId)) : [robotId];
      for (const robot of robots) {
        for (const stale of [...(asked.get(robot) ?? [])].filter(matches(path))) {
          const key = keyOf(robot, stale);
          const was = [kept.delete(key), onTheirWay.delete(key)];
          counts.invalidated += was.filter(Boolean).length;
        }
        if (path === '*') asked.delete(robot);
      }
    },
    metrics() {
      const reads = counts.hits + counts.shared + counts.misses;
      return { ...counts, entries: kept.size, hitRate: reads === 0 ? null : (counts.hits + counts.shared) / reads };
    },
  };

  async function begin<T>(key: string, load: () => Promise<T>): Promise<Heard<T>> {
    const heard = load().then((said) => ({ said, at: clock.monotonic() }));
    const own: OnItsWay = { heard };
    onTheirWay.set(key, own);
    try {
      const done = await heard;
      if (onTheirWay.get(key) === own) kept.set(key, done);
      return done;
    } finally {
      if (onTheirWay.get(key) === own) onTheirWay.delete(key);
    }
  }
}

/** Neither robots' ids nor exact paths hold a space. */
function keyOf(robotId: string, path: string): string {
  return `${robotId} ${path}`;
}

/** Whether a text is as `pattern` says. */
function matches(pattern: string): (text: string) => boolean {
  if (pattern === '*') return () => true;
  const literal = pattern.split('*').map((part) => part.replaceAll(/[.*+?^${}()|[\]\\]/g, '\\$&'));
  const whole = new RegExp(`^${literal.join('.*')}$`, 's');
  return (text) => whole.test(text);
}
