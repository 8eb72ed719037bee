import type { Clock } from '../clock.ts';
import type { Fleet } from '../firmware/fleet.ts';
import type { Finding } from './alarm.ts';

/** Tells each time a simulation begins to stand in for a robot that does not answer; the answer ends the watch. */
export function watchFallback(
  fleet: Pick<Fleet, 'snapshot' | 'onChange'>,
  clock: Pick<Clock, 'now'>,
  tell: (finding: Finding) => void,
): () => void {
  const simulated = new Set<string>();
  return fleet.onChange((changed) => {
    const robot = fleet.snapshot(changed);
    const state = robot?.link.state;
    const standsIn = robot?.reading?.source === 'simulated' && state !== 'live' && state !== 'slow';
    if (!robot || !standsIn) return void simulated.delete(changed);
    if (simulated.has(changed)) return;
    simulated.add(changed);
    tell({
      kind: 'simulated-fallback',
      subject: robot.name,
      robot: changed,
      by: null,
      at: clock.now(),
    });
  });
}
