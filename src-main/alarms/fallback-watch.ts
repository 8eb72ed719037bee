import type { Clock } from '../clock.ts';
import type { Fleet } from '../firmware/fleet.ts';
import type { Finding } from './alarm.ts';

/** Tells each time a simulation begins to stand in for a robot, whoever began it; the answer ends the watch. */
export function watchFallback(
  fleet: Pick<Fleet, 'snapshot' | 'onChange'>,
  clock: Pick<Clock, 'now'>,
  tell: (finding: Finding) => void,
): () => void {
  /** Since when, by the robot's id. */
  const simulated = new Map<string, number>();
  return fleet.onChange((changed) => {
    const robot = fleet.snapshot(changed);
    if (!robot?.standIn) return void simulated.delete(changed);
    const { since, by } = robot.standIn;
    if (simulated.get(changed) === since) return;
    simulated.set(changed, since);
    tell({
      kind: 'simulated-fallback',
      subject: robot.name,
      robot: changed,
      by,
      at: clock.now(),
    });
  });
}
