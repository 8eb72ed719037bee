import type { Session } from '../access/principal.ts';
import type { Action, Resource } from '../access/roles.ts';
import type { Actor } from '../audit/record.ts';
import { sleep, type Clock } from '../clock.ts';
import { ConsoleError } from '../errors.ts';
import type { SoftwareStop, StopView } from '../firmware/commands/software-stop.ts';
import type { CommandOffer } from '../firmware/drivers/command-words.ts';
import type { Changing } from './streams.ts';

/** A press is answered within this time (ms), decided or not: before a page gives the call up. */
const ANSWERED_WITHIN_MS = 9000;

/**
 * Presses the stop, and answers what is known of it. Whoever presses while the session is locked need not be the person
 * who is signed in.
 */
export async function pressStop(
  { stops, clock }: { readonly stops: SoftwareStop; readonly clock: Clock },
  robot: string | null,
  actor: Actor,
  session: Session | null,
): Promise<{ readonly stops: readonly StopView[] }> {
  const press = session?.locked
    ? { by: { ...actor, userId: null, username: null, role: null }, lockedSessionOf: session.principal.username }
    : { by: actor };
  const pressed = stops.press(robot, press).map((view) => view.robot);
  const ended = new AbortController();
  await Promise.race([
    stops.settled(),
    // aborted as soon as the other is there
    sleep(clock, ANSWERED_WITHIN_MS, ended.signal).catch(() => {}),
  ]);
  ended.abort();
  return { stops: stops.views().filter((view) => pressed.includes(view.robot)) };
}

/** The stops as one reader follows them. */
export function stopChanges(
  stops: Pick<SoftwareStop, 'views' | 'onChange'>,
): Changing<{ readonly stops: readonly StopView[] }> {
  return { subscribe: (changed) => stops.onChange(changed), news: () => ({ stops: stops.views() }) };
}

/**
 * Some commands want more than the right to control a robot.
 *
 * @throws ConsoleError PERMISSION_DENIED
 */
export function checkRight(catalogue: readonly CommandOffer[], command: string, session: Session | null): void {
  const action = catalogue.find(({ id }) => id === command)?.action ?? 'control';
  requireRight(session, 'robot', action);
}

/**
 * For what wants more than the one right that its procedure names.
 *
 * @throws ConsoleError PERMISSION_DENIED
 */
export function requireRight(session: Session | null, resource: Resource, action: Action): void {
  if (session?.permissions.includes(`${resource}:${action}`)) return;
  throw new ConsoleError('PERMISSION_DENIED', `the session lacks ${resource}:${action}`, { resource, action });
}
