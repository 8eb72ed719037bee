import { setTimeout as pause } from 'node:timers/promises';
import { burst, type Planned } from './burst.ts';
import { permittedCall, refusedCall } from './calls.ts';
import type { Draw } from './draw.ts';
import { garbage } from './hostile.ts';
import type { Known } from './inputs.ts';
import { knownValues } from './known.ts';
import { ENDED, lineOver } from './line.ts';
import { gather, type Caller, type Seat } from './people.ts';
import type { FuzzStand } from './stand.ts';
import { count, told, type Tally } from './tally.ts';

/** Calls at the same time, and bursts of each kind in a round. */
const BURST = 8;
const REFUSED_BURSTS = 60;
const OWN_BURSTS = 8;
const FREE_BURSTS = 24;
const GARBAGE = 20;
/** Longer than the console remembers failed sign-ins from a shell (ms): rounds do not wait for each other. */
const BETWEEN_MS = 16 * 60_000;

/** What every part of a round works with. */
interface Round {
  readonly stand: FuzzStand;
  readonly callers: readonly Caller[];
  readonly known: Known;
  readonly draw: Draw;
  readonly tally: Tally;
  readonly round: number;
}

/**
 * One round: calls that must be refused, which change nothing; calls that concern nobody else, which leave everyone's
 * account as it is; then whatever the rules permit. Who may do what is looked up in the second table of the rules.
 */
export async function playRound(
  stand: FuzzStand,
  seats: readonly Seat[],
  { draw, tally, round }: Pick<Round, 'draw' | 'tally' | 'round'>,
): Promise<void> {
  const callers = await gather(stand, seats, round);
  const known = knownValues(
    callers.map(({ account }) => account),
    stand.clock,
  );
  const all: Round = { stand, callers, known, draw, tally, round };
  await refuse(all);
  await concernNobodyElse(all);
  await doAnything(all);
  for (const { line } of callers) line.close();
  await everyStreamEnds(all);
  await stand.clock.advance(BETWEEN_MS);
  await stand.rest();
}

async function refuse({ stand, callers, known, draw, tally, round }: Round): Promise<void> {
  await stand.rest();
  const before = await stand.state();
  let newest = await stand.newestRecord();
  for (let done = 0; done < REFUSED_BURSTS; done++) {
    const planned = Array.from({ length: BURST }, (): Planned => {
      const by = draw.one(callers);
      return { by, call: refusedCall(by.persona, draw, known) };
    });
    await burst(stand, planned, { tally, round, timed: false });
    const now = await stand.newestRecord();
    if (now !== newest) tally.findings.push({ what: `one of these wrote record ${now}`, round, calls: tally.inWork });
    newest = now;
  }
  for (let done = 0; done < GARBAGE; done++) await sendGarbage({ callers, draw, tally, round });
  if ((await stand.state()) !== before) {
    tally.findings.push({ what: 'what must be refused has changed something', round, calls: [] });
  }
}

/** Whatever it is: the connection ends, or goes on as if nothing had come. */
async function sendGarbage({ callers, draw, tally, round }: Omit<Round, 'stand' | 'known'>): Promise<void> {
  const by = draw.one(callers);
  const message = garbage(draw);
  const input = typeof message === 'string' ? message.slice(0, 500) : [...message];
  tally.inWork = [told(by, { address: 'garbage', input })];
  const line = lineOver(await by.newTab());
  line.sendRaw(message);
  const { code, flaw } = await line.ask('/console/info', undefined);
  line.close();
  count(tally, by, 'garbage');
  if (code === null && (flaw === null || flaw === ENDED)) return;
  tally.findings.push({ what: `after it, a call is answered ${flaw ?? code}`, round, calls: tally.inWork });
}

/** Calls that are about the account of somebody else, or make somebody else of the caller. */
const CONCERNS_OTHERS = /^users\.|^session\.(signIn|secondFactor)$/;

async function concernNobodyElse({ stand, callers, known, draw, tally, round }: Round): Promise<void> {
  const accounts = async () =>
    JSON.stringify(
      (await stand.accounts.list()).map(({ id, username, displayName, role, status }) => [
        id,
        username,
        displayName,
        role,
        status,
      ]),
    );
  const before = await accounts();
  for (let done = 0; done < OWN_BURSTS; done++) {
    const planned = permitted(callers, (name) => !CONCERNS_OTHERS.test(name), draw, known);
    await burst(stand, planned, { tally, round, timed: true });
  }
  if ((await accounts()) === before) return;
  tally.findings.push({ what: 'accounts were changed by calls that concern none', round, calls: [] });
}

async function doAnything({ stand, callers, known, draw, tally, round }: Round): Promise<void> {
  for (let done = 0; done < FREE_BURSTS; done++) {
    const planned = permitted(callers, () => true, draw, known);
    await burst(stand, planned, { tally, round, timed: true });
  }
}

function permitted(callers: readonly Caller[], wanted: (name: string) => boolean, draw: Draw, known: Known): Planned[] {
  // whoever may do much is asked for more
  const able = callers.filter(({ persona }) => persona.name === 'administrator');
  return Array.from({ length: BURST }, () => draw.one(draw.chance(0.4) ? able : callers)).flatMap((by) => {
    const call = permittedCall(by.persona, wanted, draw, known);
    return call === null ? [] : [{ by, call }];
  });
}

/** So often it is looked whether the streams of closed connections have ended, and how long (ms) it waits between. */
const LOOKS = 200;
const BETWEEN_LOOKS_MS = 10;

async function everyStreamEnds({ stand, tally, round }: Round): Promise<void> {
  for (let look = 0; stand.fleet.listeners > 0; look++) {
    if (look === LOOKS) {
      const what = `${stand.fleet.listeners} streams outlive their connections`;
      return void tally.findings.push({ what, round, calls: [] });
    }
    await pause(BETWEEN_LOOKS_MS);
  }
}
