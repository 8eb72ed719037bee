import type { Actor, AuditEvent } from '../audit/record.ts';
import { ConsoleError } from '../errors.ts';
import type { Deed } from '../mock-firmware/orders.ts';

/** Who ends what nobody ended. */
export const CONSOLE: Actor = { userId: null, username: null, role: null, sessionId: null, origin: 'console' };

/** Something that was done in a training: whatever the robot, it was a simulated one. */
export function eventOf(
  actor: Actor,
  action: string,
  details: AuditEvent['details'],
  outcome: AuditEvent['outcome'],
  robot: string | null = null,
): AuditEvent {
  return { actor, action, subject: robot, outcome, details, robot, source: 'simulated' };
}

/** Does it, and puts on record that it was done, or how it failed. */
export async function recorded(
  record: (event: AuditEvent) => void,
  by: Actor,
  action: string,
  facts: AuditEvent['details'],
  act: () => Promise<void>,
  robot: string | null = null,
): Promise<void> {
  try {
    await act();
  } catch (error) {
    const code = error instanceof ConsoleError ? error.code : 'INTERNAL';
    record(eventOf(by, action, { ...facts, code }, 'failed', robot));
    throw error;
  }
  record(eventOf(by, action, facts, 'succeeded', robot));
}

/** A deed as a record holds it. */
export function factsOf(deed: Deed): AuditEvent['details'] {
  if ('condition' in deed) return { condition: JSON.stringify(deed.condition) };
  const { fault, paths } = deed;
  return { fault: JSON.stringify(fault), ...(paths && { paths: paths.join(' ') }) };
}
