import type { Actor, AuditEvent } from '../audit/record.ts';
import { ConsoleError } from '../errors.ts';
import type { Store } from '../store/store.ts';
import type { Fleet, RobotWay } from './fleet.ts';
import { isLostLink, type LinkState } from './link.ts';
import type { StandInView } from './stand-in.ts';

const BY_ITSELF: Actor = { userId: null, username: null, role: null, sessionId: null, origin: 'console' };

/** Simulations that stand in for lost robots, as people start and end them. Whoever begins or ends one, it is on record. */
export interface Simulations {
  /**
   * Puts a simulation in the place of a robot that is lost, once it is on record.
   *
   * @throws ConsoleError ROBOT_UNKNOWN; FALLBACK_ACTIVE, FALLBACK_NOT_LOST, FALLBACK_BUSY {robot}; STORE_*
   */
  simulate(robot: string, reason: string, by: Actor): Promise<StandInView>;
  /**
   * Shows the robot itself again, whatever its link is. The way back to the truth waits for no disk.
   *
   * @returns how the simulation was
   * @throws ConsoleError ROBOT_UNKNOWN; FALLBACK_INACTIVE {robot}
   */
  returnToLive(robot: string, by: Actor): StandInView;
}

export interface SimulationsDeps {
  readonly fleet: Pick<Fleet, 'ways' | 'onStandIn'>;
  readonly store: Pick<Store, 'write'>;
  /** Keeps a record, now or later; never fails and never makes anybody wait. */
  readonly record: (event: AuditEvent) => void;
}

export function createSimulations({ fleet, store, record }: SimulationsDeps): Simulations {
  fleet.onStandIn((change) => {
    const { robot, linkState, view } = change;
    record(
      change.kind === 'entered'
        ? entered(robot, linkState, null, BY_ITSELF)
        : left(robot, linkState, view, change.why, BY_ITSELF),
    );
  });

  return {
    async simulate(robot, reason, by) {
      const way = wayTo(robot);
      const { state } = way.snapshot().link;
      const refused = refusal(way, state);
      if (refused) throw new ConsoleError(refused, `no simulation of ${way.name}`, { robot: way.name });
      const release = way.standIn.reserve();
      try {
        await store.write('audit.append', {}, entered(robot, state, reason, by));
        // the record took its time: the robot may be there again, or have been told to stop
        const now = way.snapshot().link.state;
        const changed = obstacle(way, now);
        if (changed) {
          record(left(robot, now, null, 'overtaken', BY_ITSELF));
          throw new ConsoleError(changed, `no simulation of ${way.name} any more`, { robot: way.name });
        }
        const view = way.standIn.enter(by.username, reason);
        if (view) return view;
        record(left(robot, state, null, 'polled no more', BY_ITSELF));
        throw unknown(robot);
      } finally {
        release();
      }
    },
    returnToLive(robot, by) {
      const way = wayTo(robot);
      const { state } = way.snapshot().link;
      const view = way.standIn.leave();
      if (!view) throw new ConsoleError('FALLBACK_INACTIVE', `${way.name} is not simulated`, { robot: way.name });
      record(left(robot, state, view, 'returned to live', by));
      return view;
    },
  };

  function wayTo(robot: string): RobotWay {
    const way = fleet.ways().find(({ id }) => id === robot);
    if (!way) throw unknown(robot);
    return way;
  }
}

function refusal(way: RobotWay, state: LinkState) {
  return way.standIn.isTaken() ? 'FALLBACK_ACTIVE' : obstacle(way, state);
}

function obstacle(way: RobotWay, state: LinkState) {
  if (!isLostLink(state)) return 'FALLBACK_NOT_LOST';
  return way.isTold() ? 'FALLBACK_BUSY' : null;
}

const unknown = (robot: string): ConsoleError =>
  new ConsoleError('ROBOT_UNKNOWN', `no robot has the id ${robot}`, { robot });

function entered(robot: string, linkState: LinkState, reason: string | null, by: Actor): AuditEvent {
  const details = { as: reason === null ? 'configured' : 'asked for', linkState };
  return { ...about(robot, by), action: 'fallback.enter', reason, details };
}

/** @param view null: it was over before it had begun */
function left(robot: string, linkState: LinkState, view: StandInView | null, why: string, by: Actor): AuditEvent {
  const was = view && {
    simulatedSince: view.since,
    simulatedMs: Math.round(view.forMs),
    startedBy: view.by,
    startedFor: view.reason,
  };
  return { ...about(robot, by), action: 'fallback.leave', details: { why, linkState, ...was } };
}

const about = (robot: string, actor: Actor) =>
  ({ actor, subject: robot, robot, outcome: 'succeeded', source: 'simulated' }) as const;
