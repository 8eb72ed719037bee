import type { CommandResult, StopView } from '../../../src-main/bridge/contract.ts';
import type { AuditRecord } from '../../../src-main/store/repositories/audit.ts';
import type { Finding, History } from '../history.ts';

/** One pair of records, `requested` and `outcome`, for each command and each stop: no more, no less, and saying what was told. */
export function auditGaps(history: History): Finding[] {
  const { audit, commands, stopViews, stops } = history;
  const answered = commands.flatMap(({ ending, by }) =>
    ending && 'answer' in ending ? [{ by, result: ending.answer }] : [],
  );
  const commandPairs = pairs(audit, 'command', 'commandId');
  const stopPairs = pairs(audit, 'stop', 'stop');
  const cutOff = commands.filter(({ ending }) => ending === null).length;
  const known = new Set(answered.map(({ result }) => JSON.stringify(result.id)));
  const strange = [...commandPairs.keys()].filter((id) => !known.has(id));
  const pressesLost = stops.some(({ ending }) => ending === null || 'code' in ending);
  const unseenStops = [...stopPairs.keys()].filter((id) => !stopViews.some((view) => JSON.stringify(view.id) === id));
  return [
    ...[...commandPairs, ...stopPairs].flatMap(([id, pair]) => brokenPair(id, pair)),
    ...answered.flatMap(({ by, result }) => mismatch(commandPairs.get(JSON.stringify(result.id)), result, by)),
    // what was under way when the console quit was decided unseen
    ...stopViews
      .filter(({ outcome }) => outcome !== null)
      .flatMap((view) => mismatch(stopPairs.get(JSON.stringify(view.id)), view, null)),
    ...(strange.length > cutOff
      ? [endFinding(`${strange.length} commands on record that nobody gave: ${strange[0]}`)]
      : []),
    ...(unseenStops.length > 0 && !pressesLost
      ? [endFinding(`stops on record that nobody saw: ${unseenStops[0]}`)]
      : []),
  ];
}

type Pairs = ReadonlyMap<string, readonly AuditRecord[]>;

function pairs(audit: readonly AuditRecord[], object: 'command' | 'stop', key: string): Pairs {
  const about = audit.filter(({ action }) => action === `${object}.requested` || action === `${object}.outcome`);
  return Map.groupBy(about, ({ details }) => JSON.stringify(details[key] ?? null));
}

function brokenPair(id: string, records: readonly AuditRecord[]): Finding[] {
  const kinds = records.map(({ action }) => action.split('.')[1]);
  if (kinds.length === 2 && kinds[0] === 'requested' && kinds[1] === 'outcome') return [];
  return [endFinding(`on record of ${id}: ${kinds.join(', ')}`, records[0]?.robot)];
}

function mismatch(
  pair: readonly AuditRecord[] | undefined,
  told: CommandResult | StopView,
  by: string | null,
): Finding[] {
  const { id, robot, outcome, answer, confirmed } = told;
  const end = pair?.find(({ action }) => action.endsWith('.outcome'));
  if (!end) return [endFinding(`no outcome on record of ${id}, which was told as ${outcome}`, robot)];
  const { details } = end;
  const recorded = JSON.stringify([end.robot, details['outcome'], details['answer'], details['confirmed']]);
  const said = JSON.stringify([robot, outcome, answer.kind, confirmed.kind]);
  const presses = 'presses' in told && details['presses'] !== told.presses;
  if (recorded === said && !presses && (by === null || end.actor.username === by)) return [];
  return [endFinding(`told: ${said}; on record of ${id}: ${recorded} by ${end.actor.username}`, robot)];
}

function endFinding(what: string, robot: string | null = null): Finding {
  return { what, at: null, robot };
}
