import { describe, expect, test } from 'vitest';
import {
  createOneTimeSecret,
  issueOneTimeSecret,
  ONE_TIME_SECRET_MS,
  readOneTimeSecret,
  redeemOneTimeSecret,
  type OneTimeSecret,
} from '../../../src-main/access/one-time-secret.ts';
import { systemRandomBytes } from '../../../src-main/random.ts';
import { createClockMachine, type ClockMachine } from '../../support/clock-machine.ts';

const HOUR = 3_600_000;
const issued = (machine: ClockMachine): OneTimeSecret =>
  JSON.parse(JSON.stringify(issueOneTimeSecret('a hash', machine.read())));
const refusal = (secret: OneTimeSecret, machine: ClockMachine) => {
  try {
    redeemOneTimeSecret(secret, machine.read());
    return null;
  } catch (error) {
    return error;
  }
};
const invalid = (rule: string) => expect.objectContaining({ code: 'ONE_TIME_SECRET_INVALID', details: { rule } });

test('a secret has 80 random bits, never comes twice, and is read however it is typed', () => {
  const secrets = Array.from({ length: 200 }, () => createOneTimeSecret(systemRandomBytes));
  expect(new Set(secrets).size).toBe(200);
  for (const secret of secrets) {
    expect(secret.replaceAll('-', '')).toHaveLength(16);
    expect(readOneTimeSecret(` ${secret.toUpperCase().replaceAll('-', ' ')}`)).toBe(secret);
  }
});

test('what can be no secret is compared as it is, and matches nothing', () => {
  expect(readOneTimeSecret('tôi thích cà phê sữa đá')).toBe('tôi thích cà phê sữa đá');
});

test('the record holds nothing but the hash and the moment', () => {
  const record = issued(createClockMachine());
  expect(record).toEqual({
    hash: 'a hash',
    issued: { run: 'run 1', uptime: 0, wall: expect.any(Number) },
    redeemed: false,
  });
});

describe('redeeming', () => {
  test('works once', () => {
    const machine = createClockMachine();
    const redeemed = redeemOneTimeSecret(issued(machine), machine.read());
    expect(redeemed).toMatchObject({ hash: 'a hash', redeemed: true });
    expect(refusal(redeemed, machine)).toEqual(invalid('used'));
  });

  test('works for 24 hours, to the millisecond, whoever sets the clock', async () => {
    const machine = createClockMachine();
    const secret = issued(machine);
    machine.jumpWall(-100 * HOUR);
    await machine.advance(ONE_TIME_SECRET_MS - 1);
    expect(refusal(secret, machine)).toBeNull();
    await machine.advance(1);
    expect(refusal(secret, machine)).toEqual(invalid('expired'));
  });

  test('goes on counting over a restart', async () => {
    const machine = createClockMachine();
    const secret = issued(machine);
    await machine.advance(23 * HOUR);
    machine.restart();
    expect(refusal(secret, machine)).toBeNull();
    await machine.advance(HOUR);
    expect(refusal(secret, machine)).toEqual(invalid('expired'));
  });

  test('is over when the clock went back over a restart: nobody knows how long it has been', () => {
    const machine = createClockMachine();
    const secret = issued(machine);
    machine.jumpWall(-1);
    machine.restart();
    expect(refusal(secret, machine)).toEqual(invalid('expired'));
  });
});
