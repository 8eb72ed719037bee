import { ORPCError, ValidationError } from '@orpc/contract';
import { ConsoleError, type ErrorCode, type ErrorDetails } from '../errors.ts';
import type { Log } from '../log.ts';
import { secretToken } from '../random.ts';

/** How a failure crosses the bridge: a stable code and the facts for its sentence, never a message or a stack. */
export type Fault = ORPCError<ErrorCode, ErrorDetails>;

/**
 * Makes the one typed error of any failure of a call and writes its log line. What nobody foresaw becomes `INTERNAL`
 * with nothing of its cause but a `reference`, under which the log has the rest.
 */
export function createFaults(log: Log): (failure: unknown, procedure: string) => Fault {
  return (failure, procedure) => {
    if (failure instanceof ConsoleError) {
      log.info('call refused', { procedure, code: failure.code, reason: failure.message });
      return fault(failure.code, failure.details);
    }
    const invalid = inputIssue(failure);
    if (invalid) {
      log.info('call refused', { procedure, code: 'INPUT_INVALID', ...invalid });
      return fault('INPUT_INVALID', invalid);
    }
    const reference = secretToken(6);
    const cause = failure instanceof Error ? (failure.stack ?? failure.message) : String(failure);
    log.error('call failed unexpectedly', { procedure, reference, cause });
    return fault('INTERNAL', { reference });
  };
}

function fault(code: ErrorCode, data: ErrorDetails): Fault {
  return new ORPCError(code, { defined: true, data });
}

/** oRPC names a wrong input BAD_REQUEST and a wrong output INTERNAL_SERVER_ERROR; both carry what the schema said. */
function inputIssue(failure: unknown): { path: string; rule: string } | null {
  if (!(failure instanceof ORPCError) || failure.code !== 'BAD_REQUEST') return null;
  if (!(failure.cause instanceof ValidationError)) return null;
  const [issue] = failure.cause.issues;
  const steps = (issue?.path ?? []).map((step) => String(typeof step === 'object' ? step.key : step));
  return { path: steps.join('.'), rule: (issue?.message ?? 'not valid').slice(0, 200) };
}
