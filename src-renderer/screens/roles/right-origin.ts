import type { KnownRight, Permission, RoleId, RoleView } from '../../../src-main/bridge/contract.ts';

export const rightOf = ({ resource, action }: Pick<KnownRight, 'resource' | 'action'>): Permission =>
  `${resource}:${action}`;

/** Why a role holds a right, or does not. */
export interface RightOrigin {
  readonly granted: boolean;
  /** The plant's table says it of this role, this role changes it, or another one decides that it inherits from. */
  readonly how: 'plant' | 'changed' | 'inherited';
  /** The role that decides. */
  readonly from: RoleId;
  /** Of a change; null: the plant's table decides, and its reason stands beside the right. */
  readonly reason: string | null;
}

/**
 * The console tells where a granted right comes from; this also finds who withholds one.
 *
 * @param roles as the console lists them: no circle, each resting on a built-in one
 */
export function originOf(role: RoleView, right: KnownRight, roles: readonly RoleView[]): RightOrigin {
  let at: RoleView = role;
  for (;;) {
    const how = at === role ? 'changed' : 'inherited';
    const change = at.changes.find(({ resource, action }) => resource === right.resource && action === right.action);
    if (change) return { granted: change.granted, how, from: at.id, reason: change.reason };
    const { inherits } = at;
    if (inherits === null) {
      const plain = at === role ? 'plant' : 'inherited';
      return { granted: right.roles.includes(at.id), how: plain, from: at.id, reason: null };
    }
    const parent = roles.find(({ id }) => id === inherits);
    if (!parent) return { granted: false, how: 'inherited', from: inherits, reason: null };
    at = parent;
  }
}

/** The rights in the order to show, those of one resource together. */
export function byResource(
  rights: readonly KnownRight[],
): readonly (readonly [KnownRight['resource'], readonly KnownRight[]])[] {
  return [...Map.groupBy(rights, ({ resource }) => resource)];
}
