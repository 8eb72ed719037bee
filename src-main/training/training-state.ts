import type { FirmwareKind } from '../mock-firmware/firmware-kinds.ts';
import type { Deed } from '../mock-firmware/orders.ts';

/** More than these is a test of the console's endurance, and no exercise. */
export const TRAINED_ROBOTS_MAX = 50;

/** A scenario as the list shows it. */
export interface ListedScenario {
  readonly id: string;
  readonly from: 'shipped' | 'own';
  /** Null: the file is none. */
  readonly scenario: ScenarioFacts | null;
  /** The rule that the file breaks, for whoever writes it. */
  readonly wrong: string | null;
}

export interface ScenarioWords {
  readonly name: string;
  readonly about: string;
}

export interface ScenarioFacts extends ScenarioWords {
  /** The same in Vietnamese; null: the file has them in one language. */
  readonly vi: ScenarioWords | null;
  readonly seed: number;
  /** Null: it is made for any. */
  readonly firmware: FirmwareKind | null;
  /** How many it needs. */
  readonly robots: number;
  readonly steps: number;
  /** The last step's time from the start (ms). */
  readonly lastAtMs: number;
  readonly repeatEveryMs: number | null;
}

/** What was done to a simulated robot, by whom: a scenario, or a trainer by hand. */
export interface DeedDone {
  /** By the wall clock, ms. */
  readonly at: number;
  readonly deed: Deed;
  readonly by: 'scenario' | 'hand';
}

/** A simulated robot, as its trainer sees it. */
export interface TrainedRobot {
  readonly id: string;
  readonly name: string;
  /** The newest first, since these robots were started; the latest few. */
  readonly done: readonly DeedDone[];
}

/** A scenario in play. */
export interface Playing {
  readonly scenario: string;
  readonly words: ScenarioWords & { readonly vi: ScenarioWords | null };
  /** When it was started, by the wall clock (ms). */
  readonly startedAt: number;
  /** Since it began, or began again; as of this event (ms). */
  readonly elapsedMs: number;
  readonly repeatEveryMs: number | null;
  readonly steps: number;
  readonly performed: number;
  /** The step that comes next; null: the last one has come. Robots by their ids. */
  readonly next: { readonly atMs: number; readonly robots: readonly string[] | 'all'; readonly deed: Deed } | null;
}

/** Why a scenario is in play no more. */
export type PlayEnd = 'finished' | 'stopped' | 'replaced' | 'robots-set-up' | 'simulation-ended';

/** Everything that the training screen shows. */
export interface TrainingState {
  /** `robots-set-up`: there are robots that are not the console's own, and nothing to train on. */
  readonly standing: 'ready' | 'simulation-ended' | 'robots-set-up';
  readonly firmware: FirmwareKind | null;
  readonly seed: number | null;
  readonly robots: readonly TrainedRobot[];
  readonly playing: Playing | null;
  /** How the last scenario ended, while no other is in play; null: there was none. */
  readonly last: { readonly words: Playing['words']; readonly ended: PlayEnd; readonly at: number } | null;
}
