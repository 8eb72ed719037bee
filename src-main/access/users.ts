import type { Principal } from './principal.ts';
import type { RoleId } from './roles.ts';
import type { Scope } from './scope.ts';

/** `deleted` accounts stay, for what they did and so that nobody gets the name again; they can be restored. */
export const USER_STATUSES = ['active', 'disabled', 'deleted'] as const;
export type UserStatus = (typeof USER_STATUSES)[number];

/** One account as administrators see it. */
export interface UserSummary {
  readonly id: string;
  readonly username: string;
  readonly displayName: string;
  readonly role: RoleId;
  /** Of a built-in role the English one. */
  readonly roleName: string;
  /** Which robots its rights are good for. */
  readonly scope: Scope;
  readonly status: UserStatus;
  /** Its owner has not chosen a password yet, and signs in with the one-time password that an administrator hands out. */
  readonly awaitsPassword: boolean;
  readonly secondFactor: boolean;
  /** Wall clock, ms. */
  readonly createdAt: number;
  readonly lastSignInAt: number | null;
}

export const USER_ORDERS = ['username', 'displayName', 'role', 'createdAt', 'lastSignInAt'] as const;
export type UserOrder = (typeof USER_ORDERS)[number];

/** Which accounts, in which order, and which part of them. */
export interface UserQuery {
  /** A part of the username or of the display name; empty for all. */
  readonly search: string;
  readonly role: RoleId | null;
  /** `present`: all but the deleted ones. */
  readonly status: UserStatus | 'present';
  readonly order: UserOrder;
  readonly descending: boolean;
  readonly offset: number;
  readonly limit: number;
}

export interface UserPage {
  readonly users: readonly UserSummary[];
  /** How many there are on all pages together. */
  readonly total: number;
}

/** Of an account, who it is and what it may do. */
export type Identity = Pick<UserSummary, 'id' | 'username' | 'displayName' | 'role' | 'roleName' | 'scope'>;

/** Whom an account stands for. */
export function principalOf({ id, username, displayName, role, roleName, scope }: Identity): Principal {
  return { userId: id, username, displayName, role, roleName, scope };
}
