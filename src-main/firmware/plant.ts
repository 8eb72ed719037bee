import { ConsoleError } from '../errors.ts';
import { oneAtATime } from '../store/one-at-a-time.ts';
import type { PollingFleet } from './polling-fleet.ts';
import type { RobotSettings } from './settings.ts';

/** Simulated robots that run. */
export interface MockRobots {
  readonly robots: readonly RobotSettings[];
  stop(): Promise<void>;
}

/** The robots that the console polls: those that were set up, or simulated ones until there are any. */
export interface Plant<Mock extends MockRobots = MockRobots, Wish = unknown> {
  readonly robots: readonly RobotSettings[];
  /** Every robot is a simulated one that the console runs itself. */
  readonly simulated: boolean;
  /** The simulated robots that stand there; null: robots were set up. */
  readonly simulation: Mock | null;
  /**
   * From now on these. Simulated ones come in their place at the start alone, and where none was set up: whoever removes or
   * disables the last robot must not see others move there, however they are marked.
   *
   * @param anySetUp robots were set up, polled or not
   */
  become(robots: readonly RobotSettings[], anySetUp: boolean): Promise<void>;
  /**
   * Other simulated robots in the place of those that stand there.
   *
   * @throws ConsoleError TRAINING_IMPOSSIBLE once any robot was set up; whatever starting them throws, and the old ones stay
   */
  renew(wish: Wish): Promise<void>;
  /** Calls `listener` whenever others stand there; the answer ends that. */
  onChange(listener: () => void): () => void;
  /** Ends the polling, and simulated robots after it. */
  stop(): Promise<void>;
}

export function createPlant<Mock extends MockRobots, Wish>(deps: {
  readonly fleet: Pick<PollingFleet, 'become' | 'stop'>;
  /** @param wish null: as the configuration has it */
  readonly startMock: (wish: Wish | null) => Promise<Mock>;
}): Plant<Mock, Wish> {
  const { fleet, startMock } = deps;
  const listeners = new Set<() => void>();
  let robots: readonly RobotSettings[] = [];
  let mock: Mock | null = null;
  let started = false;
  const inTurn = oneAtATime();

  return {
    get robots() {
      return robots;
    },
    get simulated() {
      return mock !== null;
    },
    get simulation() {
      return mock;
    },
    become: (next, anySetUp) =>
      inTurn(async () => {
        const starting = !started && !anySetUp ? await startMock(null) : null;
        started = true;
        await stand(anySetUp ? null : (starting ?? mock), next);
      }),
    renew: (wish) =>
      inTurn(async () => {
        if (mock === null) throw new ConsoleError('TRAINING_IMPOSSIBLE', 'robots were set up: none is simulated');
        await stand(await startMock(wish), []);
      }),
    onChange(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    async stop() {
      // the robots last: what polls them must not take their end for an outage
      await fleet.stop();
      await inTurn(async () => mock?.stop());
    },
  };

  /** @param next where `simulation` is null */
  async function stand(simulation: Mock | null, next: readonly RobotSettings[]): Promise<void> {
    const leaving = mock === simulation ? null : mock;
    mock = simulation;
    robots = mock?.robots ?? next;
    for (const listener of listeners) listener();
    // together: a simulated robot that hangs would be waited for by whoever polls it, and by nobody when it has gone
    await Promise.all([fleet.become(robots), leaving?.stop()]);
  }
}
