import type { LifeSigns } from '../drivers/driver.ts';
import type { RobotState } from '../reading.ts';

/** What was heard last of a robot. Times monotonic, ms. */
export interface LastSeen {
  readonly state: RobotState;
  readonly at: number;
  readonly transitions: number | null;
  readonly sequence: number | null;
  readonly uptime: LifeSigns['uptime'];
}

/** `restart-lost-stop`: it was in an emergency stop, and came back in another state. */
export type RestartFinding = 'restart' | 'restart-lost-stop';

/** Sees from what a robot says of its life that its controller was started again. Times monotonic, ms. */
export interface RestartWatch {
  /**
   * @param again an attempt has failed since it was heard last
   * @returns what is certain now; a restart out of an emergency stop is told when the robot has booted
   */
  heard(state: RobotState, signs: LifeSigns, at: number, again: boolean): RestartFinding | null;
  /** It answers, so that it has been running until now. */
  answered(at: number): void;
  /** Somebody has seen it in an emergency stop beside the polls: a software stop was confirmed. */
  stopped(at: number): void;
  /** For the next process; null: nothing was heard yet. */
  last(): LastSeen | null;
}

/** An uptime of whole seconds lags by one; the rest is the way of the answer. */
const COARSE_MS = 1500;
/** The two clocks run apart by less than a hundredth. */
const DRIFT = 0.01;
/** No controller is back in less, ms: between two polls that are closer it was not started again. */
const QUICKEST_RESTART_MS = 3000;
/** Longest time (ms) in which a robot that boots is waited for before its state is judged: with all modules dead, 60 s. */
const LONGEST_BOOT_MS = 60_000;
/** Where counters of an uptime begin anew: 31 and 32 bits of milliseconds, 32 of hundredths and of microseconds. */
const WRAPS_MS = [2 ** 31, 2 ** 32, 2 ** 32 * 10, 2 ** 32 / 1000];

/** @param before what a former process had heard last, on this process's clock */
export function createRestartWatch(before: LastSeen | null = null): RestartWatch {
  let last = before;
  /** What was heard before the newest gap in which it could have been started again. */
  let beforeGap = before;
  /** Where its uptime stood when it last told it. */
  let uptime = before?.uptime ?? null;
  let restartedAt = -Infinity;
  /** It was in an emergency stop, was started again at that moment, and has not said since in what state it is. */
  let judgingSince: number | null = null;

  return {
    heard(state, signs, at, again) {
      if (last && (again || at - last.at >= QUICKEST_RESTART_MS)) beforeGap = last;
      const former = formerLife(state, signs, at);
      if (former) {
        restartedAt = at;
        if (former.state === 'estop') judgingSince ??= at;
      }
      const { transitions, sequence } = signs;
      if (signs.uptime && signs.uptime.at >= restartedAt) uptime = signs.uptime;
      else if (former) uptime = null;
      last = { state, at, transitions, sequence, uptime };
      return judged(state, at, former !== null);
    },
    answered(at) {
      if (last && at > last.at) last = { ...last, at };
      if (uptime && at > uptime.at) uptime = { ...uptime, at };
    },
    stopped(at) {
      const nothing = { transitions: null, sequence: null, uptime };
      last = { ...(last ?? nothing), state: 'estop', at: Math.max(at, last?.at ?? at) };
    },
    last: () => last,
  };

  function judged(state: RobotState, at: number, restarted: boolean): RestartFinding | null {
    if (judgingSince === null) return restarted ? 'restart' : null;
    if (state === 'boot' && at - judgingSince < LONGEST_BOOT_MS) return null;
    judgingSince = null;
    return state === 'estop' ? 'restart' : 'restart-lost-stop';
  }

  /** As the robot was in its former life, if this is another one. */
  function formerLife(state: RobotState, signs: LifeSigns, at: number): LastSeen | null {
    if (!last) return null;
    if (countsAnew(last, state, signs, at)) return last;
    if (!uptime || !startedAfter(uptime, signs)) return null;
    // the uptime may come late: what was heard behind the gap is of the new life already
    return beforeGap && beforeGap.at >= uptime.at ? beforeGap : last;
  }

  function countsAnew(seen: LastSeen, state: RobotState, { transitions }: LifeSigns, at: number): boolean {
    if (seen.transitions === null || transitions === null) return false;
    if (transitions < seen.transitions) return true;
    // nobody leaves a state without a transition; unless it was asked in the middle of one
    const gap = beforeGap === seen || at - seen.at >= QUICKEST_RESTART_MS;
    return gap && transitions === seen.transitions && state !== seen.state;
  }

  /** Whether the life that `signs` tell of began after its uptime was told before. */
  function startedAfter(then: NonNullable<LifeSigns['uptime']>, { uptime: now, sequence }: LifeSigns): boolean {
    if (!now || now.at <= then.at) return false;
    const expectedMs = then.ms + (now.at - then.at);
    if (WRAPS_MS.some((wrap) => Math.abs(now.ms + wrap - expectedMs) <= COARSE_MS + DRIFT * (now.at - then.at))) {
      return false;
    }
    if (now.at - now.ms > then.at + COARSE_MS + DRIFT * now.ms) return true;
    // the clock behind an uptime may have been set; a counter that goes on says that the controller has
    const goesOn = sequence !== null && sequence > (last?.sequence ?? Infinity);
    return now.ms < then.ms - COARSE_MS && !goesOn;
  }
}
