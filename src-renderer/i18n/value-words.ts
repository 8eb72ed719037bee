import type { TFunction } from 'i18next';
import type { HistoryEntry } from '../../src-main/bridge/contract.ts';
import { roleNameIn } from './role-name.ts';
import { isScope, scopeWordsIn } from './scope-words.ts';

type Value = HistoryEntry['newValue'];

/** What an account was or became, as its history keeps it: `Role: Operator, Scope: Only Hoist 1`. */
export function valueWords(value: Value, t: TFunction, nameOf: (robot: string) => string): string {
  if (value === null) return '–';
  if (typeof value !== 'object' || Array.isArray(value)) return JSON.stringify(value);
  return Object.entries(value)
    .map(([name, part]) => {
      if (name === 'role' && typeof part === 'string') return `${t('users.role')}: ${roleNameIn(t, part, part)}`;
      if (name === 'scope' && isScope(part)) return `${t('scope.short')}: ${scopeWordsIn(t, part, nameOf)}`;
      const label = name === 'displayName' ? t('users.displayName') : name;
      return `${label}: ${typeof part === 'string' ? part : JSON.stringify(part)}`;
    })
    .join(', ');
}
