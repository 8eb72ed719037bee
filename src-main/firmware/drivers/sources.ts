import type { RobotValues } from '../reading.ts';

/** Names `path` as the source of every value that is told. */
export function sourcesOf(values: RobotValues, path: string): Partial<Record<keyof RobotValues, string>> {
  const told = Object.entries(values).filter(([, value]) => value !== null);
  return Object.fromEntries(told.map(([name]) => [name, path]));
}
