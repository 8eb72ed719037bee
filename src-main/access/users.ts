import type { Principal } from './principal.ts';
import type { Role } from './roles.ts';

/** `deleted` accounts stay, for what they did and so that nobody gets the name again; they can be restored. */
export const USER_STATUSES = ['active', 'disabled', 'deleted'] as const;
export type UserStatus = (typeof USER_STATUSES)[number];

/** One account as administrators see it. */
export interface UserSummary {
  readonly id: string;
  readonly username: string;
  readonly displayName: string;
  readonly role: Role;
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
  readonly role: Role | null;
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

/** Whom an account stands for. */
export function principalOf(user: Pick<UserSummary, 'id' | 'username' | 'displayName' | 'role'>): Principal {
  return { userId: user.id, username: user.username, displayName: user.displayName, role: user.role };
}
