import { CONFIG_FILE, SETTINGS } from './settings.ts';

/** The settings as `--help` tells them, a line each. */
export function settingsUsage(): string[] {
  const rows = SETTINGS.map(({ flag, kind, environment, about }) => [
    kind === 'switch' ? `--${flag}, --no-${flag}` : `--${flag} ${kind === 'number' ? 'N' : 'TEXT'}`,
    environment,
    about,
  ]);
  rows.unshift([`--${CONFIG_FILE.flag} FILE`, CONFIG_FILE.environment, 'JSON file with settings']);
  const width = (column: number) => Math.max(...rows.map((row) => row[column]?.length ?? 0));
  return rows.map((row) =>
    row
      .map((cell, column) => cell.padEnd(width(column)))
      .join('  ')
      .trimEnd(),
  );
}
