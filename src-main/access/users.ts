import type { Role } from './roles.ts';

/** One account as administrators see it. */
export interface UserSummary {
  readonly id: string;
  readonly username: string;
  readonly displayName: string;
  readonly role: Role;
  /** Wall clock, ms. */
  readonly createdAt: number;
  readonly lastSignInAt: number | null;
}
