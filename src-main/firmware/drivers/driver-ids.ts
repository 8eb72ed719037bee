/** The firmware families that the console can talk to; the configuration names one of them for each robot. */
export const DRIVER_IDS = ['reference', 'oht50'] as const;
export type DriverId = (typeof DRIVER_IDS)[number];
