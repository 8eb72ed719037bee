import * as fc from 'fast-check';
import { setImmediate } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { createLane } from '../../../../src-main/firmware/transport/lane.ts';

const never = new AbortController().signal;

describe('a lane', () => {
  it('lets as many in as it holds, and the others in the order of their coming', async () => {
    const lane = createLane(2);
    const order: number[] = [];
    const leave = [await lane.enter(never), await lane.enter(never)];
    const later = [1, 2, 3].map(async (number) => {
      leave.push(await lane.enter(never));
      order.push(number);
    });
    expect([lane.held, lane.waiting]).toEqual([2, 3]);
    leave[0]?.();
    leave[0]?.();
    await later[0];
    expect([order, lane.held, lane.waiting]).toEqual([[1], 2, 2]);
    leave[1]?.();
    await later[1];
    leave[2]?.();
    await later[2];
    expect(order).toEqual([1, 2, 3]);
  });

  it('refuses who gives up waiting, and passes the place on to the next', async () => {
    const lane = createLane(1);
    const leave = await lane.enter(never);
    const abort = new AbortController();
    const impatient = lane.enter(abort.signal);
    const patient = lane.enter(never);
    abort.abort();
    await expect(impatient).rejects.toMatchObject({ code: 'FIRMWARE_BUSY' });
    leave();
    await patient;
    expect([lane.held, lane.waiting]).toEqual([1, 0]);
  });

  it('closes: refuses who waits and who comes, and ends with the last that leaves', async () => {
    const lane = createLane(1);
    const leave = await lane.enter(never);
    const waiting = lane.enter(never);
    let closed = false;
    const closing = lane.close().then(() => (closed = true));
    await expect(waiting).rejects.toMatchObject({ code: 'FIRMWARE_BUSY' });
    await expect(lane.enter(never)).rejects.toMatchObject({ code: 'FIRMWARE_BUSY' });
    expect(closed).toBe(false);
    leave();
    await closing;
    await createLane(1).close();
  });

  it.each([0, -1, 1.5, NaN, Infinity])('cannot hold %d', (capacity) => {
    expect(() => createLane(capacity)).toThrow(RangeError);
  });

  it('never holds more than it may, whoever comes, leaves and gives up in whatever order', async () => {
    const event = fc.oneof(fc.constant('come'), fc.constant('leave'), fc.constant('give up'));
    await fc.assert(
      fc.asyncProperty(fc.integer({ min: 1, max: 3 }), fc.array(event, { maxLength: 60 }), async (capacity, events) => {
        const lane = createLane(capacity);
        const inside: (() => void)[] = [];
        const outside: AbortController[] = [];
        let came = 0;
        let admitted = 0;
        let refused = 0;
        for (const what of events) {
          if (what === 'come') {
            const abort = new AbortController();
            came += 1;
            outside.push(abort);
            void lane.enter(abort.signal).then(
              (leave) => {
                admitted += 1;
                inside.push(leave);
              },
              () => (refused += 1),
            );
          } else if (what === 'leave') inside.shift()?.();
          else outside.shift()?.abort();
          expect(lane.held).toBeLessThanOrEqual(capacity);
          await setImmediate();
        }
        for (const abort of outside) abort.abort();
        await setImmediate();
        for (const leave of inside) leave();
        await lane.close();
        expect(admitted + refused).toBe(came);
      }),
    );
  });
});
