import { expect, test } from 'vitest';
import { createOutageWatch, type Trouble } from '../../../../src-main/firmware/history/outage-watch.ts';
import { createVirtualClock } from '../../../support/virtual-clock.ts';

function watched() {
  const clock = createVirtualClock();
  const told: [seconds: number, trouble: Trouble][] = [];
  const watch = createOutageWatch(clock, (trouble) => told.push([clock.monotonic() / 1000, trouble]));
  /** Polls once a second for so long, each with this outcome. */
  const polls = async (seconds: number, trouble: Trouble | null): Promise<void> => {
    for (let n = 0; n < seconds; n++) {
      watch.note(trouble, clock.monotonic());
      await clock.advance(1000);
    }
  };
  return { clock, told, watch, polls };
}

test('an outage is told after ten seconds, and once', async () => {
  const { told, polls } = watched();
  await polls(5, null);
  await polls(9, 'down');
  expect(told).toEqual([]);
  await polls(100, 'down');
  expect(told).toEqual([[15, 'down']]);
});

test('an outage is told although nobody asks the robot meanwhile', async () => {
  const { clock, told, watch } = watched();
  watch.note('down', 0);
  await clock.advance(60_000);
  expect(told).toEqual([[10, 'down']]);
});

test('a hiccup is not told', async () => {
  const { told, polls } = watched();
  for (let n = 0; n < 20; n++) {
    await polls(5, 'down');
    await polls(70, null);
  }
  expect(told).toEqual([]);
});

test('a link that flaps is one outage, however long it does', async () => {
  const { told, polls } = watched();
  for (let n = 0; n < 50; n++) {
    await polls(5, 'down');
    await polls(5, null);
  }
  expect(told).toEqual([[15, 'down']]);
  for (let n = 0; n < 5; n++) {
    await polls(20, 'down');
    await polls(30, null);
  }
  expect(told).toHaveLength(1);
});

test('the next outage after a minute of good polls is another one', async () => {
  const { told, polls } = watched();
  await polls(20, 'down');
  await polls(61, null);
  await polls(20, 'down');
  expect(told).toEqual([
    [10, 'down'],
    [91, 'down'],
  ]);
});

test('a robot that is silent and then gone is told of twice', async () => {
  const { told, polls } = watched();
  await polls(15, 'silent');
  await polls(15, 'down');
  expect(told).toEqual([
    [10, 'silent'],
    [25, 'down'],
  ]);
});

test('of a robot that nobody polls any more nothing is told', async () => {
  const { clock, told, watch, polls } = watched();
  await polls(5, 'down');
  watch.end();
  await clock.advance(60_000);
  expect(told).toEqual([]);
});
