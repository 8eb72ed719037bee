import { expect, test } from 'vitest';
import { ConsoleError } from '../../../src-main/errors.ts';
import { HOUR_MS } from '../../../src-main/firmware/history/accumulator.ts';
import { NO_FIGURES } from '../../../src-main/firmware/history/figures.ts';
import { keepHistory, type HistoryKeeperOptions } from '../../../src-main/firmware/history/history-keeper.ts';
import type { RobotHour, RobotLife } from '../../../src-main/firmware/history/observatory.ts';
import { silentLog } from '../../../src-main/log.ts';
import { openTestStore, refusalOf, temporaryFolder } from '../../support/store.ts';
import { createVirtualClock } from '../../support/virtual-clock.ts';

const DAY_MS = 24 * HOUR_MS;
const clock = createVirtualClock();
const NOW = Math.floor(clock.now() / HOUR_MS) * HOUR_MS;
const LIFE: RobotLife = {
  robot: 'hoist-1',
  machine: 'reference http://hoist-1',
  state: 'estop',
  seenAt: 5,
  transitions: null,
  uptimeMs: 7,
  uptimeAt: 5,
};

/** An observatory that has counted what the test says. */
function counted() {
  let hours: readonly RobotHour[] = [];
  let stopChanged = () => {};
  return {
    count: (polls: number, startedAt = NOW, robot = 'hoist-1') => {
      hours = [...hours, { robot, startedAt, figures: { ...NO_FIGURES, polls, observedMs: polls } }];
    },
    change: () => stopChanged(),
    observatory: {
      take() {
        const taken = hours;
        hours = [];
        return taken;
      },
      lives: () => [LIFE],
      onStopChange: (listener: () => void) => ((stopChanged = listener), () => {}),
    },
  };
}

const keeperOver = (options: Pick<HistoryKeeperOptions, 'store' | 'observatory'> & Partial<HistoryKeeperOptions>) =>
  keepHistory({ clock, log: silentLog, run: 'one', ...options });

const polls = async (keeper: ReturnType<typeof keepHistory>, robot = 'hoist-1', from = 0) =>
  (await keeper.read(robot, from)).map(({ startedAt, figures }) => [(startedAt - NOW) / HOUR_MS, figures.polls]);

test('what was counted is there at once, stays over a restart, and goes on in the same hour; nothing of it is an audit record', async () => {
  const dir = await temporaryFolder();
  const before = await openTestStore(dir);
  const { observatory, count } = counted();
  const keeper = keeperOver({ store: before, observatory });
  count(10);
  expect(await polls(keeper)).toEqual([[0, 10]]);
  await keeper.keep();
  count(5);
  count(1, NOW + HOUR_MS);
  count(3, NOW, 'hoist-2');
  expect(await polls(keeper)).toEqual([
    [0, 15],
    [1, 1],
  ]);
  await keeper.stop();
  expect(await before.read('audit.page', { limit: 9 })).toEqual([]);
  await before.close();

  const after = await openTestStore(dir);
  const next = keeperOver({ store: after, observatory, run: 'two' });
  count(100);
  await next.keep();
  expect(await polls(next)).toEqual([
    [0, 115],
    [1, 1],
  ]);
  expect(await polls(next, 'hoist-1', NOW + 1)).toEqual([[1, 1]]);
  expect(await after.read('settings.read', { key: 'links.lives' })).toEqual([LIFE]);
});

test('a store that fails loses nothing and counts nothing twice, whether it has kept what it refused or not', async () => {
  const store = await openTestStore(await temporaryFolder());
  const { observatory, count } = counted();
  let fate: 'refused' | 'lost' | 'kept' = 'kept';
  const keeper = keeperOver({
    observatory,
    store: {
      read: store.read,
      async keep(name, args) {
        if (fate === 'refused') throw new ConsoleError('STORE_UNAVAILABLE', 'the disk is full');
        await store.keep(name, args);
        if (fate === 'lost') throw new ConsoleError('STORE_INTERRUPTED', 'nobody knows');
      },
    },
  });
  for (const next of ['refused', 'lost', 'refused', 'lost', 'lost', 'kept', 'lost'] as const) {
    fate = next;
    count(1);
    const kept = keeper.keep();
    if (fate === 'kept') await kept;
    else await kept.catch((error: unknown) => expect(error).toBeInstanceOf(ConsoleError));
  }
  fate = 'refused';
  expect((await refusalOf(keeper.keep().then(() => keeper.keep()))).code).toBe('STORE_UNAVAILABLE');
  fate = 'kept';
  await keeper.stop();
  const rows = await store.read('links.history', { robot: 'hoist-1', from: 0 });
  expect(rows.map(({ figures }) => figures.polls)).toEqual([7]);
});

test('hours become days after a month, days go after two years, and in a large fleet both sooner', async () => {
  const store = await openTestStore(await temporaryFolder());
  const { observatory, count } = counted();
  const keeper = keeperOver({ store, observatory, mostRows: 60 });
  const today = Math.floor(NOW / DAY_MS) * DAY_MS;
  count(1, today - 800 * DAY_MS);
  for (let hour = 0; hour < 24; hour++) count(1, today - 40 * DAY_MS + hour * HOUR_MS);
  count(7, today - 2 * DAY_MS);
  await keeper.keep();
  await keeper.keep();
  const spans = async () => (await keeper.read('hoist-1', 0)).map(({ spanMs, figures }) => [spanMs, figures.polls]);
  await keeper.keep();
  expect(await spans()).toEqual([
    [DAY_MS, 24],
    [HOUR_MS, 7],
  ]);

  // 30 robots and four hours more are too many for 60 rows
  for (let n = 0; n < 30; n++) for (let hour = 0; hour < 4; hour++) count(1, today + hour * HOUR_MS, `robot-${n}`);
  for (let n = 0; n < 4; n++) await keeper.keep();
  const { rows } = await store.read('links.oldest', { before: NOW + DAY_MS, most: 1000, limit: 1000 });
  expect(rows).toHaveLength(60);
  const all = await Promise.all(Array.from({ length: 30 }, (_, n) => keeper.read(`robot-${n}`, 0)));
  expect(all.flat().reduce((sum, { figures }) => sum + figures.polls, 0)).toBe(120);
  await keeper.stop();
});

test('it is kept every five minutes, and soon after a robot came into an emergency stop', async () => {
  const kept: unknown[] = [];
  const { observatory, change } = counted();
  const empty = { flush: null, rows: [], days: 0 };
  const store = { read: async () => empty as never, keep: async (name: unknown) => void kept.push(name) };
  const time = createVirtualClock();
  const keeper = keeperOver({ store, observatory, clock: time });
  await time.advance(299_000);
  expect(kept).toHaveLength(0);
  await time.advance(2000);
  expect(kept).toHaveLength(1);
  change();
  await time.advance(1000);
  expect(kept).toHaveLength(1);
  await time.advance(1500);
  expect(kept).toHaveLength(2);
  await keeper.stop();
  await time.advance(900_000);
  expect(kept).toHaveLength(3);
});
