import type { Seat } from '../access/seats.ts';
import type { Sessions } from '../access/sessions.ts';
import type { Actor } from '../audit/record.ts';
import type { Leases, LeaseView } from '../firmware/commands/leases.ts';
import type { Fleet } from '../firmware/fleet.ts';
import type { Changing } from './streams.ts';

/** Command authority as sessions have it: it ends with the session. */
export interface Control {
  request(robot: string, by: Actor, seat: Seat): Promise<LeaseView>;
  takeOver(robot: string, reason: string, by: Actor, seat: Seat): Promise<LeaseView>;
}

export function createControl(leases: Leases, sessions: Pick<Sessions, 'onChange'>): Control {
  const followed = new Set<string>();

  /** From the first lease on, until the session is over. */
  function follow({ sessionId }: Actor, seat: Seat): void {
    if (sessionId === null || followed.has(sessionId)) return;
    followed.add(sessionId);
    const stop = sessions.onChange(seat.id, (session) => {
      if (session?.id === sessionId) return;
      followed.delete(sessionId);
      stop();
      leases.sessionEnded(sessionId);
    });
  }

  return {
    request(robot, by, seat) {
      follow(by, seat);
      return leases.request(robot, by);
    },
    takeOver(robot, reason, by, seat) {
      follow(by, seat);
      return leases.takeOver(robot, reason, by);
    },
  };
}

/** Who commands what, as one reader follows it: of the robots in sight, those that are added meanwhile as well. */
export function leaseChanges(
  leases: Pick<Leases, 'views' | 'onChange'>,
  fleet: Pick<Fleet, 'onChange'>,
  sees: (robot: string) => boolean,
): Changing<{ readonly leases: readonly LeaseView[] }> {
  let known: ReadonlySet<string> = new Set();
  return {
    subscribe(changed) {
      const endLeases = leases.onChange(changed);
      const endRobots = fleet.onChange((id) => {
        if (!known.has(id)) changed();
      });
      return () => {
        endLeases();
        endRobots();
      };
    },
    news() {
      const views = leases.views();
      known = new Set(views.map(({ robot }) => robot));
      return { leases: views.filter(({ robot }) => sees(robot)) };
    },
  };
}
