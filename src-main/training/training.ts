import type { Actor, AuditEvent } from '../audit/record.ts';
import { sleep, type Clock } from '../clock.ts';
import { ConsoleError } from '../errors.ts';
import type { MockRobots, Plant } from '../firmware/plant.ts';
import type { Log } from '../log.ts';
import type { FirmwareKind } from '../mock-firmware/firmware-kinds.ts';
import { faultDeed, type Deed } from '../mock-firmware/orders.ts';
import type { Scenario } from '../mock-firmware/scenario.ts';
import { playScenario } from '../mock-firmware/scenario-player.ts';
import { oneAtATime } from '../store/one-at-a-time.ts';
import { createDeedsDone } from './deeds-done.ts';
import type { Library } from './library.ts';
import { playingOf, wordsOf, type Play } from './play.ts';
import { CONSOLE, eventOf, factsOf, recorded } from './training-records.ts';
import type { ListedScenario, PlayEnd, TrainingState } from './training-state.ts';

/** Longest wait (ms) for the process of the simulated robots to say that it has done what it was told. */
const ANSWERED_WITHIN_MS = 5000;

/** Which simulated robots are to stand there. */
export interface SimulationWish {
  readonly robots: number;
  readonly seed: number;
  readonly firmware: FirmwareKind;
}

/** The console's own simulated robots, in a process of their own. */
export interface Simulation extends MockRobots {
  readonly firmware: FirmwareKind;
  readonly seed: number;
  /** Resolves when the process has ended, however that was. */
  readonly ended: Promise<unknown>;
  /** @throws ConsoleError SIMULATION_ENDED; whatever the robot refuses it with */
  tell(robot: string, deed: Deed): Promise<void>;
}

/**
 * Exercises on simulated robots. Nothing here reaches any other: what is done goes to the process of those that the console
 * started itself, by a pipe that leads nowhere else. Everything that a person does is recorded, as of simulated robots.
 */
export interface Training {
  state(): TrainingState;
  onChange(listener: () => void): () => void;
  scenarios(): Promise<readonly ListedScenario[]>;
  /**
   * Plays a scenario on robots that start afresh, with its seed, its firmware, and as many as it needs: the same
   * performance every time.
   *
   * @throws ConsoleError TRAINING_IMPOSSIBLE, SCENARIO_UNKNOWN, SCENARIO_INVALID
   */
  play(scenario: string, by: Actor): Promise<void>;
  /** No step comes any more; what is in force stays. Does nothing where this scenario is not in play. */
  stop(scenario: string, by: Actor): Promise<void>;
  /** @throws ConsoleError TRAINING_IMPOSSIBLE, SIMULATION_ENDED, ROBOT_UNKNOWN */
  inject(robot: string, deed: Deed, by: Actor): Promise<void>;
  /** Ends whatever is in play, and starts these robots in the place of those that are there. @throws TRAINING_IMPOSSIBLE */
  restart(wish: SimulationWish, by: Actor): Promise<void>;
  /** Ends what is in play, without a word. */
  close(): void;
}

export interface TrainingDeps {
  readonly plant: Pick<Plant<Simulation, SimulationWish>, 'simulation' | 'renew' | 'onChange'>;
  readonly library: Library;
  readonly record: (event: AuditEvent) => void;
  readonly clock: Clock;
  readonly log: Log;
}

export function createTraining({ plant, library, record, clock, log }: TrainingDeps): Training {
  const listeners = new Set<() => void>();
  const done = createDeedsDone(clock.now);
  const inTurn = oneAtATime();
  let watched: Simulation | null = null;
  let hasEnded = false;
  let play: Play | null = null;
  let last: TrainingState['last'] = null;

  follow();
  const unfollow = plant.onChange(() => {
    follow();
    changed();
  });

  return {
    state() {
      const robots = watched?.robots.map(({ id, name }) => ({ id, name, done: done.of(id) })) ?? [];
      const standing = watched === null ? 'robots-set-up' : hasEnded ? 'simulation-ended' : 'ready';
      const { firmware = null, seed = null } = watched ?? {};
      return { standing, firmware, seed, robots, playing: play && playingOf(play), last: play ? null : last };
    },
    onChange(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    scenarios: () => library.list(),
    play: (id, by) =>
      inTurn(async () => {
        const { firmware, robots } = standingThere();
        const { scenario, digest } = await library.load(id);
        const wish = {
          firmware: scenario.firmware ?? firmware,
          robots: Math.max(robots.length, scenario.robots),
          seed: scenario.seed,
        };
        const facts = { scenario: id, digest, ...wish };
        await recorded(record, by, 'training.scenario-start', facts, async () => {
          endPlay('replaced', by);
          await plant.renew(wish);
          begin(id, scenario, standingThere());
        });
        changed();
      }),
    stop: (id, by) =>
      inTurn(async () => {
        if (play?.id === id) endPlay('stopped', by);
        changed();
      }),
    async inject(robot, deed, by) {
      const simulation = standingThere();
      if (!simulation.robots.some(({ id }) => id === robot)) {
        throw new ConsoleError('ROBOT_UNKNOWN', 'no simulated robot has this id', { robot });
      }
      await recorded(record, by, 'training.deed', factsOf(deed), () => tell(simulation, robot, deed, 'hand'), robot);
    },
    restart: (wish, by) =>
      inTurn(async () => {
        standingThere();
        await recorded(record, by, 'training.restart', { ...wish }, async () => {
          endPlay('replaced', by);
          await plant.renew(wish);
        });
        changed();
      }),
    close() {
      unfollow();
      play?.performance.stop();
      play = null;
    },
  };

  function standingThere(): Simulation {
    if (plant.simulation !== null) return plant.simulation;
    throw new ConsoleError('TRAINING_IMPOSSIBLE', 'the robots of this console are not its own simulated ones');
  }

  /** Looks after the robots that stand there now: nobody else notices that their process has ended. */
  function follow(): void {
    const simulation = plant.simulation;
    if (simulation === watched) return;
    watched = simulation;
    hasEnded = false;
    done.forget();
    if (simulation === null) endPlay('robots-set-up', CONSOLE);
    void simulation?.ended.then(() => {
      if (watched !== simulation) return;
      hasEnded = true;
      endPlay('simulation-ended', CONSOLE);
      changed();
    });
  }

  function begin(id: string, scenario: Scenario, simulation: Simulation): void {
    const robots = simulation.robots.map((robot) => ({
      id: robot.id,
      setFault: (fault: Extract<Deed, { fault: unknown }>['fault'], paths?: readonly string[]) =>
        tell(simulation, robot.id, faultDeed(fault, paths), 'scenario'),
      setCondition: (condition: Extract<Deed, { condition: unknown }>['condition']) =>
        tell(simulation, robot.id, { condition }, 'scenario'),
    }));
    const performance = playScenario(scenario, { robots, clock, log, onStep: changed });
    play = { id, scenario, performance, simulation, startedAt: clock.now() };
    void performance.done.then(() => {
      if (play?.performance !== performance) return;
      endPlay('finished', CONSOLE);
      changed();
    });
  }

  function endPlay(ended: PlayEnd, by: Actor): void {
    if (play === null) return;
    const { id, scenario, performance } = play;
    performance.stop();
    play = null;
    last = { words: wordsOf(scenario), ended, at: clock.now() };
    record(eventOf(by, 'training.scenario-end', { scenario: id, ended }, 'succeeded'));
  }

  async function tell(simulation: Simulation, robot: string, deed: Deed, by: 'scenario' | 'hand'): Promise<void> {
    const answered = new AbortController();
    const late = sleep(clock, ANSWERED_WITHIN_MS, answered.signal).then(
      () => Promise.reject(new ConsoleError('SIMULATION_ENDED', 'the simulated robots do not answer')),
      () => {},
    );
    try {
      await Promise.race([simulation.tell(robot, deed), late]);
    } finally {
      answered.abort();
    }
    // others may stand there by now, under the same ids
    if (simulation !== watched) return;
    done.note(robot, deed, by);
    changed();
  }

  function changed(): void {
    for (const listener of listeners) listener();
  }
}
