import * as fc from 'fast-check';
import { describe, expect, it, vi } from 'vitest';
import { createReadCache } from '../../../src-main/firmware/read-cache.ts';
import { createVirtualClock } from '../../support/virtual-clock.ts';

function setup(capacity = 100) {
  const clock = createVirtualClock();
  return { clock, cache: createReadCache(capacity, clock) };
}

describe('the read cache', () => {
  it('shares one read among all who ask while it is on its way', async () => {
    const { cache } = setup();
    const { promise, resolve } = Promise.withResolvers<string>();
    const load = vi.fn(() => promise);
    const asking = Array.from({ length: 50 }, () => cache.read('a', '/state', 0, load));
    resolve('IDLE');
    for (const { said } of await Promise.all(asking)) expect(said).toBe('IDLE');
    expect(load).toHaveBeenCalledOnce();
    expect(cache.metrics()).toMatchObject({ misses: 1, shared: 49, hits: 0, hitRate: 49 / 50 });
  });

  it('answers with what is young enough for the asker, and reads anew for who wants it younger', async () => {
    const { cache, clock } = setup();
    let count = 0;
    const load = async () => ++count;
    await cache.read('a', '/stats', 1000, load);
    await clock.advance(1000);
    expect(await cache.read('a', '/stats', 1000, load)).toEqual({ said: 1, at: 0 });
    expect(await cache.read('a', '/stats', 999, load)).toEqual({ said: 2, at: 1000 });
    expect(cache.recall('a', '/stats')).toEqual({ said: 2, at: 1000 });
    expect(cache.recall('b', '/stats')).toBeNull();
  });

  it('knows no difference between a clock that somebody sets and one that runs', async () => {
    const { cache, clock } = setup();
    const load = vi.fn(async () => 1);
    await cache.read('a', '/stats', 1000, load);
    clock.jumpWall(-86_400_000);
    await cache.read('a', '/stats', 1000, load);
    clock.jumpWall(10 * 86_400_000);
    await cache.read('a', '/stats', 1000, load);
    expect(load).toHaveBeenCalledOnce();
  });

  it('does not keep failures, and gives them to all who share the read', async () => {
    const { cache } = setup();
    const broken = async () => {
      throw new Error('no');
    };
    const both = [cache.read('a', '/x', 1000, broken), cache.read('a', '/x', 1000, broken)];
    expect(await Promise.allSettled(both)).toMatchObject([{ status: 'rejected' }, { status: 'rejected' }]);
    expect((await cache.read('a', '/x', 1000, async () => 'yes')).said).toBe('yes');
  });

  it('forgets a robot after a command: what was read before, and what is still on its way, answers nobody later', async () => {
    const { cache } = setup();
    await cache.read('a', '/mode', 60_000, async () => 'auto');
    await cache.read('b', '/mode', 60_000, async () => 'auto');
    const before = Promise.withResolvers<string>();
    const asking = cache.read('a', '/state', 60_000, () => before.promise);
    cache.forget('a');
    const after = cache.read('a', '/state', 60_000, async () => 'ESTOP');
    before.resolve('IDLE');
    expect((await asking).said).toBe('IDLE');
    expect((await after).said).toBe('ESTOP');
    expect(cache.recall('a', '/state')?.said).toBe('ESTOP');
    expect(cache.recall('a', '/mode')).toBeNull();
    expect(cache.recall('b', '/mode')?.said).toBe('auto');
    expect(cache.metrics().invalidated).toBe(2);
  });

  it.each([
    ['a', '/api/modules/*', ['a /api/modules/1', 'a /api/modules/stats']],
    ['*', '/health', ['a /health', 'a.b /health']],
    ['a', undefined, ['a /health', 'a /api/modules/1', 'a /api/modules/stats']],
    ['a.b', '*', ['a.b /health']],
    ['axb', '*', []],
  ])('forgets by pattern: %s %s', async (robot, path, gone) => {
    const { cache } = setup();
    const all = ['a /health', 'a /api/modules/1', 'a /api/modules/stats', 'a.b /health'];
    const split = (key: string) => key.split(' ') as [string, string];
    for (const key of all) await cache.read(...split(key), 0, async () => key);
    cache.forget(robot, path);
    expect(all.filter((key) => !cache.holds(...split(key)))).toEqual(gone);
  });

  it('keeps no more than its capacity, the least recently asked for leaving first', async () => {
    const { cache } = setup(3);
    for (const path of ['/1', '/2', '/3']) await cache.read('a', path, 0, async () => path);
    cache.recall('a', '/1');
    await cache.read('a', '/4', 0, async () => '/4');
    expect(['/1', '/2', '/3', '/4'].filter((path) => cache.holds('a', path))).toEqual(['/1', '/3', '/4']);
    expect(cache.metrics().entries).toBe(3);
  });

  it('never gives an asker what was read before a command that came before the asker', async () => {
    const event = fc.constantFrom('ask', 'command', 'answer', 'wait');
    await fc.assert(
      fc.asyncProperty(fc.array(event, { maxLength: 80 }), async (events) => {
        const { cache, clock } = setup();
        const pending: (() => void)[] = [];
        const checks: Promise<void>[] = [];
        let commands = 0;
        for (const what of events) {
          if (what === 'command') {
            commands += 1;
            cache.forget('a');
          } else if (what === 'ask') {
            const asked = commands;
            const load = () =>
              new Promise<number>((resolve) => {
                const begun = commands;
                pending.push(() => resolve(begun));
              });
            checks.push(
              cache.read('a', '/state', 500, load).then(({ said }) => expect(said).toBeGreaterThanOrEqual(asked)),
            );
          } else if (what === 'answer') pending.shift()?.();
          else await clock.advance(200);
        }
        for (const answer of pending) answer();
        await Promise.all(checks);
      }),
    );
  });
});
