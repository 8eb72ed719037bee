import { describe, expect, it } from 'vitest';
import { simulatedFallback } from '../../../src-main/mock-firmware/simulated-fallback.ts';

describe('what stands in for a lost robot', () => {
  it('says what a reading says, and nothing that only firmware has', () => {
    const values = simulatedFallback('R1').valuesAfter(5000);
    expect(Object.keys(values).toSorted()).toEqual([
      'batteryPercent',
      'fault',
      'mode',
      'positionMm',
      'speedMmPerS',
      'state',
      'stateText',
      'temperatureC',
      'trackLengthMm',
      'uptimeS',
    ]);
    expect(values).toMatchObject({ state: 'idle', stateText: 'idle', uptimeS: 5 });
  });

  it('lives on by what each call lets pass, the same for the same robot', () => {
    const one = simulatedFallback('R1');
    const again = simulatedFallback('R1');
    for (let step = 0; step < 60; step += 1) one.valuesAfter(1000);
    expect(one.valuesAfter(0)).toEqual(again.valuesAfter(60_000));
    expect(one.valuesAfter(60_000)).not.toEqual(again.valuesAfter(0));
  });

  it('differs from robot to robot', () => {
    expect(simulatedFallback('R1').valuesAfter(60_000)).not.toEqual(simulatedFallback('R2').valuesAfter(60_000));
  });
});
