import type { Session } from '../access/principal.ts';
import { inScope } from '../access/scope.ts';
import { ConsoleError } from '../errors.ts';
import type { RegisteredRobot, Registry } from '../firmware/registry/registry.ts';

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
export function requireInScope(
  session: Session | null,
  robot: { readonly id: string; readonly group: string },
  action: 'create' | 'edit',
): void {
  if (session && inScope(session.principal.scope, robot)) return;
  const details = { resource: 'fleet', action, robot: robot.id };
  throw new ConsoleError('PERMISSION_DENIED', 'the robot lies outside of the scope', details);
}
