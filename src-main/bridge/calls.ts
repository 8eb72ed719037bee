import { AsyncIteratorClass } from '@orpc/contract';
import type { StandardRPCHandlerOptions } from '@orpc/server/standard';
import type { Seat } from '../access/seats.ts';
import { ConsoleError, type ErrorDetails } from '../errors.ts';
import type { Log } from '../log.ts';
import type { ProcedureMeta } from './contract.ts';
import { createFaults } from './faults.ts';
import type { Admission, Called, Gate } from './gate.ts';
import { createSlots, type Slots } from './slots.ts';

/** Calls that one connection may have in work at once, and streams that it may have open. */
export const MAX_CALLS = 64;
export const MAX_STREAMS = 16;
/** Takes no place among them: a page that has asked too much stops the robots all the same. */
const UNCOUNTED = 'robots/stop';

/** What every call knows about where it comes from. */
export interface Connection {
  readonly seat: Seat;
  readonly calls: Slots;
  readonly streams: Slots;
}

/** The state of a connection that has just opened: no call in work, no stream open. */
export function openConnection(seat: Seat): Connection {
  return { seat, calls: createSlots(MAX_CALLS, 'calls'), streams: createSlots(MAX_STREAMS, 'streams') };
}

export interface CallHandling {
  readonly gate: Gate;
  readonly log: Log;
  /** Told of each call for which the person at the seat lacked a right. */
  readonly onRefused: (seat: Seat, procedure: string, missing: ErrorDetails) => void;
}

/**
 * What happens around every procedure, whoever wrote it: a place among the calls in work, the gate, then (inside oRPC)
 * the input's schema and the procedure; on the way back the one typed error of whatever failed. A stream lives as long
 * as its call is admitted and its client is there.
 */
export function callHandling({ gate, log, onRefused }: CallHandling): StandardRPCHandlerOptions<Connection> {
  const toFault = createFaults(log);

  function admit(seat: Seat, meta: ProcedureMeta, called: Called): Admission {
    try {
      return gate.admit(seat, meta, called);
    } catch (refusal) {
      throw told(seat, called, refusal);
    }
  }

  function told(seat: Seat, { procedure }: Called, failure: unknown): unknown {
    if (isDenial(failure)) onRefused(seat, procedure, failure.details);
    return failure;
  }

  return {
    interceptors: [
      async (options) => {
        const { context, request } = options;
        const procedure = request.url.pathname.slice(1);
        try {
          using held = new DisposableStack();
          if (procedure !== UNCOUNTED) held.defer(context.calls.take());
          const result = await options.next();
          if (result.matched) return result;
          throw new ConsoleError('PROCEDURE_UNKNOWN', 'the contract has no such procedure', { procedure });
        } catch (failure) {
          throw toFault(failure, procedure);
        }
      },
    ],
    clientInterceptors: [
      async (call) => {
        const meta: ProcedureMeta = call.procedure['~orpc'].meta;
        using held = new DisposableStack();
        const called = { procedure: call.path.join('.'), input: call.input };
        const admission = admit(call.context.seat, meta, called);
        held.defer(admission.release);
        const signal = AbortSignal.any([admission.signal, ...(call.signal ? [call.signal] : [])]);
        const context = { ...call.context, seat: admission.seat };
        const output = await call.next({ ...call, context, signal }).catch((failure: unknown) => {
          // some rights depend on what is asked for: the procedure itself looks for those
          throw told(admission.seat, called, failure);
        });
        if (!isStream(output)) return output;
        held.defer(call.context.streams.take());
        return carried(output, signal, held.move(), (failure) => toFault(failure, call.path.join('/')));
      },
    ],
  };
}

const isDenial = (failure: unknown): failure is ConsoleError =>
  failure instanceof ConsoleError && failure.code === 'PERMISSION_DENIED';

function isStream(output: unknown): output is AsyncIterator<unknown, void, void> {
  return typeof output === 'object' && output !== null && Symbol.asyncIterator in output && 'next' in output;
}

/**
 * A stream on its way to the client. When the client has left it ends without a word; when it is no longer admitted it
 * ends with the gate's refusal. `held` is given back either way, even when nobody ever read.
 */
function carried(
  stream: AsyncIterator<unknown, void, void>,
  signal: AbortSignal,
  held: DisposableStack,
  toFault: (failure: unknown) => Error,
): AsyncIteratorClass<unknown, void, void> {
  const giveBack = () => held.dispose();
  if (signal.aborted) giveBack();
  else signal.addEventListener('abort', giveBack, { once: true });

  return new AsyncIteratorClass(
    async () => {
      try {
        return await stream.next();
      } catch (failure) {
        if (signal.aborted && !(signal.reason instanceof ConsoleError)) return { done: true, value: undefined };
        throw toFault(failure);
      }
    },
    async () => {
      signal.removeEventListener('abort', giveBack);
      giveBack();
      await stream.return?.();
    },
  );
}
