import { createHash } from 'node:crypto';
import { readdir, readFile, stat } from 'node:fs/promises';
import path from 'node:path';
import { ConsoleError } from '../errors.ts';
import { parseScenario, type Scenario } from '../mock-firmware/scenario.ts';
import { TRAINED_ROBOTS_MAX, type ListedScenario } from './training-state.ts';

/** A scenario's text is a few kilobytes; what is larger is none. */
const LARGEST_BYTES = 1_000_000;
/** A folder of the plant's own may hold anything: so many files of it are offered. */
const MOST_FILES = 200;
const OWN = 'own/';

/** A scenario to play, and what proves later which one that was. */
export interface LoadedScenario {
  readonly scenario: Scenario;
  /** SHA-256 of the file, hexadecimal. */
  readonly digest: string;
}

/** The scenarios that a trainer may play: those that ship with the console, and those of the plant's own folder. */
export interface Library {
  /** As the folders hold them now; a file that is no scenario is listed with what is wrong with it. */
  list(): Promise<readonly ListedScenario[]>;
  /** @throws ConsoleError SCENARIO_UNKNOWN {scenario}, SCENARIO_INVALID {scenario, rule} */
  load(id: string): Promise<LoadedScenario>;
}

/** @param folders `own` is empty where the plant has none */
export function openLibrary(folders: { readonly shipped: string; readonly own: string }): Library {
  return {
    async list() {
      const files = [...(await filesIn(folders.shipped, '')), ...(await filesIn(folders.own, OWN))];
      return Promise.all(files.map(listed));
    },
    async load(id) {
      // only what the folder names is opened: an id is never a path
      const found = id.startsWith(OWN) ? await filesIn(folders.own, OWN) : await filesIn(folders.shipped, '');
      const file = found.find((known) => known.id === id);
      if (!file) throw new ConsoleError('SCENARIO_UNKNOWN', 'there is no such scenario', { scenario: id });
      return read(file);
    },
  };
}

interface ScenarioFile {
  readonly id: string;
  readonly file: string;
}

async function filesIn(folder: string, prefix: string): Promise<ScenarioFile[]> {
  if (folder === '') return [];
  // a folder on a share may be out of reach today: the others are there all the same
  const names = await readdir(folder).catch((): string[] => []);
  return names
    .filter((name) => name.endsWith('.json'))
    .toSorted()
    .slice(0, MOST_FILES)
    .map((name) => ({ id: prefix + name.replace(/\.json$/, ''), file: path.join(folder, name) }));
}

async function listed(file: ScenarioFile): Promise<ListedScenario> {
  const { id } = file;
  const from = id.startsWith(OWN) ? 'own' : 'shipped';
  try {
    const { scenario } = await read(file);
    const { name, about, vi = null, seed, firmware = null, robots, repeatEveryMs = null, steps } = scenario;
    const lastAtMs = Math.max(...steps.map(({ atMs }) => atMs));
    const played = { seed, firmware, robots, steps: steps.length, lastAtMs, repeatEveryMs };
    return { id, from, scenario: { name, about, vi, ...played }, wrong: null };
  } catch (error) {
    const rule = error instanceof ConsoleError ? error.details['rule'] : null;
    return { id, from, scenario: null, wrong: typeof rule === 'string' ? rule : 'cannot be read' };
  }
}

async function read({ id, file }: ScenarioFile): Promise<LoadedScenario> {
  try {
    const facts = await stat(file);
    // a pipe has no size, and would be read for ever
    if (!facts.isFile()) throw invalid(id, 'is no file');
    if (facts.size > LARGEST_BYTES) throw invalid(id, `has more than ${LARGEST_BYTES} bytes`);
    const text = await readFile(file, 'utf8');
    const scenario = parseScenario(text, id);
    if (scenario.robots > TRAINED_ROBOTS_MAX) throw invalid(id, `robots: at most ${TRAINED_ROBOTS_MAX} in an exercise`);
    return { scenario, digest: createHash('sha256').update(text).digest('hex') };
  } catch (cause) {
    if (!(cause instanceof ConsoleError)) throw invalid(id, 'cannot be read', cause);
    throw cause.code === 'SCENARIO_INVALID' ? cause : invalid(id, String(cause.details['rule']), cause);
  }
}

function invalid(scenario: string, rule: string, cause?: unknown): ConsoleError {
  return new ConsoleError('SCENARIO_INVALID', `scenario ${scenario}: ${rule}`, { scenario, rule }, cause);
}
