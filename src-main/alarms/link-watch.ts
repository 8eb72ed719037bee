import type { LinkNotice } from '../firmware/history/link-observer.ts';
import type { SoftwareStop } from '../firmware/commands/software-stop.ts';
import type { Finding } from './alarm.ts';

/** What tells of robots whose links want attention. */
export interface LinkNotices {
  onNotice(listener: (notice: LinkNotice) => void): () => void;
}

/** Tells of everything that a look at all the polls shows; the answer ends the watch. */
export function watchLinks(links: LinkNotices, tell: (finding: Finding) => void): () => void {
  return links.onNotice(({ kind, robot, name, at }) => tell({ kind, subject: name, robot, by: null, at }));
}

/** Tells once of each software stop after which the robot was not seen to stop; the answer ends the watch. */
export function watchStops(
  stops: Pick<SoftwareStop, 'views' | 'onChange'>,
  tell: (finding: Finding) => void,
): () => void {
  /** The newest of each robot that was looked at. */
  const decided = new Map<string, string>();
  return stops.onChange(() => {
    for (const { id, robot, name, outcome, confirmed, answer, requestedAt } of stops.views()) {
      if (outcome === null || decided.get(robot) === id) continue;
      decided.set(robot, id);
      if (outcome === 'observed') continue;
      tell({ kind: 'stop-unconfirmed', subject: name, robot, by: null, at: confirmed.at ?? answer.at ?? requestedAt });
    }
  });
}
