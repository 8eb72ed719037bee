import type { TFunction } from 'i18next';
import type { CallFailure, Permission } from '../../src-main/bridge/contract.ts';
import en from './en.json';
import { rightNamed } from './right-name.ts';

type SentenceKey = keyof (typeof en)['error'];
const isSentence = (key: string): key is SentenceKey => Object.hasOwn(en.error, key);

/**
 * The sentence of a failure. Where a code has several (`USERNAME_INVALID@empty`), the rule or reason in its details
 * picks one; a rule without a sentence of its own gets the code's.
 */
export function sentenceOf(t: TFunction, { code, details }: CallFailure): string {
  const particular = `${code}@${String(details['rule'] ?? details['reason'])}`;
  return t(`error.${isSentence(particular) ? particular : code}`, {
    ...details,
    right: rightNamed(t, details['right']),
  });
}

type RightKey = keyof (typeof en)['permission'];
const isRight = (key: string): key is RightKey => Object.hasOwn(en.permission, key);

/** What a right allows, in words. */
export function rightOf(t: TFunction, permission: Permission): string {
  return isRight(permission) ? t(`permission.${permission}`) : permission;
}
