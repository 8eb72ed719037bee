import type { RobotSnapshot } from '../src-main/bridge/contract.ts';
import { isCurrent, type Presentation } from './truth.ts';

/** At and below these charges (%) the battery is not normal any more. */
export const BATTERY_LOW_PERCENT = 20;
export const BATTERY_CRITICAL_PERCENT = 10;

export type BatteryLevel = 'normal' | 'low' | 'critical';

export function batteryLevel(percent: number): BatteryLevel {
  if (percent <= BATTERY_CRITICAL_PERCENT) return 'critical';
  return percent <= BATTERY_LOW_PERCENT ? 'low' : 'normal';
}

/** Whether a person should look at this robot: its values are not current or not its own, or one of them is not normal. */
export function needsAttention({ reading, standIn }: RobotSnapshot, presentation: Presentation): boolean {
  if (reading === null || standIn !== null || !isCurrent(presentation)) return true;
  const { state, fault, batteryPercent } = reading.values;
  if (fault !== null || state === 'fault' || state === 'estop' || state === 'unknown') return true;
  return batteryPercent !== null && batteryLevel(batteryPercent) !== 'normal';
}
