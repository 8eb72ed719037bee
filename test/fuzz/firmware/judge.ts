import { ConsoleError } from '../../../src-main/errors.ts';
import { checkTaken } from '../../../src-main/firmware/drivers/commands.ts';
import type { Driver, Recall, SlowRead } from '../../../src-main/firmware/drivers/driver.ts';
import { parsed } from '../../../src-main/firmware/transport/answer.ts';
import { honestBody, type Input } from './inputs.ts';

/** Longest text of a robot's that people may be shown, in a value or in an error. */
const LONGEST_TEXT = 400;
/** What hides or turns what people read, or moves a terminal. */
const UNREADABLE = /[\p{Cc}\u200B-\u200F\u202A-\u202E\u2066-\u2069]|\p{Cs}/u;
const NOW = 1_800_000_000_000;

/**
 * Lets the driver take the input for what it is: part of a whole reading, a sign of presence, or the answer to a command.
 * Answers the codes of what was refused; nothing refused: it was believed.
 *
 * @throws Error in words, for whatever must never happen
 */
export async function judge(driver: Driver, { path, raw }: Input): Promise<string[]> {
  const refused: string[] = [];
  const fetch = async (asked: string): Promise<unknown> => {
    const honest = { status: 200, headers: {}, text: honestBody(driver.id, asked) };
    return parsed(asked === path ? raw : honest, asked, NOW);
  };
  const recall: Recall = async <T>(slow: SlowRead<T>) => {
    const said = await typed(refused, async () => slow.parse(await fetch(slow.path)));
    return said === REFUSED ? null : { said, at: 0, heardNow: true };
  };
  const isCommand = [driver.softwareStop.request, ...driver.commands.map(({ request }) => request({}))].some(
    (request) => request.path === path,
  );
  if (isCommand) await typed(refused, async () => checkTaken(path, await fetch(path)));
  if (path === driver.presence.path) await typed(refused, async () => driver.presence.check(await fetch(path)));
  const report = await typed(refused, () => driver.read(fetch, recall));
  if (report !== REFUSED) requireFit(report, 'the reading');
  return refused;
}

const REFUSED = Symbol('refused');

async function typed<T>(refused: string[], work: () => Promise<T>): Promise<T | typeof REFUSED> {
  try {
    return await work();
  } catch (error) {
    if (!(error instanceof ConsoleError) || !error.code.startsWith('FIRMWARE_')) throw error;
    requireFit(error.details, `the details of ${error.code}`);
    refused.push(error.code);
    return REFUSED;
  }
}

/** @throws Error for a number that is none, and for a text that is too long or that nobody can read */
function requireFit(given: unknown, where: string): void {
  if (typeof given === 'number' && !Number.isFinite(given)) throw new Error(`${where} holds ${given}`);
  if (typeof given === 'string') {
    if (given.length > LONGEST_TEXT) throw new Error(`${where} holds ${given.length} characters`);
    if (UNREADABLE.test(given)) throw new Error(`${where} holds ${JSON.stringify(given)}`);
  }
  if (typeof given !== 'object' || given === null) return;
  for (const [name, inner] of Object.entries(given)) {
    requireFit(name, `a name in ${where}`);
    requireFit(inner, where);
  }
}
