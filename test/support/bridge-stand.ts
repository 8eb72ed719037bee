import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { MessageChannel } from 'node:worker_threads';
import { SESSION_POLICY } from '../../src-main/access/session-policy.ts';
import { createSessions, type Sessions } from '../../src-main/access/sessions.ts';
import type { Refusal } from '../../src-main/audit/refusals.ts';
import type { SoftwareStop } from '../../src-main/firmware/commands/software-stop.ts';
import type { Fleet } from '../../src-main/firmware/fleet.ts';
import { ROLES } from '../../src-main/access/roles.ts';
import type { StopPolicy } from '../../src-main/access/stop-policy.ts';
import { createBridge, type Bridge } from '../../src-main/bridge/bridge.ts';
import { startLoopback, type Loopback } from '../../src-main/bridge/loopback.ts';
import { portChannel } from '../../src-main/bridge/message-port.ts';
import { systemClock } from '../../src-main/clock.ts';
import { secretToken } from '../../src-main/random.ts';
import { connectPort, connectSocket, takeSeat, type BridgeClient } from './bridge-client.ts';
import { createFakeAlarms, createFakeMonitoring, type FakeAlarms } from './fake-alarms.ts';
import { createFakeRegistry } from './fake-registry.ts';
import { createFakeAudit, type FakeAudit } from './fake-audit.ts';
import { createFakeAccess, createFakeAccounts, type FakeAccounts } from './fake-accounts.ts';
import { createFakeFleet, type FakeFleet } from './fake-fleet.ts';
import {
  createFakeCommands,
  createFakeLeases,
  createFakeSimulations,
  createFakeStops,
  type FakeStops,
} from './fake-orders.ts';
import { createFakeHistories } from './fake-histories.ts';
import { fakeInfo } from './fake-info.ts';
import { createFakeSecurity } from './fake-security.ts';
import { createFakeStore, type FakeStore } from './fake-store.ts';
import { trainingOver } from './fake-training.ts';
import { NO_SIGNATURES } from './no-signatures.ts';
import { createRecordingLog, type RecordingLog } from './recording-log.ts';
import { createVirtualClock } from './virtual-clock.ts';

export const PASSWORD = 'a password for tests only';

/** A bridge with everything behind it under the test's control. */
export interface BridgeStand {
  readonly bridge: Bridge;
  readonly fleet: FakeFleet;
  readonly stops: FakeStops;
  readonly alarms: FakeAlarms;
  readonly accounts: FakeAccounts;
  readonly store: FakeStore;
  readonly audit: FakeAudit;
  readonly sessions: Sessions;
  readonly log: RecordingLog;
  /** What was put on record of calls for which a right was missing. */
  readonly refusals: readonly Refusal[];
  /** How many listeners the sessions have: each belongs to a call or a stream that is not over. */
  readonly sessionListeners: () => number;
}

const ANYONE: StopPolicy = 'anyone';

/** With one account per role, named like it, whose password is {@link PASSWORD}. */
export function createBridgeStand({
  accounts = createFakeAccounts(),
  fleet = createFakeFleet(),
  policy = SESSION_POLICY,
  softwareStop = ANYONE,
  telling = null as SoftwareStop | null,
  polled = null as Pick<Fleet, 'snapshot' | 'snapshots' | 'metrics' | 'onChange'> | null,
  signatures = NO_SIGNATURES,
} = {}): BridgeStand {
  const log = createRecordingLog();
  const stops = createFakeStops();
  const store = createFakeStore();
  const refusals: Refusal[] = [];
  const audit = createFakeAudit();
  let sessionListeners = 0;
  const real = createSessions({ clock: systemClock, policy });
  const sessions: Sessions = {
    ...real,
    onChange(seatId, listener) {
      const unsubscribe = real.onChange(seatId, listener);
      sessionListeners += 1;
      return () => {
        unsubscribe();
        sessionListeners -= 1;
      };
    },
  };
  for (const role of ROLES) accounts.add(role, role, PASSWORD);
  const alarms = createFakeAlarms();
  const bridge = createBridge({
    ...createFakeAccess(accounts, systemClock, sessions),
    signatures,
    fleet: polled ?? fleet,
    linkHistories: createFakeHistories(),
    stops: telling ?? stops,
    commands: createFakeCommands(),
    leases: createFakeLeases(),
    simulations: createFakeSimulations(),
    softwareStop,
    store,
    alarms,
    audit,
    security: createFakeSecurity(),
    clock: systemClock,
    log,
    monitoring: createFakeMonitoring(),
    training: trainingOver(),
    registry: createFakeRegistry(),
    origin: 'loopback',
    refused: (refusal) => refusals.push(refusal),
    configuration: [{ key: 'port', value: '0', from: 'default' }],
    info: async () => fakeInfo({ firstAdministratorNeeded: (await accounts.count()) === 0, softwareStop }),
  });
  const listeners = () => sessionListeners;
  return { bridge, fleet, stops, alarms, accounts, store, audit, sessions, log, refusals, sessionListeners: listeners };
}

/** One way to reach a bridge; `newSeat` is a browser (or a window), its answer opens one tab of it. */
export interface Transport {
  newSeat(): Promise<() => Promise<BridgeClient>>;
  stop(): Promise<void>;
}

/** Every transport that a shell uses. */
export const TRANSPORTS: Readonly<Record<string, (bridge: Bridge) => Promise<Transport>>> = {
  async 'a message port'(bridge) {
    return {
      async newSeat() {
        const seat = { id: secretToken() };
        return async () => {
          const { port1, port2 } = new MessageChannel();
          bridge.attach(portChannel(port1), seat);
          return connectPort(port2);
        };
      },
      stop: async () => bridge.close(),
    };
  },
  async 'a WebSocket'(bridge) {
    const { loopback, stop } = await servedOverSocket(bridge);
    return {
      async newSeat() {
        const cookie = await takeSeat(loopback);
        return () => connectSocket(loopback, cookie);
      },
      stop,
    };
  },
};

/** The bridge behind a loopback server of its own, with a page that is none. */
export async function servedOverSocket(bridge: Bridge): Promise<{ loopback: Loopback; stop(): Promise<void> }> {
  const rendererDir = await mkdtemp(path.join(os.tmpdir(), 'renderer-'));
  await writeFile(path.join(rendererDir, 'index.html'), '<!doctype html>');
  const loopback = await startLoopback({
    bridge,
    rendererDir,
    port: 0,
    // browsers here never ask for another cookie, and keep theirs
    clock: createVirtualClock(),
    log: createRecordingLog(),
  });
  return {
    loopback,
    async stop() {
      bridge.close();
      await loopback.stop();
      await rm(rendererDir, { recursive: true });
    },
  };
}
