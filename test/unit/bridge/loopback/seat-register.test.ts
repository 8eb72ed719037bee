import { describe, expect, test } from 'vitest';
import type { Seat } from '../../../../src-main/access/seats.ts';
import { createSeatRegister, MAX_SEATS, RENEW_WITHIN_MS } from '../../../../src-main/bridge/loopback/seat-register.ts';
import { createVirtualClock } from '../../../support/virtual-clock.ts';

function register(inUse: (seat: Seat) => boolean = () => false) {
  const vacated: Seat[] = [];
  const clock = createVirtualClock();
  const seats = createSeatRegister(8080, {
    clock,
    inUse,
    vacate: (seat) => void vacated.push(seat),
  });
  const open = () => {
    const { seat, setCookie } = seats.open();
    return { seat, setCookie, cookie: setCookie.split(';')[0] ?? '' };
  };
  return { seats, open, vacated, clock };
}

describe('A seat', () => {
  test('is given by a cookie that scripts cannot read, other sites cannot send, and this port alone understands', () => {
    const { setCookie } = register().open();
    expect(setCookie).toMatch(/^rcc_8080=[\w-]{43}; Path=\/; HttpOnly; SameSite=Strict$/);
  });

  test('is proven by that cookie, among any others', () => {
    const { seats, open } = register();
    const { seat, cookie } = open();
    expect(seats.find(cookie)).toEqual(seat);
    expect(seats.find(`theme=dark; ${cookie};rcc_8081=x`)).toEqual(seat);
  });

  test('does not reveal its secret', () => {
    const { seat, cookie } = register().open();
    expect(cookie).not.toContain(seat.id);
  });

  test.each([undefined, '', 'rcc_8080', 'rcc_8080=', 'rcc_8080=x', ';;=;', 'theme=dark'])(
    'is not proven by the header %j',
    (header) => {
      const { seats, open } = register();
      open();
      expect(seats.find(header)).toBeNull();
    },
  );

  test('gets another cookie when it is asked for, and the one before proves nothing any more', () => {
    const { seats, open } = register();
    const { seat, cookie } = open();
    const renewed = seats.renew(cookie)?.split(';')[0] ?? '';
    expect(renewed).toMatch(/^rcc_8080=[\w-]{43}$/);
    expect([seats.find(cookie), seats.find(renewed)]).toEqual([null, seat]);
    expect(seats.renew(cookie)).toBeNull();
  });

  test('keeps the cookie that the page asked for before the change had settled, and loses the one before', async () => {
    const { seats, open, clock } = register();
    const { seat, cookie } = open();
    const settled = seats.mustRenew(seat);
    const renewed = seats.renew(cookie)?.split(';')[0] ?? '';
    settled();
    await clock.advance(2 * RENEW_WITHIN_MS);
    expect([seats.find(cookie), seats.find(renewed)]).toEqual([null, seat]);
  });

  test('loses its cookie when the page asks for no other one in time', async () => {
    const { seats, open, clock } = register();
    const { seat, cookie } = open();
    seats.mustRenew(seat)();
    await clock.advance(RENEW_WITHIN_MS - 1);
    expect(seats.find(cookie)).toEqual(seat);
    await clock.advance(1);
    expect(seats.find(cookie)).toBeNull();
  });

  test('is not proven by two cookies of its name: one of them was planted', () => {
    const { seats, open } = register();
    const [one, other] = [open(), open()];
    expect(seats.find(`${one.cookie}; ${other.cookie}`)).toBeNull();
    expect(seats.find(`${one.cookie}; rcc_8080=x`)).toBeNull();
  });

  test('gives way to a newer one when there are too many: the longest unused, never one in use', () => {
    const used = new Set<string>();
    const { seats, open, vacated } = register((seat) => used.has(seat.id));
    const all = Array.from({ length: MAX_SEATS }, open);
    const [first, second, third] = all;
    if (!first || !second || !third) throw new Error('no seats');
    used.add(first.seat.id);
    seats.find(second.cookie);

    open();
    expect(vacated).toEqual([third.seat]);
    expect(seats.find(third.cookie)).toBeNull();
    expect(seats.find(first.cookie)).toEqual(first.seat);
    expect(seats.find(second.cookie)).toEqual(second.seat);
  });
});
