import { z } from 'zod';
import type { RobotState } from '../reading.ts';
import { checked } from './checked.ts';
import type { CommandOffer } from './command-words.ts';
import type { Method, TokenRole } from './etiquette.ts';

/** One request of a driver's: what the transport sends. */
export interface CommandRequest {
  readonly method: Method;
  readonly path: string;
  readonly body?: unknown;
  readonly token?: TokenRole;
}

/** One command of the catalogue, with its way onto the wire. */
export interface DriverCommand extends CommandOffer {
  /** @param values every one of its arguments by its name, within its limits */
  request(values: Readonly<Record<string, number>>): CommandRequest;
}

/** What people see of it: everything but its way onto the wire. */
export function offerOf(command: DriverCommand): CommandOffer {
  const { request: _request, ...offer } = command;
  return offer;
}

/** How a firmware is told to stop at once, by software. */
export interface DriverStop {
  readonly request: CommandRequest;
  /** Longest wait for the answer, ms: what the firmware may have in hand is answered first. */
  readonly answerWithinMs: number;
  /** The states in which it has stopped, and how long (ms) they may take to come. */
  readonly stopped: readonly RobotState[];
  readonly withinMs: number;
}

/** What every firmware of ours says of a command that it takes; it proves nothing about the robot. */
const taken = z.object({ success: z.literal(true) });

/** @throws ConsoleError FIRMWARE_REPORTED_FAILURE for a robot's no; FIRMWARE_SCHEMA for what is neither yes nor no. */
export function checkTaken(path: string, answer: unknown): void {
  checked(taken, path, answer);
}
