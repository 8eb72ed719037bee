import type { ConsoleClient } from '../../src-main/bridge/contract.ts';
import { enterPhase, refreshInfo, useConnection } from '../stores/connection.ts';
import { disownRobots, forgetRobots, showRobots } from '../stores/robots.ts';
import { showSession } from '../stores/session.ts';
import { keepConnected } from './connection.ts';
import { follow } from './follow.ts';
import { openWireOfShell } from './shells.ts';
import { pageTimer } from './timer.ts';

/**
 * Connects the stores to the console, for as long as the page lives.
 *
 * @param launched settles when the launch link is dealt with: before that the console does not know this browser
 */
export function startBridge(launched: Promise<void>): void {
  const forEver = new AbortController().signal;
  const events = {
    opened: (client: ConsoleClient, signal: AbortSignal) => {
      useConnection.setState({ client });
      void followConsole(client, signal);
    },
    alive: () => enterPhase('alive'),
    lost: () => enterPhase('lost'),
    seatUnknown: () => {
      enterPhase('seat-unknown');
      showSession(null);
      forgetRobots();
    },
  };
  void launched.then(() => keepConnected(openWireOfShell, events, pageTimer, forEver));
}

/** Tells the stores what the console says over one connection: itself, the session, and the robots it may show. */
async function followConsole(client: ConsoleClient, signal: AbortSignal): Promise<void> {
  let session = new AbortController();
  await follow(
    (options) => client.session.watch(undefined, options),
    (event) => {
      session.abort();
      session = new AbortController();
      showSession(event.session);
      void refreshInfo(client).catch((error: unknown) => console.warn('The console did not describe itself.', error));
      if (event.session?.permissions.includes('robot:view')) {
        void followRobots(client, AbortSignal.any([signal, session.signal]));
      } else forgetRobots();
    },
    () => session.abort(),
    pageTimer,
    signal,
  );
  session.abort();
}

async function followRobots(client: ConsoleClient, signal: AbortSignal): Promise<void> {
  signal.addEventListener('abort', disownRobots, { once: true });
  await follow((options) => client.robots.watch(undefined, options), showRobots, disownRobots, pageTimer, signal);
}
