import { z } from 'zod';
import type { Session } from '../access/principal.ts';
import { inScope, type PlacedRobot } from '../access/scope.ts';
import { ConsoleError } from '../errors.ts';
import type { Fleet } from '../firmware/fleet.ts';
import type { RegisteredRobot, Registry } from '../firmware/registry/registry.ts';
import type { RobotDraft } from '../firmware/registry/robot-draft.ts';
import { robotSettings } from '../firmware/settings.ts';

type Robots = { readonly registry: Pick<Registry, 'list'>; readonly fleet: Pick<Fleet, 'snapshot' | 'snapshots'> };

const setUp = (registry: Pick<Registry, 'list'>, id: string): RobotDraft | undefined =>
  registry.list().find(({ robot }) => robot.id === id)?.robot;

/** What tells the machine under a robot's name from another one; undefined when none was set up by that id. */
export function machineOf(registry: Pick<Registry, 'list'>, id: string): string | undefined {
  const robot = setUp(registry, id);
  return robot && `${robot.driver} ${robot.url}`;
}

/**
 * Where a robot belongs, polled or not; undefined when the console has none of that id. What was set up counts: whoever
 * polls it may still have to finish with what was there before.
 */
export function placeOfRobot({ registry, fleet }: Robots, id: string): PlacedRobot | undefined {
  return setUp(registry, id) ?? fleet.snapshot(id);
}

/** The same of all that there are. */
export function placedRobots({ registry, fleet }: Robots): readonly PlacedRobot[] {
  const registered = registry.list().map(({ robot }) => robot);
  const ids = new Set(registered.map(({ id }) => id));
  const others = fleet.snapshots().filter(({ id }) => !ids.has(id));
  return [...registered, ...others];
}

/** Robots as the input of a call may name them: one that there is, and what it, or a new one, is to be. */
const naming = z.object({
  robot: z.string().optional().catch(undefined),
  draft: robotSettings.optional().catch(undefined),
});

/** The robots that a call's input names, each where it belongs, and where it would belong. */
export function robotsNamedIn(robots: Robots, input: unknown): readonly PlacedRobot[] {
  const { robot: id, draft } = naming.safeParse(input).data ?? {};
  const placed = id === undefined ? [] : [placeOfRobot(robots, id) ?? { id, group: '' }];
  return draft === undefined ? placed : [...placed, { id: id ?? draft.id, group: draft.group }];
}

/** The robots that a person with these rights sees. */
export function registeredIn(registry: Registry, session: Session | null): readonly RegisteredRobot[] {
  const scope = session?.principal.scope ?? null;
  return registry.list().filter(({ robot }) => inScope(scope, robot));
}

/**
 * Nobody takes a robot beyond the own scope, nor brings one there.
 *
 * @throws ConsoleError PERMISSION_DENIED
 */
export function requireInScope(session: Session | null, robot: PlacedRobot, action: 'create' | 'edit'): void {
  if (session && inScope(session.principal.scope, robot)) return;
  const details = { resource: 'fleet', action, robot: robot.id };
  throw new ConsoleError('PERMISSION_DENIED', 'the robot lies outside of the scope', details);
}
