import type { ToldState } from './simulated-firmware.ts';

/** What a controller counts of its own life; looked at as often as the robot is, and no more exact than that. */
export interface Logbook {
  /** The robot is in `state` at `at` (ms since boot). */
  note(state: ToldState, at: number): void;
  view(at: number): LogbookView;
}

export interface LogbookView {
  readonly previousState: ToldState;
  readonly stateForMs: number;
  readonly transitions: number;
  readonly emergencies: number;
  readonly faults: number;
  readonly timeInStates: Readonly<Partial<Record<ToldState, number>>>;
}

export function createLogbook(): Logbook {
  const timeInStates: Partial<Record<ToldState, number>> = {};
  let state: ToldState = 'boot';
  let previousState: ToldState = 'boot';
  let since = 0;
  let notedAt = 0;
  let transitions = 0;
  let emergencies = 0;
  let faults = 0;

  return {
    note(next, at) {
      timeInStates[state] = (timeInStates[state] ?? 0) + (at - notedAt);
      notedAt = at;
      if (next === state) return;
      transitions += 1;
      if (next === 'estop') emergencies += 1;
      if (next === 'fault') faults += 1;
      previousState = state;
      state = next;
      since = at;
    },
    view: (at) => ({
      previousState,
      stateForMs: at - since,
      transitions,
      emergencies,
      faults,
      timeInStates: { ...timeInStates },
    }),
  };
}
