import type { Finding, History } from '../history.ts';
import { auditGaps } from './audit.ts';
import { misdeeds } from './commands.ts';
import { crowds } from './etiquette.ts';
import { lateRecoveries } from './recovery.ts';
import { untruths } from './truth.ts';

/** Every promise that a history breaks, in the order of its moments. */
export function check(history: History): Finding[] {
  const found = [
    ...untruths(history),
    ...misdeeds(history),
    ...lateRecoveries(history),
    ...crowds(history),
    ...auditGaps(history),
    ...leftovers(history),
  ];
  return found.toSorted((one, other) => (one.at ?? Infinity) - (other.at ?? Infinity));
}

/** Nothing is left open, no controller died of the console, and the console called nothing its own error. */
function leftovers({ remains: { connections, deaths, sockets, errors, damage } }: History): Finding[] {
  const end = (what: string, robot: string | null = null): Finding => ({ what, at: null, robot });
  return [
    ...Object.entries(connections).flatMap(([robot, open]) =>
      open > 0 ? [end(`${open} connections are left`, robot)] : [],
    ),
    ...Object.entries(deaths).flatMap(([robot, died]) =>
      died > 0 ? [end(`died ${died} times of early closes`, robot)] : [],
    ),
    ...(sockets > 0 ? [end(`${sockets} sockets are left`)] : []),
    ...errors.map((line) => end(`the console's log: ${line}`)),
    ...damage.map((line) => end(`the store is not whole: ${line}`)),
  ];
}
