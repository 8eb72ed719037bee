import { parseArgs, type ParseArgsConfig } from 'node:util';
import { ConsoleError } from '../errors.ts';

/**
 * The values of a command's options.
 *
 * @throws ConsoleError CONFIG_INVALID: wrong options are wrong usage, in one line
 */
export function parseOptions<T extends NonNullable<ParseArgsConfig['options']>>(args: string[], options: T) {
  try {
    return parseArgs({ args, options, strict: true }).values;
  } catch (error) {
    throw wrongUsage(error instanceof Error ? error.message : String(error));
  }
}

export function wrongUsage(message: string): ConsoleError {
  return new ConsoleError('CONFIG_INVALID', message);
}
