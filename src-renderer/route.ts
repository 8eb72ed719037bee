import { useSyncExternalStore } from 'react';
import type { Permission } from '../src-main/bridge/contract.ts';

export const SCREENS = [
  'robots',
  'health',
  'alarms',
  'audit',
  'users',
  'roles',
  'configuration',
  'security',
  'training',
  'account',
] as const;
export type Screen = (typeof SCREENS)[number];

/** The right that a screen needs; the console checks every call again by itself. */
export const NEEDED = {
  robots: 'robot:view',
  health: 'robot:view',
  alarms: 'alarm:view',
  audit: 'activity:view',
  users: 'user:view',
  roles: 'role:view',
  configuration: 'configuration:view',
  security: 'security:view',
  training: 'training:view',
  account: 'own-account:view',
} as const satisfies Readonly<Record<Screen, Permission>>;

export interface Route {
  readonly screen: Screen;
  /** The robot looked at, on the robots screen. */
  readonly robotId: string | null;
}

/** Reads the address's fragment; whatever is not understood is the robots screen. */
export function parseRoute(hash: string): Route {
  const [name, id] = hash.replace(/^#\//, '').split('/');
  const screen = SCREENS.find((known) => known === name) ?? 'robots';
  return { screen, robotId: screen === 'robots' && id ? decoded(id) : null };
}

function decoded(part: string): string {
  try {
    return decodeURIComponent(part);
  } catch {
    return part;
  }
}

export const addressOf = (screen: Screen): string => `#/${screen}`;
export const addressOfRobot = (robotId: string): string => `#/robots/${encodeURIComponent(robotId)}`;

function subscribe(onChange: () => void): () => void {
  window.addEventListener('hashchange', onChange);
  return () => window.removeEventListener('hashchange', onChange);
}

export function useRoute(): Route {
  return parseRoute(useSyncExternalStore(subscribe, () => location.hash));
}
