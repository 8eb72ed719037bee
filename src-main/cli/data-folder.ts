import { readdir } from 'node:fs/promises';
import { loadConfig, type Config } from '../config.ts';
import { configError } from '../config/layers.ts';

/**
 * The data folder that is named, or the configured one when none is.
 *
 * @param folder `existing`: a typing slip must not make a new one
 * @throws ConsoleError CONFIG_INVALID, also when nothing is in an `existing` folder
 */
export async function dataFolder(
  named: string | undefined,
  folder: 'existing' | 'new',
  environment: Readonly<Record<string, string | undefined>>,
): Promise<string> {
  return (await configuredFor(named, folder, environment)).dataDir;
}

/** As {@link dataFolder}, with everything else that is configured. */
export async function configuredFor(
  named: string | undefined,
  folder: 'existing' | 'new',
  environment: Readonly<Record<string, string | undefined>>,
): Promise<Config> {
  const { config } = loadConfig({ argv: named === undefined ? [] : ['--data', named], environment });
  const there = await readdir(config.dataDir).catch(() => []);
  if (folder === 'existing' && there.length === 0) {
    throw configError('dataDir', config.dataDir, 'there is no console data in this folder');
  }
  return config;
}
