import { create } from 'zustand';
import { toConsoleError, type CallFailure, type ErrorCode, type StopView } from '../../src-main/bridge/contract.ts';
import { closedReason } from '../bridge/client.ts';
import { useConnection } from './connection.ts';

/** What this page itself knows of its last press, before and beside what the console tells. */
export interface OwnPress {
  /** Wall clock, ms. */
  readonly at: number;
  /** `sending`: no answer yet; `not-sent`: surely; `not-confirmed`: nobody can say whether it reached the console. */
  readonly state: 'sending' | 'not-sent' | 'not-confirmed';
  readonly failure: CallFailure | null;
}

/** A connection that ended, or an answer that did not come, says nothing of what was done. */
const NOT_CONFIRMED: readonly ErrorCode[] = ['BRIDGE_CLOSED', 'BRIDGE_TIMEOUT', 'INTERNAL'];

export interface StopsState {
  /** The newest software stop of each robot, as the console tells it. */
  readonly stops: readonly StopView[];
  readonly own: OwnPress | null;
}

export const useStops = create<StopsState>()(() => ({ stops: [], own: null }));

/** What the console tells takes the place of what the page said meanwhile. */
export function showStops({ stops }: { readonly stops: readonly StopView[] }): void {
  useStops.setState(({ own }) => ({ stops, own: stops.length > 0 && own?.state === 'sending' ? null : own }));
}

/** What is known of the newest press alone: beside a press that came to nothing, an earlier success would pass for its result. */
export function ofTheNewestPress({ stops, own }: StopsState): readonly StopView[] {
  if (own === null) return stops;
  return stops.filter(({ outcome, requestedAt }) => outcome === null || requestedAt >= own.at);
}

/** Nobody is here any more to whom the console tells it. */
export function forgetStops(): void {
  useStops.setState({ stops: [] });
}

/**
 * Presses the software stop of one robot, or (null) of all. It goes out over any connection that there is, even one on
 * which the console was not heard just now; whether it arrived is told by what comes back.
 */
export async function pressStop(robot: string | null): Promise<void> {
  const own: OwnPress = { at: Date.now(), state: 'sending', failure: null };
  useStops.setState({ own });
  const { client } = useConnection.getState();
  try {
    if (client === null) throw closedReason();
    const { stops } = await client.robots.stop({ robot });
    showStops({ stops: [...useStops.getState().stops.filter((known) => !stops.some(same(known))), ...stops] });
  } catch (error) {
    const failure = toConsoleError(error);
    const state = client !== null && NOT_CONFIRMED.includes(failure.code) ? 'not-confirmed' : 'not-sent';
    // what the console told meanwhile counts more
    useStops.setState((now) => (now.own?.at === own.at ? { own: { ...own, state, failure } } : {}));
  }
}

const same = (known: StopView) => (told: StopView) => told.robot === known.robot;
