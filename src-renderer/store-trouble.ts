import type { StoreHealth } from '../src-main/bridge/contract.ts';

/** Why nothing can be saved at the moment, as far as people need different words for it. */
export const TROUBLES = [
  'full',
  'quota',
  'readOnly',
  'forbidden',
  'faulty',
  'refusing',
  'restarting',
  'failed',
  'closed',
] as const;
export type Trouble = (typeof TROUBLES)[number];

/** The system's codes (errno.h) that have words of their own. */
const OF_DISK: ReadonlyMap<string | null, Trouble> = new Map([
  ['ENOSPC', 'full'],
  ['EDQUOT', 'quota'],
  ['EROFS', 'readOnly'],
  ['EACCES', 'forbidden'],
  ['EPERM', 'forbidden'],
  ['EIO', 'faulty'],
]);

/** Null while changes are kept. */
export function troubleOf(health: StoreHealth): Trouble | null {
  if (health.state === 'accepting') return null;
  return health.state === 'refusing' ? (OF_DISK.get(health.reason) ?? 'refusing') : health.state;
}

/** Less room than this (bytes) on the disk is said before it is used up: a backup and a snapshot must fit. */
export const LOW_ON_ROOM_BYTES = 500_000_000;
