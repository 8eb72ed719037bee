import { parseArgs, type ParseArgsConfig } from 'node:util';
import type { Actor } from '../audit/record.ts';
import { ConsoleError } from '../errors.ts';
import { unavailable } from '../store/failure.ts';
import { systemCode } from '../store/files.ts';
import { errorLine } from './error-line.ts';
import type { CommandIo } from './io.ts';

/** Who is behind what a command changes, as far as the console knows. */
export const AT_THE_COMMAND_LINE: Actor = {
  userId: null,
  username: null,
  role: null,
  sessionId: null,
  origin: 'command-line',
};

/**
 * Runs a command to its exit code: what `work` answers; 1 refused (by the system, too) or interrupted, 2 wrong usage, each
 * in one line.
 */
export async function commandRun(io: CommandIo, work: () => Promise<number>): Promise<number> {
  try {
    return await work();
  } catch (error) {
    if (io.signal.aborted) {
      io.err('interrupted');
      return 1;
    }
    const refusal = error instanceof ConsoleError ? error : refusalOfSystem(error);
    io.err(errorLine(refusal));
    return refusal.code === 'CONFIG_INVALID' ? 2 : 1;
  }
}

/** What the file system refuses is no fault of the program; anything else is, and is thrown on. */
function refusalOfSystem(error: unknown): ConsoleError {
  if (!(error instanceof Error) || systemCode(error) === null) throw error;
  return unavailable(error.message, error);
}

/** The options and operands of a command. @throws ConsoleError CONFIG_INVALID for what it does not know */
export function parseOperands<T extends NonNullable<ParseArgsConfig['options']>>(args: string[], options: T) {
  try {
    return parseArgs({ args, options, strict: true, allowPositionals: true });
  } catch (error) {
    throw wrongUsage(error instanceof Error ? error.message : String(error));
  }
}

/** The options of a command that takes no operand. @throws ConsoleError CONFIG_INVALID for what it does not know */
export function parseOptions<T extends NonNullable<ParseArgsConfig['options']>>(args: string[], options: T) {
  const { values, positionals } = parseOperands(args, options);
  if (positionals[0] !== undefined) throw wrongUsage(`unexpected argument '${positionals[0]}'`);
  return values;
}

/** The command was given wrongly; one line says how. */
export function wrongUsage(message: string): ConsoleError {
  return new ConsoleError('CONFIG_INVALID', message);
}
