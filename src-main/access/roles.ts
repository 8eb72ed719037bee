export const ROLES = ['administrator', 'supervisor', 'operator', 'viewer'] as const;
export type Role = (typeof ROLES)[number];

/** What is protected. */
export const RESOURCES = [
  'robot',
  'configuration',
  'user',
  'own-account',
  'store',
  'backup',
  'audit',
  'activity',
  'security',
  'alarm',
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
] as const;
export type Action = (typeof ACTIONS)[number];

/** `robot:view` and so on: how a granted right is named to the renderer. */
export type Permission = `${Resource}:${Action}`;
