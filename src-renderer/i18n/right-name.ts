import type { TFunction } from 'i18next';
import type { Permission } from '../../src-main/bridge/contract.ts';
import en from './en.json';

type RightKey = keyof (typeof en)['permission'];
type ReasonKey = keyof (typeof en)['rightReason'];
const isRight = (key: string): key is RightKey => Object.hasOwn(en.permission, key);
const isReason = (key: string): key is ReasonKey => Object.hasOwn(en.rightReason, key);

/** A right in words; its own name (`user:view`) where this page has none. */
export function rightNameIn(t: TFunction, right: Permission): string {
  return isRight(right) ? t(`permission.${right}`) : right;
}

/** The same for a name that comes in a failure's details. */
export function rightNamed(t: TFunction, right: unknown): unknown {
  return typeof right === 'string' && isRight(right) ? t(`permission.${right}`) : right;
}

/** Why the plant's table has a right as it has it; as the console wrote it where this page has no words of its own. */
export function plantReasonIn(t: TFunction, right: Permission, written: string): string {
  return isReason(right) ? t(`rightReason.${right}`) : written;
}
