import { CONFIG_FILE, SETTINGS } from '../config/settings.ts';
import { columns } from './columns.ts';

/** The settings as `--help` tells them, a line each. */
export function settingsUsage(): string[] {
  const rows = SETTINGS.map(({ flag, kind, environment, about }) => [
    kind === 'switch' ? `--${flag}, --no-${flag}` : `--${flag} ${kind === 'number' ? 'N' : 'TEXT'}`,
    environment,
    about,
  ]);
  rows.unshift([`--${CONFIG_FILE.flag} FILE`, CONFIG_FILE.environment, 'JSON file with settings']);
  return columns(rows);
}
