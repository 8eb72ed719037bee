import { implement } from '@orpc/server';
import { auditViewOf, LIMITED_AUDIT_VIEW } from '../access/audit-view.ts';
import type { Accounts } from '../access/accounts.ts';
import type { Seat } from '../access/seats.ts';
import type { Sessions } from '../access/sessions.ts';
import type { AuditLog, Sight } from '../audit/audit-log.ts';
import type { Actor } from '../audit/record.ts';
import type { Clock } from '../clock.ts';
import type { ConfigurationEntry } from '../config.ts';
import type { Fleet } from '../firmware/fleet.ts';
import type { Store } from '../store/store.ts';
import type { Connection } from './calls.ts';
import { contract, HEARTBEAT_MS, type ConsoleInfo } from './contract.ts';
import { jobEvents } from './jobs.ts';
import { robotChanges } from './robot-changes.ts';
import { storeChanges } from './store-changes.ts';
import { beats, changesOf } from './streams.ts';

export interface RouterDependencies {
  readonly fleet: Pick<Fleet, 'snapshots' | 'onChange'>;
  readonly accounts: Omit<Accounts, 'count'>;
  readonly sessions: Sessions;
  readonly configuration: readonly ConfigurationEntry[];
  readonly store: Pick<Store, 'health' | 'onChange' | 'status' | 'verify' | 'backups'>;
  readonly audit: AuditLog;
  readonly clock: Clock;
  /** The shell that carries the calls, for the audit log. */
  readonly origin: 'electron' | 'loopback';
  readonly info: () => Promise<ConsoleInfo>;
}

/** Every procedure of the contract. By the time one of them runs, the gate has admitted the call and checked its input. */
export function createRouter(deps: RouterDependencies) {
  const { fleet, accounts, sessions, configuration, store, audit, clock, origin, info } = deps;
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

  /** Of the audit log; nobody is let in here without a session. */
  function sightOf(seat: Seat): Sight {
    const role = sessions.current(seat.id)?.principal.role ?? 'viewer';
    return { by: actorAt(seat), limits: auditViewOf(role) === 'full' ? null : LIMITED_AUDIT_VIEW };
  }

  return os.router({
    console: {
      info: os.console.info.handler(() => info()),
      heartbeat: os.console.heartbeat.handler(({ signal }) => beats(HEARTBEAT_MS, { clock, signal })),
      createFirstAdministrator: os.console.createFirstAdministrator.handler(async ({ context: { seat }, input }) => {
        const principal = await accounts.createFirstAdministrator(input, actorAt(seat));
        await accounts.recordSignIn(principal, actorAt(seat));
        return sessions.begin(seat.id, principal);
      }),
    },
    session: {
      signIn: os.session.signIn.handler(async ({ context: { seat }, input }) => {
        const principal = await accounts.authenticate(input, actorAt(seat));
        return sessions.begin(seat.id, principal);
      }),
      signOut: os.session.signOut.handler(async ({ context: { seat } }) => {
        const actor = actorAt(seat);
        // a store in trouble must not keep anyone signed in
        sessions.end(seat.id);
        await accounts.recordSignOut(actor);
      }),
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
      list: os.users.list.handler(() => accounts.list()),
      create: os.users.create.handler(({ context: { seat }, input }) => accounts.create(input, actorAt(seat))),
    },
    configuration: {
      list: os.configuration.list.handler(() => configuration),
    },
    store: {
      watch: os.store.watch.handler(({ signal }) => changesOf(storeChanges(store), { clock, signal })),
      status: os.store.status.handler(() => store.status()),
      verify: os.store.verify.handler(({ context: { seat }, input, signal }) => {
        const by = actorAt(seat);
        return jobEvents((following) => store.verify({ ...input, ...following, by }), { clock, signal });
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
      export: os.audit.export.handler(({ context: { seat }, input, signal }) => {
        const by = actorAt(seat);
        return jobEvents((following) => audit.export(input, by, following), { clock, signal });
      }),
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
