import { createBridge } from '../../../../src-main/bridge/bridge.ts';
import type { Roles } from '../../../../src-main/access/roles/governed-roles.ts';
import type { Channel } from '../../../../src-main/bridge/channel.ts';
import type { Wire } from '../../../../src-renderer/bridge/wire.ts';
import { createFakeAlarms, createFakeMonitoring } from '../../../support/fake-alarms.ts';
import { createFakeRegistry } from '../../../support/fake-registry.ts';
import { createFakeAudit } from '../../../support/fake-audit.ts';
import { createFakeAccess, createFakeAccounts } from '../../../support/fake-accounts.ts';
import { createFakeFleet } from '../../../support/fake-fleet.ts';
import {
  createFakeCommands,
  createFakeLeases,
  createFakeSimulations,
  createFakeStops,
} from '../../../support/fake-orders.ts';
import { createFakeHistories } from '../../../support/fake-histories.ts';
import { fakeInfo } from '../../../support/fake-info.ts';
import { createFakeSecurity } from '../../../support/fake-security.ts';
import { createFakeStore } from '../../../support/fake-store.ts';
import { trainingOver } from '../../../support/fake-training.ts';
import { createRecordingLog } from '../../../support/recording-log.ts';
import type { VirtualClock } from '../../../support/virtual-clock.ts';

export const PASSWORD = 'a password for tests only';

/** A wire whose far end the test holds. */
export interface MemoryWire extends Wire {
  /** The far end says this. */
  arrive(message: string): void;
  /** The far end is still there, but nothing of it arrives any more (a stopped process, a dead switch). */
  silence(): void;
}

export function createMemoryWire(onSent: (message: string) => void = () => {}): MemoryWire {
  const listeners: ((message: string) => void)[] = [];
  const closeListeners: (() => void)[] = [];
  let closed = false;
  let silent = false;
  return {
    get closed() {
      return closed;
    },
    send(message) {
      if (!closed) onSent(message);
    },
    onMessage: (listener) => void listeners.push(listener),
    onClose: (listener) => void closeListeners.push(listener),
    close() {
      if (closed) return;
      closed = true;
      for (const listener of closeListeners) listener();
    },
    arrive(message) {
      if (closed || silent) return;
      for (const listener of listeners) listener(message);
    },
    silence() {
      silent = true;
    },
  };
}

/** The real bridge of the console over fake accounts and robots, on the test's clock; `plug` opens a wire to it. */
export function createConsole(clock: VirtualClock, { roles }: { readonly roles?: Roles } = {}) {
  const fleet = createFakeFleet(['hoist-1', 'hoist-2']);
  const stops = createFakeStops(['hoist-1', 'hoist-2']);
  const accounts = createFakeAccounts();
  const store = createFakeStore();
  const [alarms, audit] = [createFakeAlarms(), createFakeAudit()];
  const access = createFakeAccess(accounts, clock);
  for (const role of ['operator', 'supervisor', 'administrator'] as const) accounts.add(role, role, PASSWORD);
  const bridge = createBridge({
    ...access,
    roles: roles ?? access.roles,
    fleet,
    linkHistories: createFakeHistories(),
    stops,
    commands: createFakeCommands(),
    leases: createFakeLeases(['hoist-1', 'hoist-2'], clock),
    simulations: createFakeSimulations(['hoist-1', 'hoist-2']),
    softwareStop: 'anyone',
    store,
    alarms,
    audit,
    security: createFakeSecurity(),
    clock,
    log: createRecordingLog(),
    monitoring: createFakeMonitoring(),
    training: trainingOver(),
    registry: createFakeRegistry(),
    origin: 'loopback',
    refused: () => {},
    configuration: [],
    info: async () => fakeInfo(),
  });
  return {
    fleet,
    stops,
    store,
    alarms,
    audit,
    plug(): MemoryWire {
      const fromPage: ((message: unknown) => void)[] = [];
      const wire = createMemoryWire((message) => {
        for (const listener of fromPage) listener(message);
      });
      const channel: Channel = {
        send: (message) => {
          if (typeof message === 'string') wire.arrive(message);
        },
        onMessage: (listener) => void fromPage.push(listener),
        onClose: (listener) => wire.onClose(listener),
        close: () => wire.close(),
      };
      bridge.attach(channel, { id: 'seat' });
      return wire;
    },
  };
}
