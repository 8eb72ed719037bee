import type { RobotState, RobotValues } from '../../reading.ts';
import { checked } from '../checked.ts';
import { clockResolutionMs, wallOf } from '../clock-resolution.ts';
import type { Driver, LifeSigns, Recollection, ReportedFact } from '../driver.ts';
import { sourcesOf } from '../sources.ts';
import { PATHS, stateAnswer } from './answers.ts';
import { OHT50_COMMANDS, OHT50_STOP } from './commands.ts';
import { healthContradictions, statisticsContradictions } from './contradictions.ts';
import { OHT50_ETIQUETTE } from './etiquette.ts';
import { stateFacts, TIME_IN_STATE, TRANSITIONS } from './facts.ts';
import * as slow from './slow-reads.ts';

const STATES: Readonly<Record<string, RobotState>> = {
  BOOT: 'boot',
  INIT: 'boot',
  IDLE: 'idle',
  MOVE: 'moving',
  PAUSED: 'paused',
  DOCK: 'docking',
  CONFIG: 'config',
  FAULT: 'fault',
  ESTOP: 'estop',
  SAFE: 'safe',
  SHUTDOWN: 'shutdown',
};

/**
 * The OHT-50 hoist's firmware, release line 3. One resource tells its state truly and is read in every poll. Position,
 * speed, battery and temperature have resources too, but those answer with constants in this release: they are not
 * read, and the values are null.
 */
export const oht50: Driver = {
  id: 'oht50',
  etiquette: OHT50_ETIQUETTE,
  capabilities: ['state', 'stateText', 'fault'],
  presence: { path: PATHS.health, check: (answer) => void slow.health.parse(answer) },
  slowReads: Object.values(slow),
  softwareStop: OHT50_STOP,
  commands: OHT50_COMMANDS,

  async read(fetch, recall = async () => null) {
    const { data, simulated } = checked(stateAnswer, PATHS.state, await fetch(PATHS.state));
    const health = await recall(slow.health);
    const statistics = await recall(slow.statistics);
    const values = valuesOf(data.current_state, data.current_fault ?? null);
    return {
      values,
      sources: sourcesOf(values, PATHS.state),
      facts: [
        ...stateFacts(data),
        ...dated(statistics && { ...statistics, said: statistics.said.facts }),
        ...dated(await recall(slow.modules)),
        ...dated(await recall(slow.moduleStats)),
        ...dated(await recall(slow.network)),
      ],
      contradictions: [...healthContradictions(data, health), ...statisticsContradictions(data, statistics)],
      simulated,
      firmwareVersion: health?.said.version ?? null,
      progress: [
        {
          name: `${PATHS.state} timestamp`,
          value: data.timestamp,
          resolutionMs: clockResolutionMs(data.timestamp),
        },
      ],
    };
  },

  lifeSigns({ facts, progress }, at) {
    const transitions = facts.find(({ name }) => name === TRANSITIONS)?.value;
    return {
      uptime: uptimeIn(facts, at),
      transitions: typeof transitions === 'number' ? transitions : null,
      sequence: null,
      wall: progress[0] ? wallOf(progress[0].value) : null,
    };
  },
};

/** Without a resource for it: the times that it has spent in all its states are the time since it was started. */
function uptimeIn(facts: readonly ReportedFact[], at: number): LifeSigns['uptime'] {
  const spent = facts.filter(({ name }) => name.startsWith(TIME_IN_STATE));
  if (spent.length === 0) return null;
  return { ms: spent.reduce((sum, { value }) => sum + Number(value), 0), at: spent[0]?.at ?? at };
}

/** Facts with the moment of the answer that they stand in. */
function dated(recalled: Recollection<readonly ReportedFact[]> | null): ReportedFact[] {
  return recalled ? recalled.said.map((fact) => ({ ...fact, at: recalled.at })) : [];
}

function valuesOf(word: string, fault: string | null): RobotValues {
  return {
    state: (Object.hasOwn(STATES, word) ? STATES[word] : undefined) ?? 'unknown',
    stateText: word,
    fault: fault === 'NONE' || fault === '' ? null : fault,
    mode: null,
    positionMm: null,
    trackLengthMm: null,
    speedMmPerS: null,
    batteryPercent: null,
    temperatureC: null,
    uptimeS: null,
  };
}
