import type { Clock } from '../clock.ts';
import { ConsoleError } from '../errors.ts';
import type { Driver, Report } from './drivers/driver.ts';
import type { Transport } from './transport.ts';

/** A report with the moment at which it had arrived: `at` monotonic for ages, `observedAt` on the wall for people. */
export interface Observation extends Report {
  readonly at: number;
  readonly observedAt: number;
  readonly latencyMs: number;
}

/**
 * Reads the robot once, all of the driver's requests within one deadline (ms). A failure comes back as a value with
 * `address` and `path` in its details. The wait is over when this resolves; the transport knows what is still in flight.
 */
export async function attempt(
  driver: Driver,
  transport: Transport,
  deadlineMs: number,
  clock: Clock,
  stopped: AbortSignal,
): Promise<Observation | ConsoleError> {
  const abort = new AbortController();
  const onStop = () => abort.abort();
  stopped.addEventListener('abort', onStop, { once: true });
  let overdue = false;
  const cancelDeadline = clock.after(deadlineMs, () => {
    overdue = true;
    abort.abort();
  });
  let path = '';
  const startedAt = clock.monotonic();
  try {
    const report = await driver.read((asked) => {
      path = asked;
      return transport.get(asked, abort.signal);
    });
    const at = clock.monotonic();
    return { ...report, at, observedAt: clock.now(), latencyMs: at - startedAt };
  } catch (cause) {
    const facts = { address: transport.address, path };
    // a request that was never sent is not the robot's failure to answer
    if (overdue && !(cause instanceof ConsoleError && cause.code === 'FIRMWARE_BUSY')) {
      const message = `${path}: no whole answer within ${deadlineMs} ms`;
      return new ConsoleError('FIRMWARE_TIMEOUT', message, { ...facts, deadlineMs }, cause);
    }
    if (cause instanceof ConsoleError) {
      return new ConsoleError(cause.code, cause.message, { ...facts, ...cause.details }, cause);
    }
    return new ConsoleError('INTERNAL', `driver ${driver.id} failed on ${path}: ${String(cause)}`, facts, cause);
  } finally {
    cancelDeadline();
    stopped.removeEventListener('abort', onStop);
  }
}
