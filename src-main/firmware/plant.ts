import type { PollingFleet } from './polling-fleet.ts';
import type { RobotSettings } from './settings.ts';

/** Simulated robots that run. */
export interface MockRobots {
  readonly robots: readonly RobotSettings[];
  stop(): Promise<void>;
}

/** The robots that the console polls: those that were set up, or simulated ones until there are any. */
export interface Plant {
  readonly robots: readonly RobotSettings[];
  /** Every robot is a simulated one that the console runs itself. */
  readonly simulated: boolean;
  /**
   * From now on these. Simulated ones come in their place at the start alone, and where none was set up: whoever removes or
   * disables the last robot must not see others move there, however they are marked.
   *
   * @param anySetUp robots were set up, polled or not
   */
  become(robots: readonly RobotSettings[], anySetUp: boolean): Promise<void>;
  /** Ends the polling, and simulated robots after it. */
  stop(): Promise<void>;
}

export function createPlant(deps: {
  readonly fleet: Pick<PollingFleet, 'become' | 'stop'>;
  readonly startMock: () => Promise<MockRobots>;
}): Plant {
  const { fleet, startMock } = deps;
  let robots: readonly RobotSettings[] = [];
  let mock: MockRobots | null = null;
  let started = false;
  return {
    get robots() {
      return robots;
    },
    get simulated() {
      return mock !== null;
    },
    async become(next, anySetUp) {
      if (!started && !anySetUp) mock = await startMock();
      started = true;
      const leaving = anySetUp ? mock : null;
      if (leaving) mock = null;
      robots = mock?.robots ?? next;
      await fleet.become(robots);
      await leaving?.stop();
    },
    async stop() {
      // the robots last: what polls them must not take their end for an outage
      await fleet.stop();
      await mock?.stop();
    },
  };
}
