import type { ToldState } from './simulated-firmware.ts';

/** The OHT-50's words for what the simulated hoist does; it charges in its dock. */
export const OHT50_WORDS: Readonly<Record<ToldState, string>> = {
  boot: 'BOOT',
  idle: 'IDLE',
  moving: 'MOVE',
  docking: 'DOCK',
  charging: 'DOCK',
  paused: 'PAUSED',
  fault: 'FAULT',
  estop: 'ESTOP',
};
