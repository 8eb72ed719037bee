import type { Permission } from './roles.ts';

/**
 * What those see of the audit log who do not answer for it (the plant's table gives operators and viewers a limited
 * view). Whoever holds `audit:view` sees everything.
 */
export const LIMITED_AUDIT_VIEW = {
  /** Their own actions, and whatever anybody did to these kinds of things. */
  objects: ['robot', 'alarm', 'command', 'control', 'fallback', 'stop'],
  /** Of actions on these kinds of things, even their own, they do not see what was there before and after. */
  withoutValues: ['user', 'configuration', 'settings', 'session'],
  reason:
    'Audit access: whoever works with robots must be able to say what happened to them and what is held against his own name; other people’s accounts and the settings tell an attacker more than they help him.',
} as const;

export type AuditView = 'full' | 'limited';

/** @param permissions of the session that looks, with those that are lent to it */
export function auditViewOf(permissions: readonly Permission[]): AuditView {
  return permissions.includes('audit:view') ? 'full' : 'limited';
}
