/** The roles that every console has; what they may do is the plant's table (`matrix.ts`) and nobody changes it. */
export const ROLES = ['administrator', 'supervisor', 'operator', 'viewer'] as const;
export type BuiltInRole = (typeof ROLES)[number];
/** Any role: a built-in one, or one that the plant made for itself. */
export type RoleId = string;

export function isBuiltIn(role: RoleId): role is BuiltInRole {
  return ROLES.some((known) => known === role);
}

/** What is protected. */
export const RESOURCES = [
  'robot',
  'fleet',
  'configuration',
  'user',
  'own-account',
  'store',
  'backup',
  'audit',
  'activity',
  'security',
  'alarm',
  'role',
  'training',
] as const;
export type Resource = (typeof RESOURCES)[number];

export const ACTIONS = [
  'view',
  'create',
  'verify',
  'archive',
  'edit',
  'disable',
  'delete',
  'restore',
  'reset-password',
  'force-sign-out',
  'change-password',
  'second-factor',
  'sessions',
  'acknowledge',
  'control',
  'configure',
  'take-over',
  'simulate',
  'stop',
] as const;
export type Action = (typeof ACTIONS)[number];

/** `robot:view` and so on: how a granted right is named to the renderer. */
export type Permission = `${Resource}:${Action}`;
