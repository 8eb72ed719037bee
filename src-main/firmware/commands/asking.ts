import { sleep, type Clock } from '../../clock.ts';
import { ConsoleError } from '../../errors.ts';
import { checkTaken, type CommandRequest } from '../drivers/commands.ts';
import type { Driver } from '../drivers/driver.ts';
import type { RobotState } from '../reading.ts';
import { startDeadline } from '../resilience/deadline.ts';
import type { LaneName, Transport } from '../transport.ts';
import { answerKind, type CommandAnswer, type ConfirmedState } from './outcome.ts';

/** A robot as a command needs it. */
export interface Told {
  readonly driver: Driver;
  readonly transport: Transport;
  readonly clock: Clock;
  /** Aborts when nobody can wait any longer: what is not known by then stays unknown. */
  readonly outOfTime: AbortSignal;
}

/** Longest wait for one reading, and the pauses between two (ms): quick at first, gentle later. */
const READING_MS = 1000;
const PAUSES_MS = { first: 50, last: 400 };

/** Sends `request` once and says how the robot took it. Never rejects: whatever breaks on the way, there is an answer to show. */
export async function askOnce(
  { transport, clock, outOfTime }: Told,
  request: CommandRequest,
  { lane, withinMs }: { readonly lane: LaneName; readonly withinMs: number },
): Promise<CommandAnswer> {
  const askedAt = clock.monotonic();
  const heard = () => ({ at: clock.now(), afterMs: clock.monotonic() - askedAt });
  using deadline = startDeadline(withinMs, clock, outOfTime);
  try {
    const { path } = request;
    checkTaken(path, await deadline.hold(transport.send(request, lane, deadline.signal), () => path));
    return { kind: 'accepted', ...heard(), failure: null };
  } catch (cause) {
    const error =
      cause instanceof ConsoleError ? cause : new ConsoleError('INTERNAL', String(cause), { reason: String(cause) });
    const details = { address: transport.address, ...error.details };
    return { kind: answerKind(error), ...heard(), failure: { code: error.code, details } };
  }
}

/**
 * Reads the robot's state anew, past every cache, until it is one of `wanted` or the time is over; the last reading counts,
 * and may take a second beyond that time.
 */
export async function confirmState(
  { driver, transport, clock, outOfTime }: Told,
  wanted: readonly RobotState[],
  { lane, withinMs }: { readonly lane: LaneName; readonly withinMs: number },
): Promise<ConfirmedState> {
  const beganAt = clock.monotonic();
  const leftMs = () => beganAt + withinMs - clock.monotonic();
  for (let pauseMs = PAUSES_MS.first; ; pauseMs = Math.min(2 * pauseMs, PAUSES_MS.last)) {
    // the last one gets its whole time, too: cut short it would say less than the one before it
    const seen = await readOnce();
    if (seen.kind === 'wanted' || leftMs() <= pauseMs || outOfTime.aborted) return seen;
    // woken before its time, it looks once more, and sees nothing
    await sleep(clock, pauseMs, outOfTime).catch(() => {});
  }

  async function readOnce(): Promise<ConfirmedState> {
    using deadline = startDeadline(READING_MS, clock, outOfTime);
    const fetch = (path: string) => transport.send({ method: 'GET', path }, lane, deadline.signal);
    const stamp = () => ({ at: clock.now(), afterMs: clock.monotonic() - beganAt });
    try {
      const { values, simulated } = await driver.read(fetch);
      const { state, stateText } = values;
      return { kind: wanted.includes(state) ? 'wanted' : 'other', state, stateText, simulated, ...stamp() };
    } catch (cause) {
      if (!(cause instanceof ConsoleError)) throw cause;
      return { kind: 'unknown', state: null, stateText: null, simulated: false, ...stamp() };
    }
  }
}
