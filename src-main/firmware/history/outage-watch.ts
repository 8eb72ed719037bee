import type { Clock } from '../../clock.ts';

/** Why a robot cannot be followed: its polls come to nothing, or it answers and stands still. */
export type Trouble = 'down' | 'silent';

/** A robot that cannot be followed for so long (ms) is somebody's business; less is a hiccup that the screen shows anyhow. */
export const TOLD_AFTER_MS = 10_000;
/** Trouble that comes back sooner (ms) is the same outage: a link that flaps is told of once. */
export const SETTLED_AFTER_MS = 60_000;

/** Tells of an outage once for each of its troubles, however often it seems to be over in between. */
export interface OutageWatch {
  /** How the newest poll ended, at `at` (monotonic, ms); null: well. */
  note(trouble: Trouble | null, at: number): void;
  /** Nobody polls it any more: there is nothing to tell. */
  end(): void;
}

export function createOutageWatch(clock: Clock, tell: (trouble: Trouble) => void): OutageWatch {
  let now: Trouble | null = null;
  let since = 0;
  /** How long each has lasted in this outage, but for the one that lasts, ms. */
  let lastedMs: Record<Trouble, number> = { down: 0, silent: 0 };
  let told: Record<Trouble, boolean> = { down: false, silent: false };
  let cancel = () => {};

  return {
    note(trouble, at) {
      if (trouble === now) return;
      cancel();
      if (now) lastedMs[now] += at - since;
      else if (at - since >= SETTLED_AFTER_MS) {
        lastedMs = { down: 0, silent: 0 };
        told = { down: false, silent: false };
      }
      now = trouble;
      since = at;
      if (!trouble || told[trouble]) return;
      cancel = clock.after(Math.max(0, TOLD_AFTER_MS - lastedMs[trouble]), () => {
        told[trouble] = true;
        tell(trouble);
      });
    },
    end() {
      cancel();
      now = null;
      // whoever polls it next begins anew
      since = -Infinity;
    },
  };
}
