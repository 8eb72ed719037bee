import { ConsoleError, type ErrorCode, type ErrorDetails } from '../../errors.ts';
import type { RobotState } from '../reading.ts';
import type { COMMAND_ANSWERS, CommandOutcome } from './outcome-words.ts';

export interface CommandAnswer {
  readonly kind: (typeof COMMAND_ANSWERS)[number];
  /** Wall clock, ms; null while it is pending. */
  readonly at: number | null;
  /** From the request to the answer, ms. */
  readonly afterMs: number | null;
  /** Why it is not `accepted`. */
  readonly failure: { readonly code: ErrorCode; readonly details: ErrorDetails } | null;
}

/** What the robot's trusted endpoint said of its state when it was asked again. */
export interface ConfirmedState {
  /** `wanted`: it is as the command wants it; `other`: it is not; `unknown`: it could not be read. */
  readonly kind: 'pending' | 'wanted' | 'other' | 'unknown';
  readonly state: RobotState | null;
  /** The firmware's own word. */
  readonly stateText: string | null;
  /** The firmware says that no machine is behind it. */
  readonly simulated: boolean;
  readonly at: number | null;
  readonly afterMs: number | null;
}

export const PENDING_ANSWER: CommandAnswer = { kind: 'pending', at: null, afterMs: null, failure: null };
export const PENDING_STATE: ConfirmedState = {
  kind: 'pending',
  state: null,
  stateText: null,
  simulated: false,
  at: null,
  afterMs: null,
};

const NOT_SENT: readonly ErrorCode[] = ['FIRMWARE_UNREACHABLE', 'FIRMWARE_BUSY', 'FIRMWARE_ETIQUETTE'];

/** How a failed request is to be understood. A status from 500 says that something went wrong, not that nothing was done. */
export function answerKind(cause: ConsoleError): CommandAnswer['kind'] {
  const { code, details } = cause;
  if (NOT_SENT.includes(code)) return 'not-reached';
  if (code === 'FIRMWARE_REPORTED_FAILURE') return 'refused';
  const { status } = details;
  return code === 'FIRMWARE_STATUS' && typeof status === 'number' && status < 500 ? 'refused' : 'unclear';
}

/** Answer and state together. A state that could not be read takes nothing from the answer, and adds nothing to it. */
export function outcomeOf(answer: CommandAnswer['kind'], state: ConfirmedState['kind']): CommandOutcome {
  if (state === 'wanted') return 'observed';
  // where nothing was sent and nothing was looked for, nothing was done
  if (answer === 'refused' || (answer === 'not-reached' && state === 'pending')) return 'refused';
  if (answer === 'accepted') return state === 'other' ? 'contradicted' : 'accepted';
  return 'unknown';
}
