import { describe, expect, it } from 'vitest';
import { addressOf, addressOfRobot, parseRoute, SCREENS } from '../../../src-renderer/route.ts';

describe('the address of a screen', () => {
  it('leads back to the screen', () => {
    for (const screen of SCREENS) expect(parseRoute(addressOf(screen))).toEqual({ screen, robotId: null });
  });

  it('leads back to the robot, whatever its id', () => {
    for (const id of ['r1', 'a/b', '100 %', 'cẩu số 1', '#', '%E0%A4%A']) {
      expect(parseRoute(addressOfRobot(id))).toEqual({ screen: 'robots', robotId: id });
    }
  });

  it('is the robots screen when it says nothing that is understood', () => {
    for (const hash of ['', '#', '#/nowhere', '#token=abc', '#/robots/']) {
      expect(parseRoute(hash)).toEqual({ screen: 'robots', robotId: null });
    }
  });

  it('survives a broken escape', () => {
    expect(parseRoute('#/robots/%E0%A4%A').robotId).toBe('%E0%A4%A');
  });
});
