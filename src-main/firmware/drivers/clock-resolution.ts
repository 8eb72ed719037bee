/**
 * Firmware clocks tick in ms, or in seconds, told as seconds (below 1e11 until the year 5138) or as whole thousands
 * of ms. A clock of seconds is given a tenth more than its tick.
 */
export function clockResolutionMs(timestamp: number): number {
  return timestamp < 1e11 || timestamp % 1000 === 0 ? 1100 : 0;
}
