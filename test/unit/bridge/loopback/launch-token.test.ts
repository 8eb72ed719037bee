import { describe, expect, test } from 'vitest';
import {
  createLaunchTokens,
  LAUNCH_TOKEN_LIFE_MS,
  MAX_LAUNCH_TOKENS,
} from '../../../../src-main/bridge/loopback/launch-token.ts';
import { createVirtualClock } from '../../../support/virtual-clock.ts';

describe('A launch token', () => {
  test('has 256 bits and opens once', () => {
    const tokens = createLaunchTokens(createVirtualClock());
    const token = tokens.mint();
    expect(Buffer.from(token, 'base64url')).toHaveLength(32);
    expect(tokens.redeem(token)).toBe(true);
    expect(tokens.redeem(token)).toBe(false);
  });

  test('opens for ten minutes, whatever happens to the wall clock', async () => {
    const clock = createVirtualClock();
    const tokens = createLaunchTokens(clock);
    const [first, second] = [tokens.mint(), tokens.mint()];
    clock.jumpWall(24 * 3_600_000);
    await clock.advance(LAUNCH_TOKEN_LIFE_MS - 1);
    expect(tokens.redeem(first)).toBe(true);
    await clock.advance(1);
    expect(tokens.redeem(second)).toBe(false);
  });

  test.each(['', 'x', 'a'.repeat(43), '\0'])('is not %j', (guess) => {
    const tokens = createLaunchTokens(createVirtualClock());
    const token = tokens.mint();
    expect(tokens.redeem(guess)).toBe(false);
    expect(tokens.redeem(token)).toBe(true);
  });

  test('is void when too many newer ones wait', () => {
    const tokens = createLaunchTokens(createVirtualClock());
    const [oldest, ...newer] = Array.from({ length: MAX_LAUNCH_TOKENS + 1 }, () => tokens.mint());
    expect(tokens.redeem(oldest ?? '')).toBe(false);
    expect(newer.every((token) => tokens.redeem(token))).toBe(true);
  });
});
