/** Who may use the console, what each may do, and what stands in for a right: over the bridge. */
import { type } from '@orpc/contract';
import { z } from 'zod';
import type { HandedOut } from '../access/accounts.ts';
import type { OwnAccount, SecondFactorOffer } from '../access/own-account.ts';
import type { Session } from '../access/principal.ts';
import type { RoleList, RolePreview } from '../access/roles/governed-roles.ts';
import type { RoleView } from '../access/roles/role-views.ts';
import type { DemandRow } from '../access/signatures/demands.ts';
import type { ImportPlan } from '../access/user-exchange.ts';
import type { UserPage, UserSummary } from '../access/users.ts';
import type { HistoryEntry } from '../access/user-history.ts';
import {
  account,
  code,
  csv,
  demandChanges,
  displayName,
  newUser,
  override,
  password,
  signature,
  text,
  userQuery,
} from './inputs.ts';
import { ofOwn, ofRole, ofUser, procedure, SENSITIVE } from './procedure.ts';
import { editedRole, newRole, role, roleId, roleWish, scope } from './role-inputs.ts';

export { brokenRules, PASSWORD_MAX_BYTES, PASSWORD_MIN_CODE_POINTS } from '../access/password-policy.ts';
export type { PasswordContext } from '../access/password-policy.ts';
export { PASSWORD_PROFILES } from '../access/password-profile.ts';
export type { PasswordProfile } from '../access/password-profile.ts';
export { estimateStrength, STRENGTH_REASONS, STRENGTH_SCORES } from '../access/password-strength.ts';
export type { StrengthEstimate, StrengthReason, StrengthScore } from '../access/password-strength.ts';
export { ACTIONS, RESOURCES, ROLES } from '../access/roles.ts';
export type { Action, BuiltInRole, Permission, Resource, RoleId } from '../access/roles.ts';
export { REASON_MAX_CODE_POINTS, REASON_MIN_CODE_POINTS } from '../access/roles/check-role.ts';
export type { CustomRole, RoleChange, RoleDraft } from '../access/roles/custom-role.ts';
export type { EffectiveRight } from '../access/roles/effective-rights.ts';
export type { RoleList, RolePreview } from '../access/roles/governed-roles.ts';
export type { AffectedPerson, AffectedRole } from '../access/roles/role-effect.ts';
export { ROLE_NAME_MAX_CODE_POINTS } from '../access/roles/role-name.ts';
export type { KnownRight, RightsChange, RoleView } from '../access/roles/role-views.ts';
export type { RoleWish } from '../access/roles/role-wish.ts';
export type { LimitedScope, Scope } from '../access/scope.ts';
export { OVERRIDABLE } from '../access/matrix.ts';
export { OVERRIDE_MINUTES } from '../access/overrides/minutes.ts';
export type { Principal, Session, SessionOverride } from '../access/principal.ts';
export { DEMANDS, MEANINGS, REASON_MAX, REASON_MIN } from '../access/signatures/demands.ts';
export type { Demand, DemandRow, Meaning } from '../access/signatures/demands.ts';
export type { ChangeReason } from '../access/password-change.ts';
export type { HandedOut } from '../access/accounts.ts';
export type { OwnAccount, SecondFactorOffer } from '../access/own-account.ts';
export { SESSION_ENDS } from '../access/session-end.ts';
export type { ImportPlan } from '../access/user-exchange.ts';
export type { HistoryEntry } from '../access/user-history.ts';
export { USER_ORDERS, USER_STATUSES } from '../access/users.ts';
export type { UserOrder, UserPage, UserStatus, UserSummary } from '../access/users.ts';

/** The parts of the contract about people. */
export const accessContract = {
  users: {
    list: ofUser('view').input(userQuery.prefault({})).output(type<UserPage>()),
    /** What was done to an account, or by its owner, newest first; `before` is the id of a record. */
    history: ofUser('view')
      .input(account.extend({ side: z.enum(['account', 'person']), before: z.int().min(1).optional() }))
      .output(type<readonly HistoryEntry[]>()),
    /** The one-time password in the answer is shown once and kept nowhere. */
    create: ofUser('create', SENSITIVE)
      .input(newUser.extend({ scope: scope.optional() }))
      .output(type<HandedOut>()),
    edit: ofUser('edit').input(account.extend({ displayName })).output(type<UserSummary>()),
    assignRole: ofUser('edit', SENSITIVE)
      .input(account.extend({ role: roleId }))
      .output(type<UserSummary>()),
    assignScope: ofUser('edit', SENSITIVE).input(account.extend({ scope })).output(type<UserSummary>()),
    setDisabled: ofUser('disable', SENSITIVE)
      .input(account.extend({ disabled: z.boolean() }))
      .output(type<UserSummary>()),
    delete: ofUser('delete', SENSITIVE).input(account).output(type<UserSummary>()),
    restore: ofUser('restore', SENSITIVE).input(account).output(type<UserSummary>()),
    resetPassword: ofUser('reset-password', SENSITIVE).input(account).output(type<HandedOut>()),
    removeSecondFactor: ofUser('reset-password', SENSITIVE).input(account).output(type<UserSummary>()),
    openSignIn: ofUser('reset-password', SENSITIVE).input(account).output(type<void>()),
    signOut: ofUser('force-sign-out').input(account).output(type<{ readonly ended: number }>()),
    export: ofUser('view', SENSITIVE).output(type<{ readonly csv: string }>()),
    previewImport: ofUser('create').input(csv).output(type<ImportPlan>()),
    applyImport: ofUser('create', SENSITIVE).input(csv).output(type<ImportPlan>()),
  },
  roles: {
    /** Every role, and every right that there is. */
    list: ofRole('view').output(type<RoleList>()),
    /** What a change would do; changes nothing. */
    preview: ofRole('view')
      .input(z.strictObject({ change: roleWish }))
      .output(type<RolePreview>()),
    create: ofRole('create', SENSITIVE).input(newRole).output(type<RoleView>()),
    edit: ofRole('edit', SENSITIVE).input(editedRole).output(type<RoleView>()),
    delete: ofRole('delete', SENSITIVE).input(role).output(type<void>()),
  },
  account: {
    view: ofOwn('view', { despite: ['password-change'] }).output(type<OwnAccount>()),
    changePassword: ofOwn('change-password', { despite: ['password-change'] })
      .input(z.strictObject({ present: password, password }))
      .output(type<Session>()),
    offerSecondFactor: ofOwn('second-factor', SENSITIVE).output(type<SecondFactorOffer>()),
    confirmSecondFactor: ofOwn('second-factor', { ...SENSITIVE, secrets: ['code'] })
      .input(code)
      .output(type<{ readonly recoveryCodes: readonly string[] }>()),
    removeSecondFactor: ofOwn('second-factor', SENSITIVE).output(type<void>()),
    renewRecoveryCodes: ofOwn('second-factor', SENSITIVE).output(type<{ readonly recoveryCodes: readonly string[] }>()),
    /** `id` null: all but this one. */
    endSessions: ofOwn('sessions', SENSITIVE)
      .input(z.strictObject({ id: text.min(1).max(64).nullable() }))
      .output(type<void>()),
  },
  signatures: {
    /** Every procedure that can want a signature, and what it wants now. */
    policy: procedure({ resource: 'security', action: 'view' }).output(type<readonly DemandRow[]>()),
    changePolicy: procedure({ resource: 'security', action: 'edit' }, SENSITIVE)
      .input(demandChanges)
      .output(type<readonly DemandRow[]>()),
    /** Signs the call that follows from this seat. Whoever signs proves himself by it: nobody is signed in. */
    sign: procedure('session').input(signature).output(type<{ readonly id: string }>()),
  },
  overrides: {
    /** Lends the session of this seat a right that its person lacks. */
    grant: procedure('session').input(override).output(type<Session>()),
    /** Gives it back before its time. */
    end: procedure('session')
      .input(z.strictObject({ id: text.min(1).max(64) }))
      .output(type<void>()),
  },
};
