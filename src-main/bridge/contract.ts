/**
 * The one contract between the console and whoever shows it. Everything the renderer may ask stands here; it imports
 * this file and nothing else of src-main. Inputs are checked by schema at the gate; outputs are typed.
 */
import { oc, type, type ContractRouterClient } from '@orpc/contract';
import { z } from 'zod';
import type { Session } from '../access/principal.ts';
import { ROLES, type Action, type Resource } from '../access/roles.ts';
import type { UserSummary } from '../access/users.ts';
import type { ConfigurationEntry } from '../config.ts';
import { ERROR_CODES, type ErrorDetails } from '../errors.ts';
import type { RobotSnapshot } from '../firmware/link.ts';

export { brokenRules, PASSWORD_MAX_BYTES, PASSWORD_MIN_CODE_POINTS } from '../access/password-policy.ts';
export type { PasswordContext } from '../access/password-policy.ts';
export { PASSWORD_PROFILES } from '../access/password-profile.ts';
export type { PasswordProfile } from '../access/password-profile.ts';
export { estimateStrength, STRENGTH_REASONS, STRENGTH_SCORES } from '../access/password-strength.ts';
export type { StrengthEstimate, StrengthReason, StrengthScore } from '../access/password-strength.ts';
export { ACTIONS, RESOURCES, ROLES } from '../access/roles.ts';
export type { Action, Permission, Resource, Role } from '../access/roles.ts';
export type { Principal, Session } from '../access/principal.ts';
export type { UserSummary } from '../access/users.ts';
export type { ConfigurationEntry } from '../config.ts';
export { ERROR_CODES } from '../errors.ts';
export type { ErrorCode, ErrorDetails } from '../errors.ts';
export { LINK_STATES } from '../firmware/link.ts';
export type { LinkError, LinkHealth, LinkState, RobotSnapshot } from '../firmware/link.ts';
export { ROBOT_STATES, SOURCES } from '../firmware/reading.ts';
export type { Reading, RobotState, RobotValues, Source } from '../firmware/reading.ts';
export { toConsoleError, type CallFailure } from './failure.ts';

/**
 * Who may call: `public` needs no session (and must therefore reveal nothing), `session` any signed-in person,
 * else the permission that the session's role must hold.
 */
export type Requirement = 'public' | 'session' | { readonly resource: Resource; readonly action: Action };

export interface ProcedureMeta {
  /** Absent only on a builder, never on a procedure: `procedure()` is the one way to make one, and a test walks all. */
  readonly requires?: Requirement;
}

/** Any call may fail with any code of the console; the code and its details cross the bridge, nothing else does. */
const failures = Object.fromEntries(ERROR_CODES.map((code) => [code, { data: type<ErrorDetails>() }]));

/** Starts a procedure; there is no way to start one without saying who may call it. */
const procedure = (requires: Requirement) => oc.$meta<ProcedureMeta>({}).errors(failures).meta({ requires });

/** The main process proves that it lives by a beat this often (ms)... */
export const HEARTBEAT_MS = 100;
/** ...and after this silence (ms) the renderer disowns every value. */
export const HEARTBEAT_LOST_MS = 400;

const credentials = z.strictObject({ username: z.string().min(1).max(256), password: z.string().min(1).max(1024) });
const newUser = credentials.extend({ displayName: z.string().max(128).optional() });

/** What anyone at the workstation may know before signing in. */
export interface ConsoleInfo {
  readonly version: string;
  readonly shell: 'electron' | 'loopback';
  readonly firstAdministratorNeeded: boolean;
  /** Every robot shown is simulated because none is configured (mock firmware). */
  readonly simulatedOnly: boolean;
  readonly demo: boolean;
}

/** First `all` robots, then only the `changed` ones; a new subscription always starts with `all`. */
export interface RobotsEvent {
  readonly kind: 'all' | 'changed';
  readonly robots: readonly RobotSnapshot[];
}

export const contract = {
  console: {
    info: procedure('public').output(type<ConsoleInfo>()),
    /** Endless beats, one per HEARTBEAT_MS, counting up. */
    heartbeat: procedure('public').output(type<AsyncIteratorObject<{ beat: number }, void, void>>()),
    createFirstAdministrator: procedure('public').input(newUser).output(type<Session>()),
  },
  session: {
    signIn: procedure('public').input(credentials).output(type<Session>()),
    signOut: procedure('session').output(type<void>()),
    /** The session of this seat now, then at every change (another tab of the same seat may sign out). */
    watch: procedure('public').output(type<AsyncIteratorObject<{ session: Session | null }, void, void>>()),
  },
  robots: {
    list: procedure({ resource: 'robot', action: 'view' }).output(type<readonly RobotSnapshot[]>()),
    watch: procedure({ resource: 'robot', action: 'view' }).output(
      type<AsyncIteratorObject<RobotsEvent, void, void>>(),
    ),
  },
  users: {
    list: procedure({ resource: 'user', action: 'view' }).output(type<readonly UserSummary[]>()),
    create: procedure({ resource: 'user', action: 'create' })
      .input(newUser.extend({ role: z.enum(ROLES) }))
      .output(type<UserSummary>()),
  },
  configuration: {
    /** Every setting in force, secrets left out, with where it came from. */
    list: procedure({ resource: 'configuration', action: 'view' }).output(type<readonly ConfigurationEntry[]>()),
  },
};

export type Contract = typeof contract;
/** The typed client that the renderer and the tests call. */
export type ConsoleClient = ContractRouterClient<Contract>;
