import type { ConsoleClient, RobotsEvent } from '../../src-main/bridge/contract.ts';
import { forgetAlarms, showAlarms } from '../stores/alarms.ts';
import { refreshInfo } from '../stores/connection.ts';
import { forgetLeases, showLeases } from '../stores/leases.ts';
import { disownRobots, forgetRobots, showRobots } from '../stores/robots.ts';
import { isWorking, showSession } from '../stores/session.ts';
import { forgetStops, showStops } from '../stores/stops.ts';
import { forgetStoreHealth, showStoreHealth } from '../stores/store-health.ts';
import { follow } from './follow.ts';
import type { Timer } from './timer.ts';

/**
 * Tells the stores what the console says over one connection: itself, whether it keeps changes, the session, and the
 * robots and alarms it may show.
 */
export async function followConsole(client: ConsoleClient, timer: Timer, signal: AbortSignal): Promise<void> {
  void followStore(client, timer, signal);
  let session = new AbortController();
  await follow(
    (options) => client.session.watch(undefined, options),
    (event) => {
      session.abort();
      session = new AbortController();
      showSession(event.session);
      void describe(client);
      if (event.session?.changeReason === null && event.session.permissions.includes('robot:view')) {
        void followRobots(client, timer, AbortSignal.any([signal, session.signal]));
        void followLeases(client, timer, AbortSignal.any([signal, session.signal]));
      } else forgetRobots();
      void followStops(client, timer, AbortSignal.any([signal, session.signal]));
      if (isWorking(event.session)) void followAlarms(client, timer, AbortSignal.any([signal, session.signal]));
    },
    () => session.abort(),
    timer,
    signal,
  );
  session.abort();
}

async function describe(client: ConsoleClient): Promise<void> {
  await refreshInfo(client).catch((error: unknown) => console.warn('The console did not describe itself.', error));
}

async function followStore(client: ConsoleClient, timer: Timer, signal: AbortSignal): Promise<void> {
  signal.addEventListener('abort', forgetStoreHealth, { once: true });
  await follow((options) => client.store.watch(undefined, options), showStoreHealth, forgetStoreHealth, timer, signal);
}

/** What came of the software stop concerns whoever stands here; where the plant says otherwise, it is told to nobody else. */
async function followStops(client: ConsoleClient, timer: Timer, signal: AbortSignal): Promise<void> {
  const refused = new AbortController();
  await follow(
    (options) => client.robots.stops(undefined, options),
    showStops,
    (failure) => {
      if (failure === null || !['SESSION_REQUIRED', 'PERMISSION_DENIED'].includes(failure.code)) return;
      forgetStops();
      refused.abort();
    },
    timer,
    AbortSignal.any([signal, refused.signal]),
  );
}

async function followLeases(client: ConsoleClient, timer: Timer, signal: AbortSignal): Promise<void> {
  signal.addEventListener('abort', forgetLeases, { once: true });
  await follow((options) => client.robots.leases(undefined, options), showLeases, forgetLeases, timer, signal);
}

async function followAlarms(client: ConsoleClient, timer: Timer, signal: AbortSignal): Promise<void> {
  signal.addEventListener('abort', forgetAlarms, { once: true });
  await follow((options) => client.alarms.watch(undefined, options), showAlarms, forgetAlarms, timer, signal);
}

async function followRobots(client: ConsoleClient, timer: Timer, signal: AbortSignal): Promise<void> {
  signal.addEventListener('abort', disownRobots, { once: true });
  const show = (event: RobotsEvent) => {
    showRobots(event);
    // others than before: the first that is set up ends the time of simulated ones
    if (event.kind === 'all') void describe(client);
  };
  await follow((options) => client.robots.watch(undefined, options), show, disownRobots, timer, signal);
}
