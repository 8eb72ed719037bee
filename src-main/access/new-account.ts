import { randomUUID } from 'node:crypto';
import type { Actor } from '../audit/record.ts';
import type { Clock } from '../clock.ts';
import type { Store } from '../store/store.ts';
import { accountEvent } from './account-event.ts';
import type { ClockReading } from './clock-reading.ts';
import { checkDisplayName } from './display-name.ts';
import { issueOneTimeSecret } from './one-time-secret.ts';
import type { PasswordHasher } from './password-hasher.ts';
import { acceptPassword } from './password-policy.ts';
import { NIST_PROFILE, type PasswordProfile } from './password-profile.ts';
import { roleOnRecord } from './place.ts';
import type { RoleId } from './roles.ts';
import type { RoleRights } from './roles/role-book.ts';
import { tidyScope, type Scope } from './scope.ts';
import { searchText } from './search-text.ts';
import { canonicalUsername, checkUsername } from './username.ts';
import type { UserSummary } from './users.ts';

export interface NewPerson {
  readonly username: string;
  /** The username when absent or empty. */
  readonly displayName?: string | undefined;
}

/** What a new account may do. */
export interface NewRights {
  readonly role: RoleId;
  /** The whole plant when absent. */
  readonly scope?: Scope | undefined;
}

export interface NewAccount extends NewPerson {
  readonly password: string;
}

/** What its owner proves who it is with; nothing yet where the secret is null. */
export type FirstProof = { readonly password: string } | { readonly secret: string | null };

export interface AccountMakerDependencies {
  readonly store: Pick<Store, 'write'>;
  readonly hasher: Pick<PasswordHasher, 'decoy' | 'hash'>;
  readonly clock: Pick<Clock, 'now'>;
  readonly reading: () => ClockReading;
  readonly roles: RoleRights;
  /** As {@link acceptPassword} takes it. */
  readonly blocklist: ReadonlySet<string>;
  readonly profile?: PasswordProfile;
}

interface Making {
  readonly onlyAsFirst?: boolean;
  readonly keep?: (write: () => Promise<unknown>) => Promise<unknown>;
}

/** Makes accounts; whether the actor may is asked before. */
export function createAccountMaker({
  store,
  hasher,
  clock,
  reading,
  roles,
  blocklist,
  profile = NIST_PROFILE,
}: AccountMakerDependencies) {
  /**
   * @param how.onlyAsFirst refused when there is an account already
   * @param how.keep writes it; hashing took its time, so whether the actor may is asked here once more
   * @throws ConsoleError USERNAME_*, PASSWORD_*, INPUT_INVALID, ROLE_UNKNOWN, SETUP_ALREADY_DONE; nothing is kept then
   */
  return async (
    { username: typed, displayName, role, scope: wanted = null }: NewPerson & NewRights,
    proof: FirstProof,
    by: Actor,
    { onlyAsFirst = false, keep = (write) => write() }: Making = {},
  ): Promise<UserSummary> => {
    const username = checkUsername(typed);
    const shown = checkDisplayName(displayName ?? '') || username;
    const scope = wanted && tidyScope(wanted);
    const chosen = 'password' in proof;
    const accepted = chosen && acceptPassword(proof.password, { blocklist, profile, personalNames: [username, shown] });
    const passwordHash = accepted === false ? hasher.decoy : await hasher.hash(accepted);
    const secret =
      chosen || proof.secret === null ? null : issueOneTimeSecret(await hasher.hash(proof.secret), reading());
    const user = { id: randomUUID(), username, displayName: shown, role, scope, createdAt: clock.now() };
    const roleName = roles.nameOf(role);
    const recorded = roleOnRecord({ role, roleName });
    await keep(() =>
      store.write(
        'users.create',
        {
          ...user,
          canonicalName: canonicalUsername(username),
          searchText: searchText(username, shown),
          passwordHash,
          hasPassword: chosen,
          secret,
          onlyAsFirst,
        },
        {
          ...accountEvent(by, 'user.create', user, { role: recorded }),
          newValue: { role: recorded, scope: scopeValue(scope) },
        },
      ),
    );
    const facts = { status: 'active', secondFactor: false, lastSignInAt: null } as const;
    return { ...user, roleName, ...facts, awaitsPassword: !chosen };
  };
}

/** A scope as the audit log shows it. */
export function scopeValue(scope: Scope) {
  return scope && { robots: [...scope.robots], groups: [...scope.groups] };
}
