import { setTimeout as pause } from 'node:timers/promises';
import type { VirtualClock } from '../../support/virtual-clock.ts';
import type { Answer } from './answer.ts';
import type { Call } from './calls.ts';
import type { Caller } from './people.ts';
import type { FuzzStand } from './stand.ts';
import { count, told, type Tally } from './tally.ts';

export interface Planned {
  readonly by: Caller;
  readonly call: Call;
}

/** Makes the calls at the same time and judges the answers. `timed`: the clock goes on meanwhile, as streams need it. */
export async function burst(
  stand: FuzzStand,
  planned: readonly Planned[],
  { tally, round, timed }: { readonly tally: Tally; readonly round: number; readonly timed: boolean },
): Promise<void> {
  tally.inWork = planned.map(({ by, call }) => told(by, call));
  const asked = Promise.all(planned.map(({ by, call }) => by.line.ask(call.address, call.input, call.events)));
  stand.fleet.move('hoist-2', tally.calls);
  const answers = await (timed ? asTimeGoesOn(stand.clock, asked) : asked);
  for (const [index, { by, call }] of planned.entries()) {
    const answer = answers[index] as Answer;
    count(tally, by, answer.code ?? 'ok');
    const what = wrongWith(call, answer);
    if (what !== null)
      tally.findings.push({ what: withLog(what, stand), round, calls: tally.inWork.slice(index, index + 1) });
  }
}

/** Fifty milliseconds of the console's time for every two of ours. */
async function asTimeGoesOn<T extends object>(clock: VirtualClock, awaited: Promise<T>): Promise<T> {
  for (;;) {
    await clock.advance(50);
    const result = await Promise.race([awaited, pause(2, null)]);
    if (result !== null) return result;
  }
}

function wrongWith({ refusal }: Call, { code, flaw }: Answer): string | null {
  if (flaw !== null) return flaw;
  if (refusal === null || code === refusal) return null;
  return `it was answered ${code ?? 'as permitted'}, and must be ${refusal}`;
}

/** With what the log says of it: an unforeseen failure tells the caller nothing but a reference. */
function withLog(what: string, { errors }: FuzzStand): string {
  const reference = /"reference":"([^"]+)"/.exec(what)?.[1];
  const line = reference === undefined ? undefined : errors.find((each) => each.includes(reference));
  return line === undefined ? what : `${what}; the log says: ${line}`;
}
