import type { TFunction } from 'i18next';
import type { Scope } from '../../src-main/bridge/contract.ts';

/** More names than these are counted. */
const NAMED = 3;

/** Whether something that was kept as a scope is one that can be put in words. */
export function isScope(value: unknown): value is Scope {
  if (value === null) return true;
  if (typeof value !== 'object') return false;
  const { robots, groups } = value as Partial<Record<string, unknown>>;
  return [robots, groups].every((names) => Array.isArray(names) && names.every((name) => typeof name === 'string'));
}

/** A scope in a few words: `The whole plant`, `No robot`, `Only Group Hall A, Hoist 1`. */
export function scopeWordsIn(t: TFunction, scope: Scope, nameOf: (robot: string) => string): string {
  if (scope === null) return t('scope.plant');
  const names = [...scope.groups.map((name) => t('scope.group', { name })), ...scope.robots.map(nameOf)];
  if (names.length === 0) return t('scope.none');
  const told = names.slice(0, NAMED).join(', ');
  return names.length > NAMED
    ? t('scope.onlyMore', { names: told, n: names.length - NAMED })
    : t('scope.only', { names: told });
}
