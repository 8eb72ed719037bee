import { z } from 'zod';
import { ConsoleError, ERROR_CODES } from '../errors.ts';
import { conditionSchema } from './conditions.ts';
import { faultPathsSchema, faultSchema, type FaultInForce } from './faults.ts';
import type { MockRobot } from './mock-fleet.ts';

/** What a trainer does to a robot: how its answers go out from now on, or what is the matter with it. */
export const deedSchema = z.union([
  z.strictObject({ fault: faultSchema, paths: faultPathsSchema.exactOptional() }),
  z.strictObject({ condition: conditionSchema }),
]);
export type Deed = z.output<typeof deedSchema>;

/** A fault, for every request or those of some paths. */
export function faultDeed(fault: FaultInForce, paths?: readonly string[]): Deed {
  return { fault, ...(paths && { paths: [...paths] }) };
}

/**
 * Whoever runs mock firmware as a process of its own orders deeds on its standard input, and is answered on its standard
 * output: one JSON object a line, each order by its number.
 */
export const orderSchema = z.strictObject({
  order: z.int().min(1),
  robot: z.string().min(1).max(64),
  deed: deedSchema,
});
export type Order = z.output<typeof orderSchema>;

export const orderAnswerSchema = z.strictObject({
  answers: z.int().min(1),
  /** Null: it is done. */
  failed: z.strictObject({ code: z.enum(ERROR_CODES), message: z.string() }).nullable(),
});
export type OrderAnswer = z.output<typeof orderAnswerSchema>;

/** Carries out what a line orders. Null: the line is no order, and nobody can be answered. */
export async function obey(
  line: string,
  robots: readonly Pick<MockRobot, 'id' | 'setFault' | 'setCondition'>[],
): Promise<OrderAnswer | null> {
  const parsed = orderSchema.safeParse(jsonOf(line));
  if (!parsed.success) return null;
  const { order, robot: id, deed } = parsed.data;
  const robot = robots.find((known) => known.id === id);
  try {
    if (!robot) throw new ConsoleError('ROBOT_UNKNOWN', 'no simulated robot has this id', { robot: id });
    if ('fault' in deed) await robot.setFault(deed.fault, deed.paths);
    else await robot.setCondition(deed.condition);
    return { answers: order, failed: null };
  } catch (error) {
    const code = error instanceof ConsoleError ? error.code : 'INTERNAL';
    return { answers: order, failed: { code, message: error instanceof Error ? error.message : String(error) } };
  }
}

/** What the text says in JSON; undefined: it is none. */
export function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
}
