import { z } from 'zod';
import { ConsoleError } from '../errors.ts';
import { conditionSchema } from './conditions.ts';
import { faultPathsSchema, faultSchema, isOfController } from './faults.ts';
import { FIRMWARE_KINDS } from './firmware-kinds.ts';

const DAY_MS = 86_400_000;

const step = z
  .strictObject({
    /** From the scenario's start. */
    atMs: z.int().min(0).max(DAY_MS),
    /** The robots' numbers, from 1; all by default. Numbers that the fleet does not have are nobody's. */
    robots: z.union([z.literal('all'), z.array(z.int().min(1).max(1000)).min(1)]).default('all'),
    fault: faultSchema.optional(),
    /** Of the fault: all by default. */
    paths: faultPathsSchema.optional(),
    condition: conditionSchema.optional(),
  })
  .refine(({ fault, condition }) => (fault === undefined) !== (condition === undefined), {
    message: 'must have either a fault or a condition',
  })
  .refine(({ fault, paths }) => paths === undefined || (fault !== undefined && !isOfController(fault)), {
    message: 'only a fault of answers can have paths: neither closed nor frozen, and no condition',
    path: ['paths'],
  });

/** What happens to simulated robots, and when. docs/scenarios.md tells the vocabulary. */
export const scenarioSchema = z
  .strictObject({
    name: z.string().min(1).max(100),
    /** For the trainer: what the trainee will see. */
    about: z.string().min(1).max(1000),
    /** Both in Vietnamese, for whoever reads the console in it. */
    vi: z.strictObject({ name: z.string().min(1).max(100), about: z.string().min(1).max(1000) }).optional(),
    /** Same seed, same lives and same chances. */
    seed: z
      .int()
      .min(0)
      .max(2 ** 32 - 1)
      .default(1),
    /** The firmware that it is made for; any, if it does not say. */
    firmware: z.enum(FIRMWARE_KINDS).optional(),
    /** Robots that it needs. */
    robots: z.int().min(1).max(1000).default(1),
    /** Begins again after so long; never, if it does not say. */
    repeatEveryMs: z.int().min(1000).max(DAY_MS).optional(),
    steps: z.array(step).min(1).max(10_000),
  })
  .refine(({ repeatEveryMs = Infinity, steps }) => steps.every(({ atMs }) => atMs < repeatEveryMs), {
    message: 'every step must come before the scenario begins again',
    path: ['repeatEveryMs'],
  });

export type Scenario = z.output<typeof scenarioSchema>;
export type ScenarioStep = Scenario['steps'][number];

/**
 * The scenario that `text` holds.
 *
 * @param name of the file, for the error
 * @throws ConsoleError CONFIG_INVALID {key, rule} whose message is one line: file, place, rule.
 */
export function parseScenario(text: string, name: string): Scenario {
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch (cause) {
    throw refused(name, cause instanceof Error ? cause.message : String(cause));
  }
  const parsed = scenarioSchema.safeParse(json);
  if (parsed.success) return parsed.data;
  const issue = parsed.error.issues[0];
  throw refused(name, [issue?.path.map(String).join('.'), issue?.message].filter(Boolean).join(': '));
}

function refused(name: string, rule: string): ConsoleError {
  const oneLine = rule.replaceAll(/\s+/g, ' ');
  return new ConsoleError('CONFIG_INVALID', `scenario ${name}: ${oneLine}`, { key: name, rule: oneLine });
}
