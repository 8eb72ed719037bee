import type { Access } from '../access/access.ts';
import { auditViewOf, LIMITED_AUDIT_VIEW } from '../access/audit-view.ts';
import type { Seat } from '../access/seats.ts';
import { actorOf, type Place } from '../access/place.ts';
import { inScope } from '../access/scope.ts';
import type { StopPolicy } from '../access/stop-policy.ts';
import type { Alarms } from '../alarms/alarms.ts';
import type { Monitoring } from '../alarms/monitoring.ts';
import type { AuditLog, Sight } from '../audit/audit-log.ts';
import type { Actor } from '../audit/record.ts';
import type { Clock } from '../clock.ts';
import type { ConfigurationEntry } from '../config.ts';
import { ConsoleError } from '../errors.ts';
import type { Commands } from '../firmware/commands/commands.ts';
import type { SoftwareStop } from '../firmware/commands/software-stop.ts';
import type { Leases } from '../firmware/commands/leases.ts';
import type { LinkHistories } from '../firmware/history/link-history.ts';
import type { Registry } from '../firmware/registry/registry.ts';
import type { Simulations } from '../firmware/simulations.ts';
import type { Fleet } from '../firmware/fleet.ts';
import type { Security } from '../security/security.ts';
import type { Store } from '../store/store.ts';
import type { Training } from '../training/training.ts';
import type { Connection } from './calls.ts';
import { createControl, leaseChanges } from './control.ts';
import { HEARTBEAT_MS, type ConsoleInfo } from './contract.ts';
import { accessHandlers } from './access-handlers.ts';
import { os } from './implementer.ts';
import { machineOf, placedRobots, placeOfRobot, registeredIn, requireInScope, robotsNamedIn } from './fleet-orders.ts';
import { jobEvents } from './jobs.ts';
import { alarmChanges, alarmsSeen, type AlarmSight } from './alarm-changes.ts';
import { metricsSeen, robotChanges } from './robot-changes.ts';
import { checkRight, pressStop, requireRight, stopChanges } from './robot-orders.ts';
import { robotsIn, sightFrom } from './sight.ts';
import { storeChanges } from './store-changes.ts';
import { beats, changesOf } from './streams.ts';
import { trainingHandlers } from './training-handlers.ts';

export interface RouterDependencies extends Access {
  readonly fleet: Pick<Fleet, 'snapshot' | 'snapshots' | 'metrics' | 'onChange'>;
  readonly stops: SoftwareStop;
  readonly commands: Commands;
  readonly leases: Leases;
  readonly simulations: Simulations;
  readonly registry: Registry;
  readonly linkHistories: Pick<LinkHistories, 'of'>;
  readonly softwareStop: StopPolicy;
  readonly configuration: readonly ConfigurationEntry[];
  readonly store: Pick<Store, 'health' | 'onChange' | 'status' | 'verify' | 'backups'>;
  readonly audit: AuditLog;
  readonly security: Security;
  readonly alarms: Pick<Alarms, 'active' | 'acknowledge' | 'onChange'>;
  readonly monitoring: Monitoring;
  readonly training: Training;
  readonly clock: Clock;
  /** The shell that carries the calls, for the audit log. */
  readonly origin: 'electron' | 'loopback';
  readonly info: () => Promise<ConsoleInfo>;
}

/** Every procedure of the contract. By the time one of them runs, the gate has admitted the call and checked its input. */
export function createRouter(deps: RouterDependencies) {
  const { fleet, registry, linkHistories, stops, commands, leases, simulations, accounts, sessions, signIn } = deps;
  const { configuration, store, audit, alarms, monitoring, security, clock, origin, info } = deps;
  const placing = { snapshot: (id: string) => placeOfRobot(deps, id) };
  const control = createControl(leases, sessions, {
    mayCommand({ principal, permissions }, robot) {
      const placed = placing.snapshot(robot);
      return placed !== undefined && inScope(principal.scope, placed) && permissions.includes('robot:control');
    },
    machineOf: (robot) => machineOf(registry, robot),
  });

  function actorAt(seat: Seat): Actor {
    const session = sessions.current(seat.id);
    return session
      ? actorOf(session, { seat, origin })
      : { userId: null, username: null, role: null, sessionId: null, origin };
  }

  const sightAt = (seat: Seat) => sightFrom(seat.id, sessions);
  const alarmSightAt = (seat: Seat): AlarmSight => {
    const may = (right: 'alarm:view' | 'robot:view') => sessions.current(seat.id)?.permissions.includes(right) ?? false;
    const seesPeople = () => may('alarm:view');
    return { ...sightAt(seat), seesPeople, seesRobots: () => seesPeople() || may('robot:view') };
  };
  const placeOf = ({ seat }: Connection): Place => ({ seat, origin });

  /** Of the audit log; nobody is let in here without a session. */
  function sightOf(seat: Seat): Sight {
    const permissions = sessions.current(seat.id)?.permissions ?? [];
    const limits = auditViewOf(permissions) === 'full' ? null : LIMITED_AUDIT_VIEW;
    return { by: actorAt(seat), limits, robots: robotsIn(sightAt(seat).scope(), placedRobots(deps)) };
  }

  return os.router({
    console: {
      info: os.console.info.handler(() => info()),
      heartbeat: os.console.heartbeat.handler(({ signal }) => beats(HEARTBEAT_MS, { clock, signal })),
      createFirstAdministrator: os.console.createFirstAdministrator.handler(async ({ context, input }) => {
        const principal = await accounts.createFirstAdministrator(input, actorAt(context.seat));
        return signIn.asFirst(principal, placeOf(context));
      }),
    },
    session: {
      signIn: os.session.signIn.handler(({ context, input }) => signIn.withPassword(input, placeOf(context))),
      secondFactor: os.session.secondFactor.handler(({ context, input }) =>
        signIn.withSecondFactor(input.code, placeOf(context)),
      ),
      signOut: os.session.signOut.handler(({ context }) => signIn.signOut(placeOf(context))),
      touch: os.session.touch.handler(({ context: { seat } }) => sessions.touch(seat.id)),
      lock: os.session.lock.handler(({ context }) => signIn.lock(placeOf(context))),
      again: os.session.again.handler(({ context, input }) => signIn.again(input.password, placeOf(context))),
      watch: os.session.watch.handler(({ context: { seat }, signal }) =>
        changesOf(
          {
            subscribe: (changed) => sessions.onChange(seat.id, changed),
            news: () => ({ session: sessions.current(seat.id) }),
          },
          { clock, signal },
        ),
      ),
    },
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
    training: trainingHandlers({ ...deps, actorAt, sightAt }),
    ...accessHandlers(deps, { actorAt, placeOf, robotsIn: (input) => robotsNamedIn(deps, input), sightOf }),
    configuration: { list: os.configuration.list.handler(() => configuration) },
    store: {
      watch: os.store.watch.handler(({ signal }) => changesOf(storeChanges(store), { clock, signal })),
      status: os.store.status.handler(() => store.status()),
      verify: os.store.verify.handler(({ context: { seat }, input, signal }) => {
        const wish = { ...input, repair: false, by: actorAt(seat) };
        return jobEvents((following) => store.verify({ ...wish, ...following }), { clock, signal });
      }),
      repair: os.store.repair.handler(({ context: { seat }, input, signal }) => {
        const wish = { ...input, repair: true, by: actorAt(seat) };
        return jobEvents((following) => store.verify({ ...wish, ...following }), { clock, signal });
      }),
    },
    audit: {
      page: os.audit.page.handler(async ({ context: { seat }, input }) => {
        const sight = sightOf(seat);
        return { view: sight.limits === null ? 'full' : 'limited', records: await audit.page(input, sight) };
      }),
      record: os.audit.record.handler(({ context: { seat }, input }) => audit.record(input.id, sightOf(seat))),
      verify: os.audit.verify.handler(({ context: { seat }, signal }) => {
        const by = actorAt(seat);
        return jobEvents((following) => audit.verify(by, following), { clock, signal });
      }),
      kept: os.audit.kept.handler(({ context: { seat } }) => audit.kept(sightOf(seat))),
      archive: os.audit.archive.handler(({ context: { seat }, signal }) => {
        const by = actorAt(seat);
        return jobEvents((following) => audit.archive(by, following), { clock, signal });
      }),
      export: os.audit.export.handler(({ context: { seat }, input, signal }) => {
        const sight = sightOf(seat);
        // the file holds everything, and nobody takes out what he may not see
        requireRight(sessions.current(seat.id), 'audit', 'view');
        return jobEvents((following) => audit.export(input, sight, following), { clock, signal });
      }),
    },
    security: {
      policy: os.security.policy.handler(() => security.policy()),
      export: os.security.export.handler(({ context: { seat }, input }) =>
        security.export(input.language, actorAt(seat)),
      ),
    },
    alarms: {
      watch: os.alarms.watch.handler(({ context: { seat }, signal }) =>
        changesOf(alarmChanges(alarms, placing, alarmSightAt(seat)), { clock, signal }),
      ),
      acknowledge: os.alarms.acknowledge.handler(async ({ context: { seat }, input }) => {
        const seen = alarmsSeen(alarms, placing, alarmSightAt(seat)).find(({ id }) => id === input.id);
        if (!seen) throw new ConsoleError('ALARM_UNKNOWN', 'there is no such alarm to acknowledge');
        await alarms.acknowledge(
          input.id,
          actorAt(seat),
          seen.robots?.map(({ id }) => id),
        );
      }),
      rules: os.alarms.rules.handler(() => monitoring.current()),
      setRules: os.alarms.setRules.handler(({ context: { seat }, input }) => monitoring.change(input, actorAt(seat))),
    },
    backups: {
      list: os.backups.list.handler(() => store.backups.list()),
      create: os.backups.create.handler(({ context: { seat }, input, signal }) => {
        const wish = { ...input, reason: 'on-demand', by: actorAt(seat) } as const;
        return jobEvents((following) => store.backups.create({ ...wish, ...following }), { clock, signal });
      }),
    },
  });
}
