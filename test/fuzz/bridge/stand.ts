import { randomUUID } from 'node:crypto';
import { readdirSync, rmSync } from 'node:fs';
import path from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { createAccess, type Access } from '../../../src-main/access/access.ts';
import { installationSecrets } from '../../../src-main/access/key-file.ts';
import { createPasswordHasher } from '../../../src-main/access/password-hasher.ts';
import { canonicalUsername } from '../../../src-main/access/username.ts';
import { openAlarms } from '../../../src-main/alarms/alarms.ts';
import { openMonitoring } from '../../../src-main/alarms/monitoring.ts';
import { createAuditLog } from '../../../src-main/audit/audit-log.ts';
import { auditKeyIn } from '../../../src-main/audit/log-key.ts';
import type { Actor } from '../../../src-main/audit/record.ts';
import { createBridge } from '../../../src-main/bridge/bridge.ts';
import { systemClock } from '../../../src-main/clock.ts';
import type { Log } from '../../../src-main/log.ts';
import { createSecurity } from '../../../src-main/security/security.ts';
import { systemRandomBytes } from '../../../src-main/random.ts';
import { diskFiles } from '../../../src-main/store/files.ts';
import { openStore, type Store } from '../../../src-main/store/store.ts';
import { TRANSPORTS, type Transport } from '../../support/bridge-stand.ts';
import { createFakeFleet, type FakeFleet } from '../../support/fake-fleet.ts';
import { createFakeHistories } from '../../support/fake-histories.ts';
import { registryOver } from '../../support/fake-registry.ts';
import {
  createFakeCommands,
  createFakeLeases,
  createFakeSimulations,
  createFakeStops,
} from '../../support/fake-orders.ts';
import { fakeInfo } from '../../support/fake-info.ts';
import { SETTLED } from '../../support/fake-security.ts';
import { trainingOver } from '../../support/fake-training.ts';
import { createVirtualClock, type VirtualClock } from '../../support/virtual-clock.ts';
import { PASSWORD } from './known.ts';

/** Who makes the accounts of a campaign. */
export const INSTALLER: Actor = {
  userId: null,
  username: 'installer',
  role: null,
  sessionId: null,
  origin: 'command-line',
};

/** The console without its robots: real store, access, audit log and router, reached over every transport. */
export interface FuzzStand extends Pick<Access, 'accounts' | 'roles' | 'sessions' | 'signatures'> {
  readonly store: Store;
  readonly fleet: FakeFleet;
  /** Of everything but the store, which works by the real one. */
  readonly clock: VirtualClock;
  readonly transports: readonly (readonly [name: string, transport: Transport])[];
  /** The last lines that the log has under `error`. */
  readonly errors: readonly string[];
  /** The id of the newest audit record. Nothing is kept without one, so what has left it alone has changed nothing. */
  newestRecord(): Promise<number>;
  /** Everything that calls can change: what is kept, who is signed in and how, files that people asked for. */
  state(): Promise<string>;
  /** Waits until what was begun has come to rest, and takes away the files that people asked for. */
  rest(): Promise<void>;
  close(): Promise<void>;
}

/** So often nothing new is on record when everything has come to rest. */
const STILL_LOOKS = 4;
/** Lines of the log that are remembered. */
const LINES = 20;

/** @param change for the campaign's own tests, which must see that it finds what is wrong with a console */
export async function openFuzzStand(dir: string, change: (access: Access) => Access = (as) => as): Promise<FuzzStand> {
  const errors: string[] = [];
  const error: Log['error'] = (message, facts) => {
    errors.push(`${message} ${JSON.stringify(facts)}`);
    errors.splice(0, errors.length - LINES);
  };
  const log: Log = { info() {}, warn() {}, error };
  const key = auditKeyIn(dir);
  const store = await openStore({
    dir,
    clock: systemClock,
    log,
    canonicalName: canonicalUsername,
    auditKey: () => key,
  });
  const hasher = createPasswordHasher({ cost: 4 });
  const clock = createVirtualClock();
  const fleet = createFakeFleet(undefined, { 'hoist-1': 'Hall A' });
  const protection = installationSecrets({ files: diskFiles, folder: dir, randomBytes: systemRandomBytes, log });
  const access = change(
    createAccess({
      store,
      hasher,
      clock,
      log,
      blocklist: new Set(['password']),
      randomBytes: systemRandomBytes,
      protection,
    }),
  );
  const { accounts, roles, sessions, signatures } = access;
  await accounts.createFirstAdministrator({ username: 'first', password: PASSWORD }, INSTALLER);
  const folders = ['exports', 'backups'].map((name) => path.join(dir, name));
  const bridge = createBridge({
    ...access,
    fleet,
    linkHistories: createFakeHistories(),
    stops: createFakeStops(),
    commands: createFakeCommands(),
    leases: createFakeLeases(undefined, clock),
    simulations: createFakeSimulations(),
    softwareStop: 'anyone',
    store,
    alarms: await openAlarms({ store, clock, log, newId: randomUUID }),
    security: createSecurity({
      store,
      clock,
      log,
      exportsFolder: path.join(dir, 'exports'),
      settled: SETTLED,
      contentPolicy: () => '',
      demands: async () => [],
      fuses: async () => ({ kind: 'not-applicable' }),
    }),
    audit: createAuditLog({
      store,
      clock,
      log,
      exportsFolder: path.join(dir, 'exports'),
      verifierKey: key.verifierKey,
      canonicalName: canonicalUsername,
    }),
    clock,
    log,
    monitoring: await openMonitoring({ store, clock, log, workingHours: '' }),
    training: trainingOver({ clock, log, record: (event) => void store.write('audit.append', {}, event) }),
    origin: 'loopback',
    refused: () => {},
    registry: await registryOver(store, { log, sealing: protection }),
    configuration: [{ key: 'port', value: '0', from: 'default' }],
    info: async () => fakeInfo({ firstAdministratorNeeded: (await accounts.count()) === 0 }),
  });
  const transports: (readonly [string, Transport])[] = [];
  for (const [name, open] of Object.entries(TRANSPORTS)) transports.push([name, await open(bridge)]);

  async function newestRecord(): Promise<number> {
    const [newest] = await store.read('audit.page', { limit: 1 });
    return newest?.id ?? 0;
  }

  return {
    accounts,
    roles,
    sessions,
    signatures,
    store,
    fleet,
    clock,
    transports,
    errors,
    newestRecord,
    async state() {
      const users = await accounts.list();
      const { roles: rolesNow } = await roles.list();
      const signedIn = users.flatMap(({ id }) => sessions.of(id)).map(({ session, life }) => ({ session, life }));
      const files = folders.map(namesIn);
      return JSON.stringify({ newest: await newestRecord(), users, rolesNow, signedIn, files });
    },
    async rest() {
      for (let before = -1, still = 0; still < STILL_LOOKS; await pause(20)) {
        const newest = await newestRecord();
        still = newest === before ? still + 1 : 0;
        before = newest;
      }
      for (const folder of folders) for (const name of namesIn(folder)) rmSync(path.join(folder, name));
    },
    async close() {
      for (const [, transport] of transports) await transport.stop();
      await hasher.close();
      await store.close();
    },
  };
}

function namesIn(folder: string): string[] {
  try {
    return readdirSync(folder);
  } catch {
    // nobody has asked for one yet
    return [];
  }
}
