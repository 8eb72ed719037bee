import type { Permission, Role } from './roles.ts';

/** Who acts: an account as the rest of the console may know it (never a hash, never a secret). */
export interface Principal {
  readonly userId: string;
  readonly username: string;
  readonly displayName: string;
  readonly role: Role;
}

/** A signed-in person at one seat. `id` names the session in the audit log; it opens nothing. */
export interface Session {
  readonly id: string;
  readonly principal: Principal;
  readonly permissions: readonly Permission[];
  /** Wall clock, ms. */
  readonly signedInAt: number;
}
