import { create } from 'zustand';
import type { ConsoleClient, ConsoleInfo } from '../../src-main/bridge/contract.ts';
import { closedReason } from '../bridge/client.ts';

export interface ConnectionState {
  /**
   * `opening`: never heard of it since this page was loaded; `alive`: its heart beats; `lost`: it did; `seat-unknown`:
   * it answers, but does not know this browser.
   */
  readonly phase: 'opening' | 'alive' | 'lost' | 'seat-unknown';
  /** `performance.now()` when `phase` began. */
  readonly since: number;
  readonly client: ConsoleClient | null;
  readonly info: ConsoleInfo | null;
}

export const useConnection = create<ConnectionState>()(() => ({
  phase: 'opening',
  since: performance.now(),
  client: null,
  info: null,
}));

export function enterPhase(phase: ConnectionState['phase']): void {
  if (useConnection.getState().phase !== phase) useConnection.setState({ phase, since: performance.now() });
}

/** The client of the connection as it is now; throws `BRIDGE_CLOSED` when there is none. */
export function consoleNow(): ConsoleClient {
  const { client, phase } = useConnection.getState();
  if (client === null || phase !== 'alive') throw closedReason();
  return client;
}

/** Asks the console about itself anew. */
export async function refreshInfo(client: ConsoleClient): Promise<void> {
  useConnection.setState({ info: await client.console.info() });
}
