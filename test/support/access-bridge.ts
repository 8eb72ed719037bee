import { MessageChannel } from 'node:worker_threads';
import { createBridge, type Bridge, type BridgeDependencies } from '../../src-main/bridge/bridge.ts';
import { toConsoleError, type CallFailure, type ConsoleClient } from '../../src-main/bridge/contract.ts';
import { portChannel } from '../../src-main/bridge/message-port.ts';
import type { Clock } from '../../src-main/clock.ts';
import type { AccessStand } from './access-stand.ts';
import { connectPort } from './bridge-client.ts';
import { createFakeAlarms, createFakeMonitoring, type FakeAlarms } from './fake-alarms.ts';
import { createFakeAudit } from './fake-audit.ts';
import { createFakeFleet } from './fake-fleet.ts';
import { createFakeCommands, createFakeLeases, createFakeSimulations, createFakeStops } from './fake-orders.ts';
import { createFakeHistories } from './fake-histories.ts';
import { createFakeRegistry } from './fake-registry.ts';
import { fakeInfo } from './fake-info.ts';
import { createFakeSecurity } from './fake-security.ts';
import { createFakeStore } from './fake-store.ts';
import { trainingOver } from './fake-training.ts';

/** The real access behind the real gate and router; what else there is to reach is under the test's control. */
export interface AccessBridge {
  readonly bridge: Bridge;
  readonly alarms: FakeAlarms;
  /** A client at a seat of its own. */
  seat(id: string): ConsoleClient;
}

/** @param clock of the bridge's streams */
export function bridgeOver(
  access: AccessStand,
  clock: Clock,
  refused: BridgeDependencies['refused'] = () => {},
): AccessBridge {
  const alarms = createFakeAlarms();
  const bridge = createBridge({
    ...access,
    fleet: createFakeFleet(),
    linkHistories: createFakeHistories(),
    store: createFakeStore(),
    stops: createFakeStops(),
    commands: createFakeCommands(),
    leases: createFakeLeases(),
    simulations: createFakeSimulations(),
    softwareStop: 'permitted',
    registry: createFakeRegistry(),
    monitoring: createFakeMonitoring(),
    training: trainingOver(),
    refused,
    alarms,
    audit: createFakeAudit(),
    security: createFakeSecurity(),
    clock,
    log: access.log,
    origin: 'loopback',
    configuration: [{ key: 'port', value: '0', from: 'default' }],
    info: async () => fakeInfo(),
  });
  return {
    bridge,
    alarms,
    seat(id) {
      const { port1, port2 } = new MessageChannel();
      bridge.attach(portChannel(port1), { id });
      return connectPort(port2).client;
    },
  };
}

/** How a call failed; null when it did not. */
export async function failureOf(call: Promise<unknown>): Promise<CallFailure | null> {
  try {
    await call;
    return null;
  } catch (error) {
    return toConsoleError(error);
  }
}

export const codeOf = async (call: Promise<unknown>) => (await failureOf(call))?.code ?? null;
