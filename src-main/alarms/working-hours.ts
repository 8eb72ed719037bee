/** From one minute of the day to before another; over midnight where the end is not after the beginning. */
export interface WorkingHours {
  readonly from: number;
  readonly to: number;
}

const HOURS = /^([01]\d|2[0-3]):([0-5]\d)-([01]\d|2[0-3]):([0-5]\d)$/;

/** `06:00-22:00` by the workstation's own clock; null for what is no such span. */
export function parseWorkingHours(text: string): WorkingHours | null {
  const [, fromHour, fromMinute, toHour, toMinute] = (HOURS.exec(text) ?? []).map(Number);
  if (fromHour === undefined || fromMinute === undefined || toHour === undefined || toMinute === undefined) return null;
  return { from: fromHour * 60 + fromMinute, to: toHour * 60 + toMinute };
}

/** Whether a minute of the day (0 to 1439) is a working one. */
export function isWithin({ from, to }: WorkingHours, minute: number): boolean {
  return from < to ? minute >= from && minute < to : minute >= from || minute < to;
}
