import { parseArgs, type ParseArgsConfig } from 'node:util';

/** A number that a campaign takes on its command line. */
export interface CampaignNumber {
  readonly byDefault: number;
  readonly atLeast: number;
  /** Also parts of one: half a minute. */
  readonly parts?: true;
}

/** The numbers decide about chance alone: every one is good that the generator tells from others. */
export const SEED: CampaignNumber = { byDefault: 1, atLeast: 0 };

/** Wrong usage, in one line. */
export class WrongArguments extends Error {}

/**
 * The numbers on a campaign's command line. A campaign that understood nothing would try nothing, and find nothing wrong.
 *
 * @throws WrongArguments
 */
export function campaignNumbers<Name extends string>(
  known: Readonly<Record<Name, CampaignNumber>>,
  args: readonly string[],
): Record<Name, number> {
  const options: ParseArgsConfig['options'] = {};
  for (const name of Object.keys(known)) options[name] = { type: 'string' };
  const given = parsed(options, args);
  const numbers: Partial<Record<Name, number>> = {};
  for (const name in known) {
    const { byDefault, atLeast, parts } = known[name];
    const text = given[name];
    const value = text === undefined ? byDefault : Number(text);
    const whole = parts ? Number.isFinite(value) : Number.isSafeInteger(value);
    if (text === '' || !whole || value < atLeast) {
      const kind = parts ? 'a number' : 'a whole number';
      throw new WrongArguments(`--${name} ${String(text)}: must be ${kind}, at least ${atLeast}`);
    }
    numbers[name] = value;
  }
  return numbers as Record<Name, number>;
}

/**
 * Which parts of a measure are wanted; all, when none is named.
 *
 * @throws WrongArguments
 */
export function wantedParts<Part>(parts: Readonly<Record<string, Part>>, args: readonly string[]): Part[] {
  const names = Object.keys(parts);
  const unknown = args.find((name) => !names.includes(name));
  if (unknown !== undefined) throw new WrongArguments(`${unknown}: there are: ${names.join(', ')}`);
  return Object.entries(parts).flatMap(([name, part]) => (args.length === 0 || args.includes(name) ? [part] : []));
}

/** For a program: `read`, or one line and exit code 2. */
export function fromCommandLine<T>(read: (args: readonly string[]) => T): T {
  try {
    return read(process.argv.slice(2));
  } catch (error) {
    if (!(error instanceof WrongArguments)) throw error;
    console.error(error.message);
    return process.exit(2);
  }
}

function parsed(options: ParseArgsConfig['options'], args: readonly string[]): Record<string, unknown> {
  try {
    return parseArgs({ options, args: [...args] }).values;
  } catch (error) {
    const [line = ''] = String(error instanceof Error ? error.message : error).split('\n');
    throw new WrongArguments(line);
  }
}
