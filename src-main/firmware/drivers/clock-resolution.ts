/**
 * Firmware clocks tick in ms, or in seconds, told as seconds (below 1e11 until the year 5138) or as whole thousands
 * of ms. A clock of seconds is given a tenth more than its tick.
 */
export function clockResolutionMs(timestamp: number): number {
  return timestamp < 1e11 || timestamp % 1000 === 0 ? 1100 : 0;
}

/** Before this no clock of a robot was set: what it shows is the time since it was started, or since 1970. */
const YEAR_2000 = Date.UTC(2000, 0, 1);

/**
 * What a firmware's timestamp says on the wall, ms; null when it cannot be meant so. A clock of seconds is taken in the
 * middle of its second.
 */
export function wallOf(timestamp: number): number | null {
  const resolutionMs = clockResolutionMs(timestamp);
  const ms = (timestamp < 1e11 ? timestamp * 1000 : timestamp) + (resolutionMs > 0 ? 500 : 0);
  return ms < YEAR_2000 ? null : ms;
}
