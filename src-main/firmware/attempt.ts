import type { Clock } from '../clock.ts';
import { ConsoleError } from '../errors.ts';
import type { Driver, Report } from './drivers/driver.ts';
import type { Ask, Reader } from './reader.ts';
import type { Breaker } from './resilience/breaker.ts';
import type { Bulkhead } from './resilience/bulkhead.ts';
import { startDeadline } from './resilience/deadline.ts';
import type { Transport } from './transport.ts';

/** A report with the moment at which it had arrived: `at` monotonic for ages, `observedAt` on the wall for people. */
export interface Observation extends Report {
  readonly at: number;
  readonly observedAt: number;
  readonly latencyMs: number;
}

/** What an attempt goes through, from the outside to the wire. */
export interface AttemptDeps {
  readonly driver: Driver;
  readonly breaker: Breaker;
  readonly bulkhead: Bulkhead;
  readonly reader: Reader;
  readonly transport: Transport;
  readonly clock: Clock;
}

/**
 * Reads the robot once, all of the driver's requests within one deadline (ms); first a probe, where the breaker wants
 * one. A failure comes back as a value with `address` and `path` in its details. The wait is over when this resolves;
 * the transport knows what is still in flight.
 */
export async function attempt(
  { driver, breaker, bulkhead, reader, transport, clock }: AttemptDeps,
  deadlineMs: number,
  stopped: AbortSignal,
): Promise<Observation | ConsoleError> {
  using deadline = startDeadline(deadlineMs, clock, stopped);
  const { presence } = driver;
  let path = '';
  let probed: Promise<unknown> | null = null;

  const ask: Ask = (asked, token) => {
    path = asked;
    if (asked === presence.path && probed) return probed;
    const outgoing = { method: 'GET', path, ...(token && { token }) } as const;
    return bulkhead.run(path, () => transport.send(outgoing, 'ordinary', deadline.signal));
  };
  const probe = async () => {
    const answered = ask(presence.path);
    presence.check(await answered);
    // the reading that follows need not ask again
    probed = answered;
  };
  const timed = <T>(work: () => Promise<T>) => deadline.hold(work(), () => path).catch(explain);

  try {
    const { startedAt, at, ...report } = await breaker.run(
      () => timed(() => reader.read(ask)),
      () => timed(probe),
    );
    return { ...report, at, observedAt: clock.now() - (clock.monotonic() - at), latencyMs: at - startedAt };
  } catch (cause) {
    return cause instanceof ConsoleError ? cause : explained(cause);
  }

  function explain(cause: unknown): never {
    throw explained(cause);
  }

  function explained(cause: unknown): ConsoleError {
    const facts = { address: transport.address, path };
    if (cause instanceof ConsoleError) {
      return new ConsoleError(cause.code, cause.message, { ...facts, ...cause.details }, cause);
    }
    return new ConsoleError('INTERNAL', `driver ${driver.id} failed on ${path}: ${String(cause)}`, facts, cause);
  }
}
