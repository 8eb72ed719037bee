/** The firmware families that can be simulated: one for each driver. */
export const FIRMWARE_KINDS = ['reference', 'oht50'] as const;
export type FirmwareKind = (typeof FIRMWARE_KINDS)[number];
