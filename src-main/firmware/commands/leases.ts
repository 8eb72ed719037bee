import type { Actor, AuditEvent } from '../../audit/record.ts';
import type { Clock } from '../../clock.ts';
import { ConsoleError } from '../../errors.ts';
import type { Store } from '../../store/store.ts';

/** Without a command, or another sign of its holder, for so long (ms) a lease ends by itself. */
export const LEASE_IDLE_MS = 5 * 60_000;

/** Who has command authority over a robot, for everyone to see. */
export interface LeaseView {
  readonly robot: string;
  readonly name: string;
  /** Null: free. `sessionId` tells two sessions of one person apart, and opens nothing. */
  readonly holder: { readonly username: string; readonly sessionId: string } | null;
  /** Wall clock, ms: since when. */
  readonly since: number | null;
  /** Wall clock, ms: when it ends unless it is used. */
  readonly endsAt: number | null;
  /** Who else has asked for it. */
  readonly asker: { readonly username: string; readonly sessionId: string } | null;
}

/**
 * Command authority: one signed-in session at a time has it over a robot. The software stop needs none.
 */
export interface Leases {
  /** Of every robot, in the fleet's order. */
  views(): readonly LeaseView[];
  onChange(listener: () => void): () => void;
  /** Takes a robot that is free; asks for one that somebody else has. */
  request(robot: string, by: Actor): Promise<LeaseView>;
  /** Hands it to whoever has asked for it, or to nobody. @throws ConsoleError CONTROL_NEEDED */
  release(robot: string, by: Actor): Promise<LeaseView>;
  /** Takes it from whoever has it, for a reason that goes on record. */
  takeOver(robot: string, reason: string, by: Actor): Promise<LeaseView>;
  /** The session may command the robot, and the lease is used. @throws ConsoleError CONTROL_HELD {robot, holder}; CONTROL_NEEDED {robot} */
  use(robot: string, by: Actor): void;
  /** What the session has, or has asked for, and may not command any more is free. */
  limit(sessionId: string, mayCommand: (robot: string) => boolean): void;
  /** Under the robot's name is another machine from now on: nobody has it yet. */
  replaced(robot: string): void;
  /** A session is over: what it has is free. */
  sessionEnded(sessionId: string): void;
}

export interface LeasesDeps {
  /** That there are now. */
  readonly robots: () => readonly { readonly id: string; readonly name: string }[];
  readonly store: Pick<Store, 'write'>;
  readonly clock: Clock;
  /** Keeps the record of what nobody asked for, now or later; never fails. */
  readonly record: (event: AuditEvent) => void;
}

interface Lease {
  readonly robot: string;
  name: string;
  holder: Actor | null;
  since: number | null;
  /** Monotonic, ms. */
  usedAt: number;
  asker: Actor | null;
  cancel: () => void;
}

export function createLeases({ robots, store, clock, record }: LeasesDeps): Leases {
  const leases = new Map<string, Lease>();
  const listeners = new Set<() => void>();

  return {
    views: () => robots().map((robot) => viewOf(leaseOf(robot))),
    onChange(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    async request(robot, by) {
      const lease = of(robot);
      if (lease.holder === null || isSame(lease.holder, by)) return give(lease, by, 'control.granted', by);
      await write('control.requested', lease, by, { holder: lease.holder.username });
      // it may have become free while that was written
      if (lease.holder === null) return give(lease, by, 'control.granted', by);
      lease.asker = by;
      tell();
      return viewOf(lease);
    },
    async release(robot, by) {
      const lease = of(robot);
      if (!isSame(lease.holder, by)) throw needed(lease);
      const { asker } = lease;
      if (asker) return give(lease, asker, 'control.granted', by);
      await write('control.released', lease, by, {});
      if (isSame(lease.holder, by)) end(lease);
      return viewOf(lease);
    },
    takeOver: (robot, reason, by) => give(of(robot), by, 'control.taken-over', by, reason),
    use(robot, by) {
      const lease = of(robot);
      if (lease.holder === null) throw needed(lease);
      if (!isSame(lease.holder, by)) {
        const holder = lease.holder.username;
        throw new ConsoleError('CONTROL_HELD', `${holder} has command of ${lease.name}`, { robot: lease.name, holder });
      }
      lease.usedAt = clock.monotonic();
      arm(lease);
      tell();
    },
    limit: (sessionId, mayCommand) => leave(sessionId, (robot) => !mayCommand(robot), 'the right ended'),
    replaced(robot) {
      const lease = leases.get(robot);
      if (!lease) return;
      endByItself(lease, 'another machine');
      tell();
    },
    sessionEnded: (sessionId) => leave(sessionId, () => true, 'the session ended'),
  };

  function leave(sessionId: string, leaves: (robot: string) => boolean, why: string): void {
    for (const lease of leases.values()) {
      if (!leaves(lease.robot)) continue;
      if (lease.asker?.sessionId === sessionId) lease.asker = null;
      if (lease.holder?.sessionId === sessionId) endByItself(lease, why);
    }
    tell();
  }

  function of(robot: string): Lease {
    const known = robots().find(({ id }) => id === robot);
    if (!known) throw new ConsoleError('ROBOT_UNKNOWN', `no robot has the id ${robot}`, { robot });
    return leaseOf(known);
  }

  function leaseOf({ id, name }: { readonly id: string; readonly name: string }): Lease {
    const lease = leases.get(id) ?? free(id, name);
    leases.set(id, lease);
    return Object.assign(lease, { name });
  }

  /** Recorded first: authority that is on no record is nobody's. */
  async function give(lease: Lease, to: Actor, action: string, by: Actor, reason?: string): Promise<LeaseView> {
    const from = lease.holder;
    if (!isSame(from, to)) {
      await write(action, lease, by, { to: to.username, from: from?.username ?? null }, reason);
      // somebody else may have been quicker
      if (lease.holder !== from && action === 'control.granted' && !isSame(lease.holder, to)) {
        throw new ConsoleError('CONTROL_HELD', 'somebody else was quicker', {
          robot: lease.name,
          holder: lease.holder?.username ?? null,
        });
      }
      lease.since = clock.now();
    }
    lease.holder = to;
    lease.asker = null;
    lease.usedAt = clock.monotonic();
    arm(lease);
    tell();
    return viewOf(lease);
  }

  async function write(action: string, lease: Lease, by: Actor, details: AuditEvent['details'], reason?: string) {
    const about = { actor: by, action, subject: lease.robot, robot: lease.robot };
    await store.write('audit.append', {}, { ...about, outcome: 'succeeded', details, reason: reason ?? null });
  }

  function arm(lease: Lease): void {
    lease.cancel();
    lease.cancel = clock.after(LEASE_IDLE_MS, () => {
      endByItself(lease, 'idle');
      tell();
    });
  }

  function endByItself(lease: Lease, why: string): void {
    const { holder, robot, asker } = lease;
    if (holder === null) return;
    const about = { actor: { ...holder, origin: 'console' as const }, subject: robot, robot };
    record({
      ...about,
      action: 'control.expired',
      outcome: 'succeeded',
      details: { why, asker: asker?.username ?? null },
    });
    end(lease);
  }

  function end(lease: Lease): void {
    lease.cancel();
    Object.assign(lease, free(lease.robot, lease.name));
    tell();
  }

  function tell(): void {
    for (const listener of listeners) listener();
  }

  function viewOf({ robot, name, holder, since, usedAt, asker }: Lease): LeaseView {
    const leftMs = usedAt + LEASE_IDLE_MS - clock.monotonic();
    return { robot, name, holder: person(holder), since, endsAt: holder && clock.now() + leftMs, asker: person(asker) };
  }
}

const free = (robot: string, name: string): Lease => ({
  robot,
  name,
  holder: null,
  since: null,
  usedAt: 0,
  asker: null,
  cancel: () => {},
});

const isSame = (holder: Actor | null, by: Actor): boolean => holder !== null && holder.sessionId === by.sessionId;

const person = (actor: Actor | null): LeaseView['holder'] =>
  actor && { username: actor.username ?? '', sessionId: actor.sessionId ?? '' };

const needed = ({ name }: Lease): ConsoleError =>
  new ConsoleError('CONTROL_NEEDED', `take control of ${name} first`, { robot: name });
