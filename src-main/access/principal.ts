import type { ChangeReason } from './password-change.ts';
import type { Permission, RoleId } from './roles.ts';
import type { Scope } from './scope.ts';

/** Who acts: an account as the rest of the console may know it (never a hash, never a secret). */
export interface Principal {
  readonly userId: string;
  readonly username: string;
  readonly displayName: string;
  readonly role: RoleId;
  /** Of a built-in role the English one. */
  readonly roleName: string;
  /** Which robots the rights are good for. */
  readonly scope: Scope;
}

/** A right lent to a session for a while by somebody who holds it. */
export interface SessionOverride {
  readonly id: string;
  readonly permission: Permission;
  /** As people know the lender. */
  readonly grantedBy: string;
  /** Wall clock, ms, by how it stood when it was lent; what ends it is the monotonic clock. */
  readonly endsAt: number;
}

/** A signed-in person at one seat. `id` names the session in the audit log; it opens nothing. */
export interface Session {
  readonly id: string;
  readonly principal: Principal;
  /** Of the role, and those that are lent. */
  readonly permissions: readonly Permission[];
  readonly overrides: readonly SessionOverride[];
  /** Wall clock, ms. */
  readonly signedInAt: number;
  /** Nothing but the robots' state is shown, and nothing changed, until the same person gives the password again. */
  readonly locked: boolean;
  /** Why a new password must be chosen before anything else; null when none must. */
  readonly changeReason: ChangeReason | null;
}
