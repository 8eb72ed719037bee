import type { ConsoleClient } from '../../src-main/bridge/contract.ts';
import { enterPhase, useConnection } from '../stores/connection.ts';
import { forgetRobots } from '../stores/robots.ts';
import { showSession } from '../stores/session.ts';
import { keepConnected } from './connection.ts';
import { followConsole } from './follow-console.ts';
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
      void followConsole(client, pageTimer, signal);
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
