import { implement } from '@orpc/server';
import type { Access } from '../access/access.ts';
import { auditViewOf, LIMITED_AUDIT_VIEW } from '../access/audit-view.ts';
import type { Seat } from '../access/seats.ts';
import type { Place } from '../access/place.ts';
import type { Alarms } from '../alarms/alarms.ts';
import type { AuditLog, Sight } from '../audit/audit-log.ts';
import type { Actor } from '../audit/record.ts';
import type { Clock } from '../clock.ts';
import type { ConfigurationEntry } from '../config.ts';
import type { Fleet } from '../firmware/fleet.ts';
import type { Security } from '../security/security.ts';
import type { Store } from '../store/store.ts';
import type { Connection } from './calls.ts';
import { contract, HEARTBEAT_MS, type ConsoleInfo } from './contract.ts';
import { jobEvents } from './jobs.ts';
import { alarmChanges } from './alarm-changes.ts';
import { robotChanges } from './robot-changes.ts';
import { storeChanges } from './store-changes.ts';
import { beats, changesOf } from './streams.ts';

export interface RouterDependencies extends Access {
  readonly fleet: Pick<Fleet, 'snapshots' | 'onChange'>;
  readonly configuration: readonly ConfigurationEntry[];
  readonly store: Pick<Store, 'health' | 'onChange' | 'status' | 'verify' | 'backups'>;
  readonly audit: AuditLog;
  readonly security: Security;
  readonly alarms: Pick<Alarms, 'active' | 'acknowledge' | 'onChange'>;
  readonly clock: Clock;
  /** The shell that carries the calls, for the audit log. */
  readonly origin: 'electron' | 'loopback';
  readonly info: () => Promise<ConsoleInfo>;
}

/** Every procedure of the contract. By the time one of them runs, the gate has admitted the call and checked its input. */
export function createRouter(deps: RouterDependencies) {
  const { fleet, accounts, exchange, history, own, sessions, signIn } = deps;
  const { configuration, store, audit, alarms, security, clock, origin, info } = deps;
  const os = implement(contract).$context<Connection>();

  function actorAt(seat: Seat): Actor {
    const session = sessions.current(seat.id);
    return {
      userId: session?.principal.userId ?? null,
      username: session?.principal.username ?? null,
      role: session?.principal.role ?? null,
      sessionId: session?.id ?? null,
      origin,
    };
  }

  const placeOf = ({ seat }: Connection): Place => ({ seat, origin });

  /** Of the audit log; nobody is let in here without a session. */
  function sightOf(seat: Seat): Sight {
    const role = sessions.current(seat.id)?.principal.role ?? 'viewer';
    return { by: actorAt(seat), limits: auditViewOf(role) === 'full' ? null : LIMITED_AUDIT_VIEW };
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
      list: os.robots.list.handler(() => fleet.snapshots()),
      watch: os.robots.watch.handler(({ signal }) => changesOf(robotChanges(fleet), { clock, signal })),
    },
    users: {
      list: os.users.list.handler(({ input }) => accounts.page(input)),
      history: os.users.history.handler(({ input }) => history(input)),
      create: os.users.create.handler(({ context: { seat }, input }) => accounts.invite(input, actorAt(seat))),
      edit: os.users.edit.handler(({ context: { seat }, input }) => accounts.edit(input.id, input, actorAt(seat))),
      assignRole: os.users.assignRole.handler(({ context: { seat }, input }) =>
        accounts.assignRole(input.id, input.role, actorAt(seat)),
      ),
      setDisabled: os.users.setDisabled.handler(({ context: { seat }, input }) =>
        accounts.setDisabled(input.id, input.disabled, actorAt(seat)),
      ),
      delete: os.users.delete.handler(({ context: { seat }, input }) =>
        accounts.setDeleted(input.id, true, actorAt(seat)),
      ),
      restore: os.users.restore.handler(({ context: { seat }, input }) =>
        accounts.setDeleted(input.id, false, actorAt(seat)),
      ),
      resetPassword: os.users.resetPassword.handler(({ context: { seat }, input }) =>
        accounts.resetPassword(input.id, actorAt(seat)),
      ),
      removeSecondFactor: os.users.removeSecondFactor.handler(({ context: { seat }, input }) =>
        accounts.removeSecondFactor(input.id, actorAt(seat)),
      ),
      openSignIn: os.users.openSignIn.handler(({ context: { seat }, input }) =>
        accounts.openSignIn(input.id, actorAt(seat)),
      ),
      signOut: os.users.signOut.handler(async ({ context: { seat }, input }) => ({
        ended: await accounts.signOut(input.id, actorAt(seat)),
      })),
      export: os.users.export.handler(async ({ context: { seat } }) => ({ csv: await exchange.export(actorAt(seat)) })),
      previewImport: os.users.previewImport.handler(({ input }) => exchange.preview(input.text)),
      applyImport: os.users.applyImport.handler(({ context: { seat }, input }) =>
        exchange.apply(input.text, actorAt(seat)),
      ),
    },
    account: {
      view: os.account.view.handler(({ context }) => own.view(placeOf(context))),
      changePassword: os.account.changePassword.handler(({ context, input }) =>
        own.changePassword(input, placeOf(context)),
      ),
      offerSecondFactor: os.account.offerSecondFactor.handler(({ context }) => own.offerSecondFactor(placeOf(context))),
      confirmSecondFactor: os.account.confirmSecondFactor.handler(async ({ context, input }) => ({
        recoveryCodes: await own.confirmSecondFactor(input.code, placeOf(context)),
      })),
      removeSecondFactor: os.account.removeSecondFactor.handler(({ context }) =>
        own.removeSecondFactor(placeOf(context)),
      ),
      renewRecoveryCodes: os.account.renewRecoveryCodes.handler(async ({ context }) => ({
        recoveryCodes: await own.renewRecoveryCodes(placeOf(context)),
      })),
      endSessions: os.account.endSessions.handler(({ context, input }) => own.endSessions(input, placeOf(context))),
    },
    configuration: {
      list: os.configuration.list.handler(() => configuration),
    },
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
        const by = actorAt(seat);
        return jobEvents((following) => audit.export(input, by, following), { clock, signal });
      }),
    },
    security: {
      policy: os.security.policy.handler(() => security.policy()),
      export: os.security.export.handler(({ context: { seat }, input }) =>
        security.export(input.language, actorAt(seat)),
      ),
    },
    alarms: {
      watch: os.alarms.watch.handler(({ signal }) => changesOf(alarmChanges(alarms), { clock, signal })),
      acknowledge: os.alarms.acknowledge.handler(({ context: { seat }, input }) =>
        alarms.acknowledge(input.id, actorAt(seat)),
      ),
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
