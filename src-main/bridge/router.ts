import type { Access } from '../access/access.ts';
import { auditViewOf, LIMITED_AUDIT_VIEW } from '../access/audit-view.ts';
import type { Seat } from '../access/seats.ts';
import { actorOf, type Place } from '../access/place.ts';
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
import { HEARTBEAT_MS, type ConsoleInfo } from './contract.ts';
import { accessHandlers } from './access-handlers.ts';
import { os } from './implementer.ts';
import { placedRobots, placeOfRobot, robotsNamedIn } from './fleet-orders.ts';
import { jobEvents } from './jobs.ts';
import { alarmChanges, alarmsSeen, type AlarmSight } from './alarm-changes.ts';
import { robotHandlers } from './robot-handlers.ts';
import { requireRight } from './robot-orders.ts';
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
  const { accounts, sessions, signIn } = deps;
  const { configuration, store, audit, alarms, monitoring, security, clock, origin, info } = deps;
  const placing = { snapshot: (id: string) => placeOfRobot(deps, id) };

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
    ...robotHandlers(deps, { actorAt, sightAt }),
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
