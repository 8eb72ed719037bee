import type { Clock } from '../clock.ts';
import type { Log } from '../log.ts';
import type { MockRobot } from './mock-fleet.ts';
import type { Scenario, ScenarioStep } from './scenario.ts';

/** How far a scenario is. */
export interface Progress {
  /** Since it began, or began again (ms). */
  readonly elapsedMs: number;
  /** Steps that have been performed since then. */
  readonly performed: number;
  /** Null: none comes any more, or the next thing is that it begins again. */
  readonly next: ScenarioStep | null;
}

/** A scenario that is being played. */
export interface Performance {
  /** Resolves after the last step; never, if the scenario begins again and again. */
  readonly done: Promise<void>;
  progress(): Progress;
  /** No step comes any more; what is in force stays. */
  stop(): void;
}

interface Stage {
  /** In the order of their numbers. */
  readonly robots: readonly Pick<MockRobot, 'id' | 'setFault' | 'setCondition'>[];
  readonly clock: Clock;
  readonly log: Log;
  /** Called when a step begins, and when the scenario begins again. */
  readonly onStep?: () => void;
}

/** Plays from now on. A step that a robot refuses is told to the log, and the others go on. */
export function playScenario(scenario: Scenario, { robots, clock, log, onStep }: Stage): Performance {
  const steps = scenario.steps.toSorted((one, other) => one.atMs - other.atMs);
  const { promise: done, resolve } = Promise.withResolvers<void>();
  let startedAt = clock.monotonic();
  let next = 0;
  let cancel = schedule();
  log.info('mock firmware: scenario begins', { scenario: scenario.name });

  return {
    done,
    progress: () => ({ elapsedMs: clock.monotonic() - startedAt, performed: next, next: steps[next] ?? null }),
    stop: () => cancel(),
  };

  function schedule(): () => void {
    const step = steps[next];
    const at = step?.atMs ?? scenario.repeatEveryMs;
    if (at === undefined) {
      resolve();
      return () => {};
    }
    return clock.after(Math.max(0, startedAt + at - clock.monotonic()), () => {
      if (step) void perform(step);
      else startedAt += at;
      next = step ? next + 1 : 0;
      cancel = schedule();
      onStep?.();
    });
  }

  async function perform({ robots: numbers, fault, paths, condition }: ScenarioStep): Promise<void> {
    const cast = robots.filter((_, index) => numbers === 'all' || numbers.includes(index + 1));
    const changes = cast.map(async (robot) => {
      if (fault) await robot.setFault(fault, paths);
      if (condition) await robot.setCondition(condition);
    });
    for (const outcome of await Promise.allSettled(changes)) {
      if (outcome.status === 'fulfilled') continue;
      log.error('mock firmware: a step failed', { scenario: scenario.name, cause: String(outcome.reason) });
    }
  }
}
