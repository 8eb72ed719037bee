import type { ErrorCode } from '../../../src-main/errors.ts';
import type { Call } from './calls.ts';
import type { Caller } from './people.ts';

/** Something that must not be, and what it takes to see it again. */
export interface Finding {
  readonly what: string;
  readonly round: number;
  /** The calls that were in work: `<persona> over <transport>: <address> <input>`. */
  readonly calls: readonly string[];
}

/** What a campaign has done and seen. */
export interface Tally {
  calls: number;
  /** The calls that are in work now: what a crash has to be seen with. */
  inWork: readonly string[];
  readonly byPersona: Record<string, number>;
  readonly byTransport: Record<string, number>;
  /** How calls ended; `ok` when they succeeded, `garbage` when they were none. */
  readonly byCode: Record<string, number>;
  readonly findings: Finding[];
}

export const emptyTally = (): Tally => ({
  calls: 0,
  inWork: [],
  byPersona: {},
  byTransport: {},
  byCode: {},
  findings: [],
});

export function count(tally: Tally, { persona, transport }: Caller, ending: ErrorCode | 'ok' | 'garbage'): void {
  tally.calls += 1;
  const add = (to: Record<string, number>, key: string): void => void (to[key] = (to[key] ?? 0) + 1);
  add(tally.byPersona, persona.name);
  add(tally.byTransport, transport);
  add(tally.byCode, ending);
}

export const told = ({ persona, transport }: Caller, { address, input }: Pick<Call, 'address' | 'input'>): string =>
  `${persona.name} over ${transport}: ${address} ${JSON.stringify(input)}`;
