import { afterEach, describe, expect, it } from 'vitest';
import type { AuditWish } from '../../../../src-main/bridge/contract.ts';
import { consoleClient } from '../../../../src-renderer/bridge/client.ts';
import { createRecordFeed } from '../../../../src-renderer/screens/audit/record-feed.ts';
import { createVirtualClock } from '../../../support/virtual-clock.ts';
import { createConsole, PASSWORD } from '../support/memory-wire.ts';

const MILLION = 1_000_000;
const seenPage = { hidden: () => false, onChange: () => () => {} };
const stops: (() => void)[] = [];
afterEach(() => {
  for (const stop of stops.splice(0)) stop();
});

/** A person at the audit screen, over the real bridge, with a log of these ids behind it. */
async function open(role: 'supervisor' | 'operator', [first, last]: readonly [number, number], wish: AuditWish = {}) {
  const clock = createVirtualClock();
  const far = createConsole(clock);
  far.audit.keep(first, last);
  const feed = createRecordFeed(wish, seenPage, clock);
  const client = consoleClient(far.plug(), clock);
  await client.session.signIn({ username: role, password: PASSWORD });
  const stop = feed.follow(client, true);
  stops.push(stop);
  await clock.advance(100);
  const seen = () => feed.state().seen ?? expect.fail('nothing was answered');
  return {
    clock,
    far,
    feed,
    seen,
    stop,
    /** What was asked since the last call. */
    asked: () => far.audit.asked.splice(0).map(({ question }) => question),
    async look(low: number, high: number) {
      feed.want({ low, high });
      await clock.advance(500);
    },
    idAt(place: number) {
      const slot = seen().at(place);
      return slot === null || slot === 'gone' ? slot : slot.id;
    },
  };
}

describe('the whole log', () => {
  it('lies under the scrollbar from the first answer on', async () => {
    const { seen, idAt } = await open('supervisor', [1, MILLION]);
    expect(seen()).toMatchObject({ view: 'full', numbered: true, complete: true, low: 1, high: MILLION });
    expect([idAt(MILLION), idAt(500_000)]).toEqual([MILLION, null]);
  });

  it('is asked for where somebody looks, and nowhere else', async () => {
    const { asked, look, idAt } = await open('supervisor', [1, MILLION]);
    asked();
    await look(500_045, 500_060);
    expect(asked()).toEqual([{ before: 500_101, limit: 100 }]);
    expect([500_100, 500_050, 500_001].map(idAt)).toEqual([500_100, 500_050, 500_001]);
  });

  it('keeps a bounded number of records, whoever scrolls through it', async () => {
    const { clock, feed, seen, look } = await open('supervisor', [1, 20_000]);
    for (let high = 20_000; high > 60; high -= 60) {
      feed.want({ low: high - 30, high });
      await clock.advance(20);
    }
    await look(1, 30);
    const kept = Array.from({ length: 20_000 }, (_, place) => seen().at(place + 1)).filter(Boolean);
    expect(kept.length).toBeLessThanOrEqual(3_000);
    expect(kept.length).toBeGreaterThan(100);
  });

  it('begins where retention has left it', async () => {
    const { seen, asked } = await open('supervisor', [420_001, MILLION]);
    expect(seen()).toMatchObject({ low: 420_001, high: MILLION });
    expect(asked().length).toBeLessThan(25);
  });

  it('shows its new records as they come, and keeps those in sight at their places', async () => {
    const { clock, far, seen, look, idAt } = await open('supervisor', [1, 5_000]);
    await look(2_000, 2_020);
    far.audit.keep(1, 5_007);
    await clock.advance(2_500);
    expect([seen().high, idAt(5_007), idAt(2_010), seen().edition]).toEqual([5_007, 5_007, 2_010, 1]);
  });

  it('begins anew when another state of the store was restored', async () => {
    const { clock, far, seen, idAt } = await open('supervisor', [1, 5_000]);
    far.audit.keep(1, 900);
    await clock.advance(2_500);
    expect([seen().high, seen().edition, idAt(900), idAt(5_000)]).toEqual([900, 2, 900, null]);
  });

  it('takes no answer of the log that was there before', async () => {
    const { clock, far, seen, look, idAt } = await open('supervisor', [1, 5_000]);
    const late = Promise.withResolvers<void>();
    far.audit.meanwhile(({ before }) => (before === undefined ? Promise.resolve() : late.promise));
    await look(1_000, 1_020);
    far.audit.keep(1, 900);
    await clock.advance(2_500);
    late.resolve();
    await clock.advance(100);
    expect([seen().high, seen().edition, idAt(1_010), idAt(900)]).toEqual([900, 2, null, 900]);
  });

  it('draws nothing anew while nothing has changed', async () => {
    const { clock, feed } = await open('supervisor', [1, 5_000]);
    let told = 0;
    feed.onChange(() => (told += 1));
    await clock.advance(20_000);
    expect(told).toBe(0);
  });

  it('says why a page cannot be had, asks again, and forgets the failure', async () => {
    const { clock, far, feed, look, idAt } = await open('supervisor', [1, 5_000]);
    far.audit.meanwhile(async ({ before }) => {
      if (before !== undefined) throw new Error('the disk is gone');
    });
    await look(1_000, 1_020);
    await clock.advance(9_000);
    expect([feed.state().failure?.code, idAt(1_000)], 'though the tail is answered').toEqual(['INTERNAL', null]);
    far.audit.meanwhile(async () => {});
    await clock.advance(2_500);
    expect([feed.state().failure, idAt(1_000)]).toEqual([null, 1_000]);
  });

  it('survives that the connection is made anew', async () => {
    const { clock, far, feed, stop, seen, look, idAt } = await open('supervisor', [1, 5_000]);
    await look(1_000, 1_020);
    stop();
    far.audit.keep(1, 5_001);
    const client = consoleClient(far.plug(), clock);
    await client.session.signIn({ username: 'supervisor', password: PASSWORD }).catch(() => {});
    stops.push(feed.follow(client, true));
    await clock.advance(100);
    expect([seen().high, seen().edition, idAt(1_010)]).toEqual([5_001, 1, 1_010]);
  });

  it('without its tail stays as it is, and can be scrolled', async () => {
    const { clock, far, feed, stop, seen, look, idAt } = await open('supervisor', [1, 5_000]);
    stop();
    stops.push(feed.follow(consoleClient(far.plug(), clock), false));
    await clock.advance(100);
    far.audit.keep(1, 5_009);
    await clock.advance(10_000);
    await look(3_000, 3_020);
    expect([seen().high, idAt(3_010)]).toEqual([5_000, 3_010]);
  });
});

describe('a part of the log', () => {
  it.each([
    ['that fits a filter', 'supervisor', { action: 'session.sign-out' }],
    ['that an operator may see', 'operator', {}],
  ] as const)('%s grows as it is scrolled, and says when it is whole', async (_, role, wish) => {
    const { seen, look } = await open(role, [1, role === 'operator' ? 250 : 2_500], wish);
    expect(seen()).toMatchObject({ numbered: false, complete: false, low: 1, high: 100 });
    for (const low of [1, -99, -199]) await look(low, low + 20);
    expect(seen()).toMatchObject({ complete: true, low: -149, high: 100 });
  });

  it('is asked for with its filter, again where it was forgotten', async () => {
    const wish = { action: 'session.sign-out' };
    const { seen, asked, look, idAt } = await open('supervisor', [1, 100_000], wish);
    for (let low = 1; low > -4_000; low -= 50) await look(low, low + 20);
    expect([idAt(100), idAt(-3_900)]).toEqual([null, 60_000]);
    asked();
    await look(80, 100);
    expect(asked()).toContainEqual({ ...wish, before: 100_001, limit: 100 });
    expect([idAt(100), seen().edition]).toEqual([100_000, 1]);
  });
});
