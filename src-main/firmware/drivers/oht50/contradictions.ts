import type { Contradiction } from '../../reading.ts';
import type { Recollection } from '../driver.ts';
import { PATHS, type Health, type StateData, type Statistics } from './answers.ts';

/** Where the health answer disagrees with the trusted one; only what came in the same poll can be compared. */
export function healthContradictions(trusted: StateData, health: Recollection<Health> | null): Contradiction[] {
  if (!health?.heardNow) return [];
  return compare(PATHS.health, [['state', trusted.current_state, health.said.system_state]]);
}

/** Where the statistics do. */
export function statisticsContradictions(
  trusted: StateData,
  statistics: Recollection<{ readonly data: Statistics }> | null,
): Contradiction[] {
  if (!statistics?.heardNow) return [];
  const { current_state, transition_counters, system_health: flags } = statistics.said.data;
  return compare(PATHS.statistics, [
    ['state', trusted.current_state, current_state],
    ['totalTransitions', trusted.total_transitions, transition_counters.total_transitions],
    ['systemReady', trusted.system_ready, flags?.system_ready],
    ['safetyOk', trusted.safety_ok, flags?.safety_ok],
    ['communicationOk', trusted.communication_ok, flags?.communication_ok],
    ['sensorsOk', trusted.sensors_ok, flags?.sensors_ok],
  ]);
}

type Said = string | number | boolean | null | undefined;

/** What either of the two does not say is no contradiction. */
function compare(
  source: string,
  claims: readonly (readonly [name: string, believed: Said, dismissed: Said])[],
): Contradiction[] {
  return claims
    .filter(([, believed, dismissed]) => (believed ?? null) !== null && (dismissed ?? null) !== null)
    .filter(([, believed, dismissed]) => believed !== dismissed)
    .map(([name, believed, dismissed]) => ({
      name,
      believed: { said: String(believed), source: PATHS.state },
      dismissed: { said: String(dismissed), source },
    }));
}
