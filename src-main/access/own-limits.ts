/** Nobody gives away what he does not hold, nor takes anything from those who hold more. */
import type { Actor } from '../audit/record.ts';
import { ConsoleError } from '../errors.ts';
import type { Store } from '../store/store.ts';
import type { Permission, RoleId } from './roles.ts';
import type { RoleRights } from './roles/role-book.ts';
import { isWithin, type Scope } from './scope.ts';

/** What somebody may do, and where. */
export interface Standing {
  readonly permissions: readonly Permission[];
  readonly scope: Scope;
}

/** The group of a robot; undefined when the console has none of that id. */
export type GroupOf = (robot: string) => string | undefined;

/** The actor's own limits. */
export interface OwnLimits {
  /** Whether all of these stay within what the actor holds. */
  hold(standings: readonly Standing[]): boolean;
  /** @throws ConsoleError ROLE_BEYOND_OWN when one of these does not */
  require(...standings: readonly Standing[]): void;
}

export interface OwnLimitsDependencies {
  readonly store: Pick<Store, 'read'>;
  readonly roles: RoleRights;
  readonly groupOf: GroupOf;
}

export type LimitsOf = (by: Actor) => Promise<OwnLimits>;

/**
 * The limits of whoever acts, by the account as it is now. The command line, and the console itself, have none: whoever
 * may run commands on this machine may do everything.
 */
export function createOwnLimits({ store, roles, groupOf }: OwnLimitsDependencies): LimitsOf {
  return async ({ userId, origin }) => {
    const unlimited = origin === 'command-line' || origin === 'console';
    const account = userId === null ? null : await store.read('users.one', { id: userId });
    const own = account?.status === 'active' ? standingOf(account, roles) : null;
    const hold = (standings: readonly Standing[]): boolean =>
      unlimited || standings.every((one) => own !== null && staysWithin(one, own, groupOf));
    return {
      hold,
      require(...standings) {
        if (!hold(standings)) throw new ConsoleError('ROLE_BEYOND_OWN', 'this goes beyond what the actor holds');
      },
    };
  };
}

export function standingOf(account: { readonly role: RoleId; readonly scope: Scope }, roles: RoleRights): Standing {
  return { permissions: roles.permissions(account.role), scope: account.scope };
}

function staysWithin(one: Standing, own: Standing, groupOf: GroupOf): boolean {
  return (
    one.permissions.every((permission) => own.permissions.includes(permission)) &&
    isWithin(one.scope, own.scope, groupOf)
  );
}
