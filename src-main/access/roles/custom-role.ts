import type { Action, Resource, RoleId } from '../roles.ts';

/** One right in which a role differs from the one that it inherits from. */
export interface RoleChange {
  readonly resource: Resource;
  readonly action: Action;
  /** False: it is withheld. */
  readonly granted: boolean;
  /** What an auditor reads when asking why. */
  readonly reason: string;
}

/** What somebody wishes a role of the plant's own to be. */
export interface RoleDraft {
  readonly name: string;
  /** Any other role: a built-in one or one of the plant's own. */
  readonly inherits: RoleId;
  readonly changes: readonly RoleChange[];
}

/** A role that the plant made for itself. */
export interface CustomRole extends RoleDraft {
  readonly id: RoleId;
}

/** The roles of the plant's own, by their ids. */
export type CustomRoles = ReadonlyMap<RoleId, CustomRole>;

export function customRoles(roles: readonly CustomRole[]): CustomRoles {
  return new Map(roles.map((role) => [role.id, role]));
}

export const NO_CUSTOM_ROLES: CustomRoles = new Map();
