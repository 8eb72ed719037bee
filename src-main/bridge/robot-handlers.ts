import { inScope } from '../access/scope.ts';
import type { Seat } from '../access/seats.ts';
import type { Actor } from '../audit/record.ts';
import { ConsoleError } from '../errors.ts';
import { createControl, leaseChanges } from './control.ts';
import { machineOf, placeOfRobot, registeredIn, requireInScope } from './fleet-orders.ts';
import { os } from './implementer.ts';
import { metricsSeen, robotChanges } from './robot-changes.ts';
import { checkRight, pressStop, requireRight, stopChanges } from './robot-orders.ts';
import type { RouterDependencies } from './router.ts';
import type { PlantSight } from './sight.ts';
import { changesOf } from './streams.ts';

interface CallerOfRobots {
  readonly actorAt: (seat: Seat) => Actor;
  readonly sightAt: (seat: Seat) => PlantSight;
}

/** The procedures about robots: what they say, what they are told, and how they are set up. */
export function robotHandlers(deps: RouterDependencies, { actorAt, sightAt }: CallerOfRobots) {
  const { fleet, registry, linkHistories, stops, commands, leases, simulations, sessions, clock } = deps;
  const placing = { snapshot: (id: string) => placeOfRobot(deps, id) };
  const control = createControl(leases, sessions, {
    mayCommand({ principal, permissions }, robot) {
      const placed = placing.snapshot(robot);
      return placed !== undefined && inScope(principal.scope, placed) && permissions.includes('robot:control');
    },
    machineOf: (robot) => machineOf(registry, robot),
  });

  return {
    robots: {
      list: os.robots.list.handler(({ context: { seat } }) => {
        const scope = sightAt(seat).scope();
        return fleet.snapshots().filter((robot) => inScope(scope, robot));
      }),
      one: os.robots.one.handler(({ input }) => {
        const robot = fleet.snapshot(input.robot);
        if (!robot) throw new ConsoleError('ROBOT_UNKNOWN', 'the console has no such robot', { robot: input.robot });
        return robot;
      }),
      watch: os.robots.watch.handler(({ context: { seat }, signal }) =>
        changesOf(robotChanges(fleet, sightAt(seat)), { clock, signal }),
      ),
      history: os.robots.history.handler(({ input }) => linkHistories.of(input.robot, input.days)),
      metrics: os.robots.metrics.handler(({ context: { seat } }) => metricsSeen(fleet, sightAt(seat))),
      stop: os.robots.stop.handler(({ context: { seat }, input }) =>
        pressStop({ stops, clock }, input.robot, actorAt(seat), sessions.current(seat.id)),
      ),
      stops: os.robots.stops.handler(({ signal }) => changesOf(stopChanges(stops), { clock, signal })),
      commands: os.robots.commands.handler(({ input }) => commands.catalogue(input.robot)),
      leases: os.robots.leases.handler(({ context: { seat }, signal }) => {
        const sight = sightAt(seat);
        const sees = (id: string): boolean => {
          const robot = placing.snapshot(id);
          return robot !== undefined && inScope(sight.scope(), robot);
        };
        return changesOf(leaseChanges(leases, fleet, sees, sight), { clock, signal });
      }),
      requestControl: os.robots.requestControl.handler(({ context: { seat }, input }) =>
        control.request(input.robot, actorAt(seat), seat),
      ),
      releaseControl: os.robots.releaseControl.handler(({ context: { seat }, input }) =>
        control.release(input.robot, actorAt(seat)),
      ),
      takeControl: os.robots.takeControl.handler(({ context: { seat }, input }) => {
        // else nobody could command it, nor give it back
        requireRight(sessions.current(seat.id), 'robot', 'control');
        return control.takeOver(input.robot, input.reason, actorAt(seat), seat);
      }),
      command: os.robots.command.handler(({ context: { seat }, input }) => {
        const by = actorAt(seat);
        checkRight(commands.catalogue(input.robot), input.command, sessions.current(seat.id));
        leases.use(input.robot, by);
        return commands.run(input, by);
      }),
      simulate: os.robots.simulate.handler(({ context: { seat }, input }) =>
        simulations.simulate(input.robot, input.reason, actorAt(seat)),
      ),
      returnToLive: os.robots.returnToLive.handler(({ context: { seat }, input }) =>
        simulations.returnToLive(input.robot, actorAt(seat)),
      ),
    },
    fleet: {
      list: os.fleet.list.handler(({ context: { seat } }) => registeredIn(registry, sessions.current(seat.id))),
      common: os.fleet.common.handler(() => registry.common),
      create: os.fleet.create.handler(({ context: { seat }, input }) => {
        requireInScope(sessions.current(seat.id), input.draft, 'create');
        return registry.create(input.draft, input.tokens, actorAt(seat));
      }),
      edit: os.fleet.edit.handler(({ context: { seat }, input: { robot, draft, tokens } }) => {
        const edited = { ...draft, id: robot };
        requireInScope(sessions.current(seat.id), edited, 'edit');
        return control.through(robot, () => registry.edit(edited, tokens, actorAt(seat)));
      }),
      setEnabled: os.fleet.setEnabled.handler(({ context: { seat }, input }) =>
        registry.setEnabled(input.robot, input.enabled, actorAt(seat)),
      ),
      remove: os.fleet.remove.handler(({ context: { seat }, input }) =>
        control.through(input.robot, () => registry.remove(input.robot, actorAt(seat))),
      ),
      test: os.fleet.test.handler(({ context: { seat }, input: { draft, tokens } }) => {
        const session = sessions.current(seat.id);
        // the robot of that id, whose tokens would go there, and the one that it would become
        for (const robot of [placing.snapshot(draft.id) ?? draft, draft]) requireInScope(session, robot, 'edit');
        return registry.test(draft, tokens);
      }),
    },
  };
}
