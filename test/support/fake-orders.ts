import { systemClock, type Clock } from '../../src-main/clock.ts';
import { createLeases, type Leases } from '../../src-main/firmware/commands/leases.ts';
import type { Commands } from '../../src-main/firmware/commands/commands.ts';
import { PENDING_ANSWER, PENDING_STATE } from '../../src-main/firmware/commands/outcome.ts';
import type { SoftwareStop, StopPress, StopView } from '../../src-main/firmware/commands/software-stop.ts';
import { ConsoleError } from '../../src-main/errors.ts';
import { offerOf } from '../../src-main/firmware/drivers/commands.ts';
import { DRIVERS } from '../../src-main/firmware/drivers/drivers.ts';
import type { Simulations } from '../../src-main/firmware/simulations.ts';

/** Robots that answer every stop with yes and obey it, or as the test shows it. */
export interface FakeStops extends SoftwareStop {
  readonly pressed: { readonly robot: string | null; readonly press: StopPress }[];
  show(views: readonly StopView[]): void;
}

export function createFakeStops(ids: readonly string[] = ['hoist-1', 'hoist-2', 'hoist-3']): FakeStops {
  const listeners = new Set<() => void>();
  const pressed: FakeStops['pressed'] = [];
  let views: readonly StopView[] = [];
  const show = (next: readonly StopView[]): void => {
    views = next;
    for (const listener of listeners) listener();
  };
  return {
    pressed,
    show,
    press(robot, press) {
      const meant = ids.filter((id) => robot === null || id === robot);
      if (meant.length === 0) throw new ConsoleError('ROBOT_UNKNOWN', 'no such robot', { robot });
      pressed.push({ robot, press });
      show([...views.filter((view) => !meant.includes(view.robot)), ...meant.map((id) => stoppedView(id))]);
      return views.filter((view) => meant.includes(view.robot));
    },
    settled: async () => {},
    views: () => views,
    onChange(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
}

export function stoppedView(robot: string, more: Partial<StopView> = {}): StopView {
  return {
    id: `stop of ${robot}`,
    robot,
    name: robot,
    requestedAt: Date.now(),
    presses: 1,
    answer: { ...PENDING_ANSWER, kind: 'accepted', at: Date.now(), afterMs: 3 },
    confirmed: { ...PENDING_STATE, kind: 'wanted', state: 'estop', stateText: 'ESTOP', at: Date.now(), afterMs: 5 },
    outcome: 'observed',
    ...more,
  };
}

/** Real leases over a store that takes everything. */
export function createFakeLeases(
  ids: readonly string[] = ['hoist-1', 'hoist-2', 'hoist-3'],
  clock: Clock = systemClock,
): Leases {
  const robots = ids.map((id) => ({ id, name: id }));
  const write = async () => {};
  return createLeases({ robots: () => robots, clock, record: () => {}, store: { write: write as never } });
}

/** The catalogue of the reference driver for everyone, and robots that never move. */
export function createFakeCommands(ids: readonly string[] = ['hoist-1', 'hoist-2', 'hoist-3']): Commands {
  const catalogue = (robot: string) => {
    if (!ids.includes(robot)) throw new ConsoleError('ROBOT_UNKNOWN', 'no such robot', { robot });
    return DRIVERS.reference.commands.map(offerOf);
  };
  return {
    catalogue,
    async run({ robot, command }) {
      if (!catalogue(robot).some(({ id }) => id === command)) {
        throw new ConsoleError('COMMAND_UNKNOWN', 'no such command', { robot, command });
      }
      throw new ConsoleError('COMMAND_STALE', 'not heard now', { robot });
    },
    settled: async () => {},
  };
}

/** Robots that are all heard: none may be simulated, and none is. */
export function createFakeSimulations(ids: readonly string[] = ['hoist-1', 'hoist-2', 'hoist-3']): Simulations {
  const refuse = (robot: string, code: 'FALLBACK_NOT_LOST' | 'FALLBACK_INACTIVE'): never => {
    throw new ConsoleError(ids.includes(robot) ? code : 'ROBOT_UNKNOWN', 'no simulation here', { robot });
  };
  return {
    simulate: async (robot) => refuse(robot, 'FALLBACK_NOT_LOST'),
    returnToLive: (robot) => refuse(robot, 'FALLBACK_INACTIVE'),
  };
}
