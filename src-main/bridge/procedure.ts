import { oc, type } from '@orpc/contract';
import type { Action, Resource } from '../access/roles.ts';
import type { Obstacle } from '../access/sessions.ts';
import { ERROR_CODES, type ErrorDetails } from '../errors.ts';

/**
 * Who may call: `public` needs no session (and must therefore reveal nothing), `session` any signed-in person,
 * else the permission that the session's role must hold.
 */
export type Requirement = 'public' | 'session' | { readonly resource: Resource; readonly action: Action };

export interface ProcedureMeta {
  /** Absent only on a builder, never on a procedure: `procedure()` is the one way to make one, and a test walks all. */
  readonly requires?: Requirement;
  /** Wants an authentication of the last few minutes, besides the right. */
  readonly sensitive?: boolean;
  /** Open to anyone at the workstation, signed in or not, where the policy `softwareStop` says so. */
  readonly atWorkstation?: boolean;
  /** Fields of the input that no record may be computed from: the digest in a signature's record leaves them out. */
  readonly secrets?: readonly string[];
  /** States of the session in which it may be called all the same. */
  readonly despite?: readonly Obstacle[];
  /** It is about the robot that its input names in `robot`, and refused for one out of the session's scope. */
  readonly onRobot?: true;
}

/** Any call may fail with any code of the console; the code and its details cross the bridge, nothing else does. */
const failures = Object.fromEntries(ERROR_CODES.map((code) => [code, { data: type<ErrorDetails>() }]));

/** Starts a procedure; there is no way to start one without saying who may call it. */
export const procedure = (requires: Requirement, more: Omit<ProcedureMeta, 'requires'> = {}) =>
  oc
    .$meta<ProcedureMeta>({})
    .errors(failures)
    .meta({ requires, ...more });
export const ofUser = (action: Action, more: Omit<ProcedureMeta, 'requires'> = {}) =>
  procedure({ resource: 'user', action }, more);
export const ofRole = (action: Action, more: Omit<ProcedureMeta, 'requires'> = {}) =>
  procedure({ resource: 'role', action }, more);
export const ofOwn = (action: Action, more: Omit<ProcedureMeta, 'requires'> = {}) =>
  procedure({ resource: 'own-account', action }, more);
export const SENSITIVE = { sensitive: true } as const;
/** What the locked screen still shows. */
export const SEEN_WHILE_LOCKED = { despite: ['lock'] } as const;
/** The software stop, and what came of it. */
export const AT_THE_WORKSTATION = { atWorkstation: true } as const;
/** What must always be possible: leaving, and stopping. */
export const ALWAYS = { despite: ['lock', 'password-change'] } as const;
