import type { Session } from '../access/principal.ts';
import type { Seat } from '../access/seats.ts';
import type { Sessions } from '../access/sessions.ts';
import type { Actor } from '../audit/record.ts';
import type { Leases, LeaseView } from '../firmware/commands/leases.ts';
import type { Fleet } from '../firmware/fleet.ts';
import type { PlantSight } from './sight.ts';
import type { Changing } from './streams.ts';

/** Command authority as sessions have it: it ends with the session, and with the right to command the robot. */
export interface Control {
  request(robot: string, by: Actor, seat: Seat): Promise<LeaseView>;
  takeOver(robot: string, reason: string, by: Actor, seat: Seat): Promise<LeaseView>;
  release(robot: string, by: Actor): Promise<LeaseView>;
  /**
   * Makes a change of a robot: who may command it no more where it belongs then, has it no more, and nobody has another
   * machine in its place.
   */
  through<T>(robot: string, change: () => Promise<T>): Promise<T>;
}

/** What is known of robots, at every moment. */
export interface ControlledRobots {
  mayCommand(session: Session, robot: string): boolean;
  /** Undefined: none was set up by that id. */
  machineOf(robot: string): string | undefined;
}

export function createControl(
  leases: Leases,
  sessions: Pick<Sessions, 'current' | 'onChange'>,
  { mayCommand, machineOf }: ControlledRobots,
): Control {
  /** Looks again at each session that has asked for a robot, by its id. */
  const followed = new Map<string, () => void>();

  /** From the first lease on, until the session is over. */
  function follow({ sessionId }: Actor, seat: Seat): void {
    if (sessionId === null || followed.has(sessionId)) return;
    const look = (session: Session | null): void => {
      if (session?.id === sessionId) return leases.limit(sessionId, (robot) => mayCommand(session, robot));
      followed.delete(sessionId);
      stop();
      leases.sessionEnded(sessionId);
    };
    const stop = sessions.onChange(seat.id, look);
    followed.set(sessionId, () => look(sessions.current(seat.id)));
  }

  /** What became of the sessions while a change of a lease was written. */
  async function held(change: Promise<LeaseView>): Promise<LeaseView> {
    const view = await change;
    const holder = view.holder?.sessionId;
    if (holder === undefined) return view;
    if (followed.has(holder)) followed.get(holder)?.();
    else leases.sessionEnded(holder);
    return view;
  }

  return {
    request(robot, by, seat) {
      follow(by, seat);
      return held(leases.request(robot, by));
    },
    takeOver(robot, reason, by, seat) {
      follow(by, seat);
      return held(leases.takeOver(robot, reason, by));
    },
    release: (robot, by) => held(leases.release(robot, by)),
    async through(robot, change) {
      const before = machineOf(robot);
      const changed = await change();
      for (const look of followed.values()) look();
      if (machineOf(robot) !== before) leases.replaced(robot);
      return changed;
    },
  };
}

/** Who commands what, as one reader follows it: of the robots in sight, those that are added meanwhile as well. */
export function leaseChanges(
  leases: Pick<Leases, 'views' | 'onChange'>,
  fleet: Pick<Fleet, 'onChange'>,
  sees: (robot: string) => boolean,
  sight: Pick<PlantSight, 'onChange'>,
): Changing<{ readonly leases: readonly LeaseView[] }> {
  let known: ReadonlySet<string> = new Set();
  return {
    subscribe(changed) {
      const endLeases = leases.onChange(changed);
      const endRobots = fleet.onChange((id) => {
        if (!known.has(id)) changed();
      });
      const endSight = sight.onChange(changed);
      return () => {
        endLeases();
        endRobots();
        endSight();
      };
    },
    news() {
      const views = leases.views();
      known = new Set(views.map(({ robot }) => robot));
      return { leases: views.filter(({ robot }) => sees(robot)) };
    },
  };
}
