import { faultDeed } from '../mock-firmware/orders.ts';
import type { Scenario, ScenarioStep } from '../mock-firmware/scenario.ts';
import type { Performance } from '../mock-firmware/scenario-player.ts';
import type { Simulation } from './training.ts';
import type { Playing } from './training-state.ts';

/** A scenario on the stage. */
export interface Play {
  readonly id: string;
  readonly scenario: Scenario;
  readonly performance: Performance;
  readonly simulation: Simulation;
  readonly startedAt: number;
}

/** How a scenario is called, in the languages that it has. */
export const wordsOf = ({ name, about, vi }: Scenario): Playing['words'] => ({ name, about, vi: vi ?? null });

/** How far it is, at this moment. */
export function playingOf({ id, scenario, performance, simulation, startedAt }: Play): Playing {
  const { elapsedMs, performed, next } = performance.progress();
  const { repeatEveryMs = null, steps } = scenario;
  return {
    scenario: id,
    words: wordsOf(scenario),
    startedAt,
    elapsedMs,
    repeatEveryMs,
    steps: steps.length,
    performed,
    next: next && comingOf(next, simulation),
  };
}

function comingOf(
  { atMs, robots: numbers, fault, paths, condition }: ScenarioStep,
  { robots }: Simulation,
): Playing['next'] {
  const deed = fault ? faultDeed(fault, paths) : condition ? { condition } : null;
  const named = numbers === 'all' ? numbers : robots.filter((_, at) => numbers.includes(at + 1)).map(({ id }) => id);
  return deed && { atMs, robots: named, deed };
}
