import type { History } from './history.ts';

/** What a campaign has done: it would be easy to find nothing by doing nothing. */
export interface Totals {
  /** By driver and words. */
  readonly troubles: Set<string>;
  troublesInForce: number;
  told: number;
  toldAsLive: number;
  requests: number;
  commandsAnswered: number;
  /** By their codes. */
  readonly commandsRefused: Record<string, number>;
  commandsCutOff: number;
  stops: number;
  settings: number;
}

export function emptyTotals(): Totals {
  return {
    troubles: new Set(),
    troublesInForce: 0,
    told: 0,
    toldAsLive: 0,
    requests: 0,
    commandsAnswered: 0,
    commandsRefused: {},
    commandsCutOff: 0,
    stops: 0,
    settings: 0,
  };
}

/** Adds what happened in a round. */
export function totalled(
  totals: Totals,
  { cast, troubles, told, requests, commands, stopViews, configured }: History,
): void {
  for (const { robot, what } of troubles) {
    totals.troubles.add(`${cast.find(({ id }) => id === robot)?.driver} ${what}`);
  }
  totals.troublesInForce += troubles.length;
  totals.told += told.length;
  totals.toldAsLive += told.filter(({ reading }) => reading?.source === 'live').length;
  totals.requests += requests.length;
  totals.commandsCutOff += commands.filter(({ ending }) => ending === null).length;
  for (const { ending } of commands) {
    if (ending === null || 'answer' in ending) continue;
    totals.commandsRefused[ending.code] = (totals.commandsRefused[ending.code] ?? 0) + 1;
  }
  totals.commandsAnswered += commands.filter(({ ending }) => ending && 'answer' in ending).length;
  totals.stops += stopViews.length;
  totals.settings += configured.length;
}
