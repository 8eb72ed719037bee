import type { Scope } from '../../src-main/bridge/contract.ts';

/** The same robots and groups, in whatever order they were ticked. */
export function isSameScope(one: Scope, other: Scope): boolean {
  return JSON.stringify(sentScope(one)) === JSON.stringify(sentScope(other));
}

/** A scope as it is sent. */
export function sentScope(scope: Scope): { robots: string[]; groups: string[] } | null {
  return scope && { robots: scope.robots.toSorted(), groups: scope.groups.toSorted() };
}
