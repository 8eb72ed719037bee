/**
 * The one contract between the console and whoever shows it. Everything the renderer may ask stands here; it imports
 * this file and nothing else of src-main. Inputs are checked by schema at the gate; outputs are typed.
 */
import { type, type ContractRouterClient } from '@orpc/contract';
import { z } from 'zod';
import type { Session } from '../access/principal.ts';
import type { StopPolicy } from '../access/stop-policy.ts';
import type { ConfigurationEntry } from '../config.ts';
import type { FleetMetrics } from '../firmware/fleet.ts';
import type { LinkHistory } from '../firmware/history/history-view.ts';
import type { RobotSnapshot } from '../firmware/link.ts';
import type { Alarm } from '../alarms/alarm.ts';
import { monitoringSettings, type MonitoringSettings } from '../alarms/monitoring-settings.ts';
import type { AuditDetail, ExportDone } from '../audit/audit-log.ts';
import { EXPORT_FORMATS } from '../audit/export/formats.ts';
import type { AuditView } from '../access/audit-view.ts';
import type { SecurityPolicy } from '../security/policy.ts';
import type { ReportDone } from '../security/security.ts';
import type { Archived } from '../store/archive/local-archiver.ts';
import type { ArchivePlan } from '../store/archive/store-archive.ts';
import type { BackupListing } from '../store/backup/list-backups.ts';
import type { AuditRecord } from '../store/repositories/audit.ts';
import type { Progress } from '../store/housekeeping/job.ts';
import type { VerifyReport } from '../store/integrity/report.ts';
import type { StoreHealth, StoreStatus } from '../store/status.ts';
import { accessContract } from './access-contract.ts';
import { fleetContract } from './fleet-contract.ts';
import { robotOrders } from './commands-contract.ts';
import { auditFilter, check, code, credentials, firstUser, password, text } from './inputs.ts';
import { onRobot } from './role-inputs.ts';
import { ALWAYS, procedure, SEEN_WHILE_LOCKED, SENSITIVE } from './procedure.ts';
import { trainingContract } from './training-contract.ts';

export type { ConfigurationEntry } from '../config.ts';
export { ERROR_CODES } from '../errors.ts';
export type { ErrorCode, ErrorDetails } from '../errors.ts';
export { isCurrentLink, isLostLink, LINK_STATES } from '../firmware/link.ts';
export type { ErrorBudget, LinkError, LinkHealth, LinkState, RobotSnapshot } from '../firmware/link.ts';
export type { FleetMetrics } from '../firmware/fleet.ts';
export type { GatewayMetrics } from '../firmware/gateway.ts';
export type { LinkHistory, StretchView } from '../firmware/history/history-view.ts';
export { ROBOT_STATES, SOURCES } from '../firmware/reading.ts';
export type { Reading, RobotState, RobotValues, Source } from '../firmware/reading.ts';
export { ALARM_KINDS, ALARM_PRIORITIES } from '../alarms/alarm.ts';
export type { Alarm, AlarmKind } from '../alarms/alarm.ts';
export { prioritiesOf, type MonitoringSettings, type OfferedPriority } from '../alarms/monitoring-settings.ts';
export type { AuditDetail, ExportDone } from '../audit/audit-log.ts';
export { EXPORT_FORMATS, type ExportFormat } from '../audit/export/formats.ts';
export { policySections, type PolicyRow, type PolicySection } from '../security/policy-sections.ts';
export { POLICY_WORDS } from '../security/policy-words.ts';
export type { SecurityPolicy } from '../security/policy.ts';
export type { ReportDone } from '../security/security.ts';
export { OUTCOMES, type Outcome } from '../audit/record.ts';
export type { AuditView } from '../access/audit-view.ts';
export type { AuditRecord } from '../store/repositories/audit.ts';
export type { Archived } from '../store/archive/local-archiver.ts';
export type { ArchivePlan } from '../store/archive/store-archive.ts';
export type { BackupListing } from '../store/backup/list-backups.ts';
export type { Progress } from '../store/housekeeping/job.ts';
export type { CheckName, Finding, VerifyKind } from '../store/integrity/finding.ts';
export type { VerifyReport } from '../store/integrity/report.ts';
export type { Latency, StoreHealth, StoreStatus } from '../store/status.ts';
export { IMPORT_MAX_TEXT, USERS_PER_PAGE_MAX, VERIFY_KINDS, type AuditWish } from './inputs.ts';
export * from './access-contract.ts';
export * from './commands-contract.ts';
export * from './fleet-contract.ts';
export * from './training-contract.ts';
export type { ProcedureMeta, Requirement } from './procedure.ts';
export { toConsoleError, type CallFailure } from './failure.ts';

/** The main process proves that it lives by a beat this often (ms)... */
export const HEARTBEAT_MS = 100;
/** ...and after this silence (ms) the renderer disowns every value. */
export const HEARTBEAT_LOST_MS = 400;

/** What anyone at the workstation may know before signing in. */
export interface ConsoleInfo {
  readonly version: string;
  readonly shell: 'electron' | 'loopback';
  readonly firstAdministratorNeeded: boolean;
  /** Every robot shown is simulated because none is configured (mock firmware). */
  readonly simulatedOnly: boolean;
  /** The plant's own words before a sign-in (IEC 62443-4-2 CR 1.12); empty: none. */
  readonly notice: string;
  readonly demo: boolean;
  readonly softwareStop: StopPolicy;
}

/** First `all` robots, then only the `changed` ones; a new subscription always starts with `all`. */
export interface RobotsEvent {
  readonly kind: 'all' | 'changed';
  readonly robots: readonly RobotSnapshot[];
}

/** Long work, followed: any number of `progress`, the newest only, then `done` and the end. Leaving the stream cancels it. */
export type JobEvent<R> = ({ readonly kind: 'progress' } & Progress) | { readonly kind: 'done'; readonly result: R };

/** Newest first. */
export interface AuditPageAnswer {
  readonly view: AuditView;
  readonly records: readonly AuditRecord[];
}

export const contract = {
  console: {
    info: procedure('public').output(type<ConsoleInfo>()),
    /** Endless beats, one per HEARTBEAT_MS, counting up. */
    heartbeat: procedure('public').output(type<AsyncIteratorObject<{ beat: number }, void, void>>()),
    createFirstAdministrator: procedure('public').input(firstUser).output(type<Session>()),
  },
  session: {
    /** SECOND_FACTOR_REQUIRED: the password was right, and `secondFactor` must follow from the same seat. */
    signIn: procedure('public').input(credentials).output(type<Session>()),
    secondFactor: procedure('public').input(code).output(type<Session>()),
    signOut: procedure('session', ALWAYS).output(type<void>()),
    /** A person did something: the session stays open. Nothing that the page does by itself may call this. */
    touch: procedure('session').output(type<void>()),
    lock: procedure('session', { despite: ['password-change'] }).output(type<void>()),
    /** The same person proves again who it is: opens the lock, and makes sensitive calls possible for a while. */
    again: procedure('session', ALWAYS).input(z.strictObject({ password })).output(type<Session>()),
    /** The session of this seat now, then at every change (another tab of the same seat may sign out). */
    watch: procedure('public').output(type<AsyncIteratorObject<{ session: Session | null }, void, void>>()),
  },
  robots: {
    list: procedure({ resource: 'robot', action: 'view' }, SEEN_WHILE_LOCKED).output(type<readonly RobotSnapshot[]>()),
    /** One of them. ROBOT_UNKNOWN: the console has none of that id. */
    one: procedure({ resource: 'robot', action: 'view' }, { ...SEEN_WHILE_LOCKED, onRobot: true })
      .input(onRobot)
      .output(type<RobotSnapshot>()),
    watch: procedure({ resource: 'robot', action: 'view' }, SEEN_WHILE_LOCKED).output(
      type<AsyncIteratorObject<RobotsEvent, void, void>>(),
    ),
    /** What the link to one robot was like, over so many days. */
    history: procedure({ resource: 'robot', action: 'view' }, { onRobot: true })
      .input(onRobot.extend({ days: z.int().min(1).max(731) }))
      .output(type<LinkHistory>()),
    /** The connections to the robots, what is remembered of them, and what keeps from asking too much: now. */
    metrics: procedure({ resource: 'robot', action: 'view' }).output(type<FleetMetrics>()),
    ...robotOrders,
  },
  fleet: fleetContract,
  training: trainingContract,
  ...accessContract,
  configuration: {
    /** Every setting in force, secrets left out, with where it came from. */
    list: procedure({ resource: 'configuration', action: 'view' }).output(type<readonly ConfigurationEntry[]>()),
  },
  store: {
    /** Whether changes are kept, now and at every change. Whoever signs in must know it: it holds a code, no path. */
    watch: procedure('public').output(type<AsyncIteratorObject<StoreHealth, void, void>>()),
    status: procedure({ resource: 'store', action: 'view' }).output(type<StoreStatus>()),
    /** Looks, and changes nothing. */
    verify: procedure({ resource: 'store', action: 'verify' })
      .input(check)
      .output(type<AsyncIteratorObject<JobEvent<VerifyReport>, void, void>>()),
    /** The same, and repairs what needs nobody's judgement. */
    repair: procedure({ resource: 'store', action: 'verify' }, SENSITIVE)
      .input(check)
      .output(type<AsyncIteratorObject<JobEvent<VerifyReport>, void, void>>()),
  },
  audit: {
    page: procedure({ resource: 'activity', action: 'view' })
      .input(auditFilter.extend({ before: z.int().min(1).optional(), limit: z.int().min(1).max(500) }))
      .output(type<AuditPageAnswer>()),
    /** Null: there is none, or none that this person may see. */
    record: procedure({ resource: 'activity', action: 'view' })
      .input(z.strictObject({ id: z.int().min(1) }))
      .output(type<AuditDetail | null>()),
    /** Reads everything that is kept, the log with it. */
    verify: procedure({ resource: 'audit', action: 'verify' }).output(
      type<AsyncIteratorObject<JobEvent<VerifyReport>, void, void>>(),
    ),
    /** What is in the archive and here no more, and what may follow. */
    kept: procedure({ resource: 'activity', action: 'view' }).output(type<ArchivePlan>()),
    /** Moves what is old enough into the archive. */
    archive: procedure({ resource: 'audit', action: 'archive' }, SENSITIVE).output(
      type<AsyncIteratorObject<JobEvent<Archived>, void, void>>(),
    ),
    /** Into a file on the machine that the console runs on. */
    export: procedure({ resource: 'audit', action: 'create' }, SENSITIVE)
      .input(
        auditFilter.omit({ text: true, person: true }).extend({
          actor: text.max(256).optional(),
          format: z.enum(EXPORT_FORMATS),
          language: z.enum(['en', 'vi']),
        }),
      )
      .output(type<AsyncIteratorObject<JobEvent<ExportDone>, void, void>>()),
  },
  security: {
    /** What is in force now. */
    policy: procedure({ resource: 'security', action: 'view' }).output(type<SecurityPolicy>()),
    /** The same as a page for printing, into a file on the machine that the console runs on. */
    export: procedure({ resource: 'security', action: 'create' })
      .input(z.strictObject({ language: z.enum(['en', 'vi']) }))
      .output(type<ReportDone>()),
  },
  alarms: {
    /**
     * What nobody has acknowledged yet, the most urgent first: now and at every change. Whoever may see the robots sees
     * what is about those in scope, and whoever may view alarms what is about people, too.
     */
    watch: procedure('session').output(type<AsyncIteratorObject<{ readonly alarms: readonly Alarm[] }, void, void>>()),
    acknowledge: procedure({ resource: 'alarm', action: 'acknowledge' })
      .input(z.strictObject({ id: text.min(1).max(64) }))
      .output(type<void>()),
    /** By which the console watches. */
    rules: procedure({ resource: 'alarm', action: 'view' }).output(type<MonitoringSettings>()),
    setRules: procedure({ resource: 'alarm', action: 'edit' }, SENSITIVE)
      .input(monitoringSettings)
      .output(type<void>()),
  },
  backups: {
    list: procedure({ resource: 'backup', action: 'view' }).output(type<readonly BackupListing[]>()),
    /** Null: not sealed, readable for whoever gets the file. */
    create: procedure({ resource: 'backup', action: 'create' }, { ...SENSITIVE, secrets: ['passphrase'] })
      .input(z.strictObject({ passphrase: text.min(1).max(1024).nullable() }))
      .output(type<AsyncIteratorObject<JobEvent<BackupListing>, void, void>>()),
  },
};

export type Contract = typeof contract;
/** The typed client that the renderer and the tests call. */
export type ConsoleClient = ContractRouterClient<Contract>;
