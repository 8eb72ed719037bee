import { create } from 'zustand';

/** How often ages are looked at again (ms). */
const TICK_MS = 250;

/** This page's clocks, looked at a few times a second; select what changes seldom, so that little is drawn anew. */
export const useNow = create<{ readonly monotonic: number; readonly wall: number }>()(() => ({
  monotonic: performance.now(),
  wall: Date.now(),
}));

const tick = () => useNow.setState({ monotonic: performance.now(), wall: Date.now() });

/** Lets the time run; a page that becomes visible again looks at the clock before anybody looks at it. */
export function startTime(): void {
  setInterval(tick, TICK_MS);
  document.addEventListener('visibilitychange', tick);
}
