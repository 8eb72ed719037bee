/** Which robots a person's rights are good for: these, and all of these groups. */
export interface LimitedScope {
  readonly robots: readonly string[];
  readonly groups: readonly string[];
}

/** Null: the whole plant. */
export type Scope = LimitedScope | null;

/** A robot as scopes know it. */
export interface PlacedRobot {
  readonly id: string;
  /** Empty: it is in no group. */
  readonly group: string;
}

/** What one scope may name. */
export const SCOPE_MAX_ENTRIES = 200;

/** Whether a robot lies within the scope. */
export function inScope(scope: Scope, { id, group }: PlacedRobot): boolean {
  if (scope === null) return true;
  return scope.robots.includes(id) || (group !== '' && scope.groups.includes(group));
}

/**
 * Whether nothing lies in `inner` that does not lie in `outer`.
 *
 * @param groupOf the group of a robot; undefined when the console has none of that id
 */
export function isWithin(inner: Scope, outer: Scope, groupOf: (robot: string) => string | undefined): boolean {
  if (outer === null) return true;
  if (inner === null) return false;
  return (
    inner.groups.every((group) => outer.groups.includes(group)) &&
    inner.robots.every((id) => inScope(outer, { id, group: groupOf(id) ?? '' }))
  );
}

export function sameScope(one: Scope, other: Scope): boolean {
  return JSON.stringify(one && tidyScope(one)) === JSON.stringify(other && tidyScope(other));
}

/** The form to keep: every entry once, trimmed, in one order. */
export function tidyScope({ robots, groups }: LimitedScope): LimitedScope {
  const tidy = (names: readonly string[]) =>
    [...new Set(names.map((name) => name.normalize('NFC').trim()))].filter((name) => name !== '').toSorted();
  return { robots: tidy(robots), groups: tidy(groups) };
}
