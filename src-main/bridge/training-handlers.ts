import type { Seat } from '../access/seats.ts';
import { inScope } from '../access/scope.ts';
import type { Sessions } from '../access/sessions.ts';
import type { Actor } from '../audit/record.ts';
import type { Clock } from '../clock.ts';
import { ConsoleError } from '../errors.ts';
import type { TrainingState } from '../training/training-state.ts';
import type { Training } from '../training/training.ts';
import { os } from './implementer.ts';
import type { PlantSight } from './sight.ts';
import { changesOf, type Changing } from './streams.ts';

interface TrainingDependencies {
  readonly training: Training;
  readonly sessions: Pick<Sessions, 'current'>;
  readonly clock: Clock;
  readonly actorAt: (seat: Seat) => Actor;
  readonly sightAt: (seat: Seat) => PlantSight;
}

/** Simulated robots belong to no group. */
const placed = ({ id }: { readonly id: string }) => ({ id, group: '' });

/** The training as one reader follows it: of the robots, those in sight, also in what comes next. */
export function trainingChanges(
  training: Pick<Training, 'state' | 'onChange'>,
  sight: PlantSight,
): Changing<TrainingState> {
  return {
    subscribe(changed) {
      const ends = [training.onChange(changed), sight.onChange(changed)];
      return () => ends.forEach((end) => end());
    },
    news() {
      const { robots, playing, ...rest } = training.state();
      const scope = sight.scope();
      const sees = (id: string): boolean => inScope(scope, placed({ id }));
      const next = playing?.next ?? null;
      const named = next && { ...next, robots: next.robots === 'all' ? next.robots : next.robots.filter(sees) };
      return { ...rest, robots: robots.filter(({ id }) => sees(id)), playing: playing && { ...playing, next: named } };
    },
  };
}

/** The procedures about exercises on simulated robots. */
export function trainingHandlers({ training, sessions, clock, actorAt, sightAt }: TrainingDependencies) {
  /** A scenario, and a start afresh, are about all of them. @throws ConsoleError PERMISSION_DENIED */
  function requireAllInScope(seat: Seat): void {
    const scope = sessions.current(seat.id)?.principal.scope ?? null;
    const outside = training.state().robots.find((robot) => !inScope(scope, placed(robot)));
    if (!outside) return;
    const details = { resource: 'training', action: 'edit', robot: outside.id, rule: 'scope' };
    throw new ConsoleError('PERMISSION_DENIED', 'a simulated robot lies outside of the scope', details);
  }

  return {
    watch: os.training.watch.handler(({ context: { seat }, signal }) =>
      changesOf(trainingChanges(training, sightAt(seat)), { clock, signal }),
    ),
    scenarios: os.training.scenarios.handler(() => training.scenarios()),
    play: os.training.play.handler(({ context: { seat }, input }) => {
      requireAllInScope(seat);
      return training.play(input.scenario, actorAt(seat));
    }),
    stop: os.training.stop.handler(({ context: { seat }, input }) => {
      requireAllInScope(seat);
      return training.stop(input.scenario, actorAt(seat));
    }),
    inject: os.training.inject.handler(({ context: { seat }, input }) =>
      training.inject(input.robot, input.deed, actorAt(seat)),
    ),
    restart: os.training.restart.handler(({ context: { seat }, input }) => {
      requireAllInScope(seat);
      return training.restart(input, actorAt(seat));
    }),
  };
}
