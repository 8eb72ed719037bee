import { randomUUID } from 'node:crypto';
import path from 'node:path';
import { closeFormerSessions, createAccess } from './access/access.ts';
import type { Accounts } from './access/accounts.ts';
import { loadBlocklist } from './access/blocklist.ts';
import { installationSecrets } from './access/key-file.ts';
import { createPasswordHasher } from './access/password-hasher.ts';
import { costOf } from './access/password-cost.ts';
import { passwordProfile } from './access/password-profile.ts';
import { sessionPolicy } from './access/session-policy.ts';
import { ACCOUNT_THROTTLE, SEAT_THROTTLE } from './access/throttle-policy.ts';
import { canonicalUsername } from './access/username.ts';
import { openAlarms } from './alarms/alarms.ts';
import { openMonitoring } from './alarms/monitoring.ts';
import { startMonitor } from './alarms/monitor.ts';
import { createAuditLog } from './audit/audit-log.ts';
import { watchClock } from './audit/clock-watch.ts';
import { recordConfiguration } from './audit/configuration-changes.ts';
import { createRefusals } from './audit/refusals.ts';
import { spoolFileIn } from './audit/spool-file.ts';
import { openSpooledRecorder } from './audit/spooled-recorder.ts';
import { createBridge, type Bridge } from './bridge/bridge.ts';
import { placeOfRobot } from './bridge/fleet-orders.ts';
import { SIGNABLE } from './bridge/signable.ts';
import type { Clock } from './clock.ts';
import type { Config, ConfigurationEntry } from './config.ts';
import { LONGEST_OWED_MS } from './firmware/drivers/drivers.ts';
import { openRobots } from './console-robots.ts';
import { openConsoleStore } from './console-store.ts';
import type { KeyProtection } from './key-protection.ts';
import type { RobotSettings } from './firmware/settings.ts';
import type { Log } from './log.ts';
import { systemRandomBytes, type Random } from './random.ts';
import type { FuseReading } from './security/fuses.ts';
import { createSecurity } from './security/security.ts';
import { diskFiles } from './store/files.ts';
import type { Simulation, SimulationWish } from './training/training.ts';

/** A mock firmware process that the console started because no robot is configured. */
export interface MockFirmware extends Omit<Simulation, 'robots'> {
  readonly robots: readonly { readonly id: string; readonly name: string; readonly url: string }[];
}

/** What differs between the two shells, and between the product and its tests. */
export interface ConsoleSurroundings {
  readonly shell: 'electron' | 'loopback';
  readonly version: string;
  readonly resourcesDir: string;
  readonly clock: Clock;
  readonly random: Random;
  readonly log: Log;
  /** The Content-Security-Policy header that the shell sends; asked for while it serves. */
  contentPolicy(): string;
  /** The fuses of the program that the shell runs in. */
  fuses(): Promise<FuseReading>;
  /** Of the operating system, where the shell has one; without it keys are protected by the rights of their files. */
  readonly keyProtection?: KeyProtection | undefined;
  /** Starts mock firmware in a process of its own. */
  startMockFirmware(wish: SimulationWish): Promise<MockFirmware>;
}

/** A running console: a shell attaches its clients to `bridge`. */
export interface Console {
  readonly bridge: Bridge;
  readonly accounts: Accounts;
  readonly robots: readonly RobotSettings[];
  /** True when every robot is mock firmware that the console started itself. */
  readonly simulatedOnly: boolean;
  /**
   * Ends everything in reverse order of starting; what was acknowledged is on the disk. Robots that do not survive being left
   * may owe answers for longer, within the bounds of their etiquette: then it resolves later than it calls `closed`.
   *
   * @param closed called once nothing but such an answer is missing: the data folder is free, and it resolves within so
   *   long (ms)
   */
  stop(closed?: (withinMs: number) => void): Promise<void>;
}

/**
 * The whole program: configuration in, a running console out. Whatever fails on the way undoes what had started.
 *
 * @throws ConsoleError STORE_* when the data folder cannot be used, CONFIG_INVALID when a port is taken.
 */
export async function startConsole(
  config: Config,
  configuration: readonly ConfigurationEntry[],
  surroundings: ConsoleSurroundings,
): Promise<Console> {
  const { shell, version, resourcesDir, clock, random, log, startMockFirmware } = surroundings;
  const { contentPolicy, fuses, keyProtection } = surroundings;
  await using starting = new AsyncDisposableStack();
  let told = (_withinMs: number) => {};
  const leaving: Promise<unknown>[] = [];
  starting.defer(async () => {
    told(LONGEST_OWED_MS);
    await Promise.all(leaving);
  });

  const opened = starting.adopt(await openConsoleStore(config, { clock, log, keyProtection }), (one) => one.close());
  const { store, verifierKey } = opened;
  const spool = spoolFileIn(config.dataDir, log);
  const { record } = starting.adopt(await openSpooledRecorder({ store, spool, clock, log, newId: randomUUID }), (one) =>
    one.close(),
  );
  const hasher = starting.adopt(createPasswordHasher(), (worker) => worker.close());
  const blocklist = await loadBlocklist(path.join(resourcesDir, 'password-blocklist.txt'));
  const session = sessionPolicy(config.session);
  const profile = passwordProfile(config.password.profile);
  const protection = installationSecrets({
    files: diskFiles,
    folder: config.dataDir,
    randomBytes: systemRandomBytes,
    log,
    protection: keyProtection,
  });
  const access = createAccess({
    store,
    hasher,
    clock,
    log,
    blocklist,
    randomBytes: systemRandomBytes,
    protection,
    policy: session,
    profile,
    record,
    groupOf: (robot) => placeOfRobot({ registry, fleet }, robot)?.group,
  });
  const { accounts } = access;
  await closeFormerSessions(store, clock);
  await access.signatures.policy.load();

  const robots = starting.adopt(
    await openRobots(config, {
      store,
      record,
      sealing: protection,
      resourcesDir,
      clock,
      random,
      log,
      startMockFirmware,
    }),
    async (one) => void leaving.push((await one.close()).left),
  );
  const { fleet, plant, registry, stops, linkHistories, marked } = robots;
  const monitoring = await openMonitoring({ store, clock, log, workingHours: config.monitoring.workingHours });
  const alarms = await openAlarms({ store: marked.store, clock, log, newId: randomUUID });
  const endMonitor = startMonitor({
    alarms,
    store,
    fleet,
    links: linkHistories,
    stops,
    simulatedOnly: () => plant.simulated,
    clock,
    settings: monitoring.current,
  });
  starting.defer(async () => {
    endMonitor();
    await alarms.settled();
  });

  const [newest] = await store.read('audit.page', { limit: 1 });
  starting.defer(watchClock(clock, newest?.at ?? null, record));
  const inForce = Object.fromEntries(configuration.map(({ key, value }) => [key, value]));
  await recordConfiguration(store, clock, inForce).catch((error: unknown) =>
    log.error('that the configuration has changed is not on record', { error }),
  );

  const exportsFolder = path.join(config.dataDir, 'exports');
  const audit = createAuditLog({ store, clock, log, exportsFolder, verifierKey, canonicalName: canonicalUsername });
  const everyHours = config.demo || config.backup.everyHours === 0 ? null : config.backup.everyHours;
  const security = createSecurity({
    store,
    clock,
    log,
    exportsFolder,
    contentPolicy,
    demands: () => access.signatures.policy.rows(SIGNABLE),
    fuses,
    settled: {
      version,
      shell,
      password: profile,
      hashCost: costOf(hasher.decoy),
      throttling: { account: ACCOUNT_THROTTLE, seat: SEAT_THROTTLE },
      session,
      auditKey: { protection: opened.keyProtection, verifierKey },
      softwareStop: config.softwareStop,
      witnessConfigured: config.audit.witnessFolder !== '',
      checkpointMinutes: config.audit.checkpointMinutes,
      keepAuditDays: config.audit.keepDays || null,
      scheduledBackups: {
        everyHours,
        sealed: config.backup.passphraseFile !== '',
        folderConfigured: config.backup.folder !== '',
      },
    },
  });
  const bridge = starting.adopt(
    createBridge({
      ...access,
      ...robots,
      softwareStop: config.softwareStop,
      audit,
      security,
      alarms,
      monitoring,
      configuration,
      store,
      clock,
      log,
      origin: shell,
      refused: createRefusals(record, clock),
      info: async () => ({
        version,
        shell,
        firstAdministratorNeeded: (await accounts.count()) === 0,
        simulatedOnly: plant.simulated,
        notice: config.session.notice,
        demo: config.demo,
        softwareStop: config.softwareStop,
      }),
    }),
    (open) => open.close(),
  );

  const running = starting.move();
  return {
    bridge,
    accounts,
    robots: plant.robots,
    simulatedOnly: plant.simulated,
    stop(closed = () => {}) {
      told = closed;
      return running.disposeAsync();
    },
  };
}
