import type { CommandResult, StopView } from '../../../src-main/bridge/contract.ts';
import type { CommandCall, History } from '../history.ts';
import type { Sending } from './deliveries.ts';
import { decidedAt } from './in-hand.ts';

/** The moments of a request are taken by different hands, ms. */
const SAME_MOMENT_MS = 20;
/** What a call whose connection has gone was about is done within this time (ms), or never. */
const LATEST_MS = 15_000;

type Times = Pick<Sending, 'least' | 'most'>;
const NEVER: Times = { least: 0, most: 0 };
const ONCE: Times = { least: 1, most: 1 };
const PERHAPS: Times = { least: 0, most: 1 };

/** How often a robot has seen what was answered so: it said yes or no itself; it was not reached; or nobody can say. */
function timesBy({ kind, failure }: CommandResult['answer']): Times {
  if (kind === 'accepted') return ONCE;
  if (kind === 'not-reached') return NEVER;
  if (kind === 'refused') return failure?.code.startsWith('FIRMWARE_') ? ONCE : NEVER;
  return PERHAPS;
}

function timesOf({ ending }: CommandCall): Times {
  if (ending === null) return PERHAPS;
  return 'answer' in ending ? timesBy(ending.answer.answer) : NEVER;
}

/** What the console says that it sent: commands, and the software stop. */
export function sendings(history: History): Sending[] {
  const commands = history.commands.map((call): Sending => {
    const { robot, path, at, endedAt, ending, by, command } = call;
    const said = ending === null ? 'the connection ended' : 'code' in ending ? ending.code : wordsOf(ending.answer);
    const to = ending === null ? at + LATEST_MS : endedAt;
    return { what: `${by}: ${command}: ${said}`, robot, path, from: at, to: to + SAME_MOMENT_MS, ...timesOf(call) };
  });
  const stops = history.stopViews.map((view): Sending => {
    const from = view.requestedAt + history.wallToMonotonicMs - SAME_MOMENT_MS;
    const path = history.cast.find(({ id }) => id === view.robot)?.stopPath ?? '';
    const to = decidedAt(history, view) + SAME_MOMENT_MS;
    return { what: `stop: ${wordsOf(view)}`, robot: view.robot, path, from, to, ...timesBy(view.answer) };
  });
  return [...commands, ...stops];
}

function wordsOf({ answer, confirmed, outcome }: CommandResult | StopView): string {
  return `${outcome} (answer ${answer.kind} ${answer.failure?.code ?? ''}, state ${confirmed.kind})`;
}
