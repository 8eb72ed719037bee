import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { configError } from '../config/layers.ts';
import { parseScenario, type Scenario } from '../mock-firmware/scenario.ts';
import { RESOURCES_DIR } from './root.ts';

const FOLDER = path.join(RESOURCES_DIR, 'scenarios');

/** The names of the scenarios that ship with the console. */
export function scenarioNames(): readonly string[] {
  return readdirSync(FOLDER)
    .filter((file) => file.endsWith('.json'))
    .map((file) => file.replace(/\.json$/, ''))
    .toSorted();
}

/**
 * A scenario by the name of one that ships with the console, or by a path to a file of one's own.
 *
 * @throws ConsoleError CONFIG_INVALID in one line: option, value, rule.
 */
export function loadScenario(option: string, name: string): Scenario {
  const known = scenarioNames();
  const file = known.includes(name) ? path.join(FOLDER, `${name}.json`) : name;
  let text: string;
  try {
    text = readFileSync(file, 'utf8');
  } catch {
    throw configError(option, name, `must be a readable file, or one of ${known.join(', ')}`);
  }
  return parseScenario(text, name);
}
