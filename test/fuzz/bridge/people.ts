import { SIGNABLE } from '../../../src-main/bridge/signable.ts';
import { SESSION_POLICY } from '../../../src-main/access/session-policy.ts';
import { totpCode, totpStep } from '../../../src-main/access/second-factor/totp.ts';
import type { BridgeClient } from '../../support/bridge-client.ts';
import { lineOver, type Line } from './line.ts';
import { PASSWORD } from './known.ts';
import { PERSONAS, type Persona } from './personas.ts';
import { INSTALLER, type FuzzStand } from './stand.ts';

/** A place from which one persona calls, for the whole campaign; one for each transport. */
export interface Seat {
  readonly persona: Persona;
  readonly transport: string;
  readonly newTab: () => Promise<BridgeClient>;
}

export async function takeSeats({ transports }: FuzzStand): Promise<Seat[]> {
  const seats: Seat[] = [];
  for (const [name, transport] of transports) {
    for (const persona of PERSONAS) seats.push({ persona, transport: name, newTab: await transport.newSeat() });
  }
  return seats;
}

/** A persona at its seat in one round, with an account that nobody has spoilt yet. */
export interface Caller extends Seat {
  readonly line: Line;
  readonly account: Account;
}

/** What a campaign knows of an account that it made. */
export interface Account {
  readonly id: string;
  readonly username: string;
  /** Of its second factor. */
  readonly key?: string;
}

const MINUTE_MS = 60_000;
/** How long (ms) before the others who comes when: longest first. */
const BEFORE_THE_OTHERS: readonly (readonly [state: string, ms: number])[] = [
  ['expired', SESSION_POLICY.absoluteMs],
  // longer than a sensitive call accepts an authentication, shorter than a session stays open without input
  ['signed in a while ago', SESSION_POLICY.freshMs + MINUTE_MS],
];

/** Everybody with a new account and a session in its state. @throws when one cannot be brought about */
export async function gather(stand: FuzzStand, seats: readonly Seat[], round: number): Promise<Caller[]> {
  await demandNothing(stand);
  const callers: Caller[] = [];
  for (const [early, ms] of BEFORE_THE_OTHERS) {
    for (const seat of seats) if (seat.persona.state === early) callers.push(await bring(stand, seat, round));
    await stand.clock.advance(ms);
  }
  const came = new Set(BEFORE_THE_OTHERS.map(([early]) => early));
  for (const seat of seats) if (!came.has(seat.persona.state)) callers.push(await bring(stand, seat, round));
  return callers;
}

/** The second table of the rules is of a console where no signature is wanted: a round may have left it otherwise. */
async function demandNothing({ signatures: { policy } }: FuzzStand): Promise<void> {
  const wanted = (await policy.rows(SIGNABLE)).filter(({ demand }) => demand !== 'none');
  if (wanted.length > 0)
    await policy.change(
      wanted.map((row) => ({ ...row, demand: 'none' })),
      INSTALLER,
    );
}

async function bring({ accounts, clock }: FuzzStand, seat: Seat, round: number): Promise<Caller> {
  const { name, role, state, scope } = seat.persona;
  const username = `${name}-${seat.transport.length}-${round}`;
  const invited = state === 'with a password that must be changed';
  const { user, password } = invited
    ? await accounts
        .invite({ username, role, scope }, INSTALLER)
        .then((out) => ({ ...out, password: out.oneTimePassword }))
    : { user: await accounts.create({ username, password: PASSWORD, role, scope }, INSTALLER), password: PASSWORD };
  const tab = await seat.newTab();
  const line = lineOver(tab);
  const must = async (address: string, input?: unknown) => {
    const { code, flaw } = await line.ask(address, input);
    if (code !== null || flaw !== null) throw new Error(`${username}: ${address} was answered ${flaw ?? code}`);
  };
  await must('/session/signIn', { username, password });
  const key = seat.persona.secondFactor ? (await tab.client.account.offerSecondFactor()).key : undefined;
  if (key !== undefined) await must('/account/confirmSecondFactor', { code: totpCode(key, totpStep(clock.now())) });
  if (state === 'signed out') await must('/session/signOut');
  if (state === 'locked') await must('/session/lock');
  if (state === 'ended because the account was disabled') await accounts.setDisabled(user.id, true, INSTALLER);
  return { ...seat, line, account: { id: user.id, username, ...(key === undefined ? {} : { key }) } };
}
