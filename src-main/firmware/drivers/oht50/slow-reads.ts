import { checked } from '../checked.ts';
import type { ReportedFact, SlowRead } from '../driver.ts';
import {
  healthAnswer,
  moduleStatsAnswer,
  modulesAnswer,
  networkAnswer,
  PATHS,
  statisticsAnswer,
  type Health,
  type Statistics,
} from './answers.ts';
import { moduleFacts, moduleStatsFacts, networkFacts, statisticsFacts } from './facts.ts';

export const health: SlowRead<Health> = {
  path: PATHS.health,
  everyMs: 10_000,
  parse: (answer) => checked(healthAnswer, PATHS.health, answer).data,
};

export const statistics: SlowRead<{ readonly data: Statistics; readonly facts: readonly ReportedFact[] }> = {
  path: PATHS.statistics,
  everyMs: 5000,
  parse(answer) {
    const { data } = checked(statisticsAnswer, PATHS.statistics, answer);
    return { data, facts: statisticsFacts(data) };
  },
};

export const moduleStats: SlowRead<readonly ReportedFact[]> = {
  path: PATHS.moduleStats,
  everyMs: 60_000,
  parse: (answer) => moduleStatsFacts(checked(moduleStatsAnswer, PATHS.moduleStats, answer).data),
};

export const modules: SlowRead<readonly ReportedFact[]> = {
  path: PATHS.modules,
  everyMs: 60_000,
  parse: (answer) => moduleFacts(checked(modulesAnswer, PATHS.modules, answer).modules),
};

export const network: SlowRead<readonly ReportedFact[]> = {
  path: PATHS.network,
  everyMs: 30_000,
  token: 'operator',
  parse: (answer) => networkFacts(checked(networkAnswer, PATHS.network, answer).data),
};
