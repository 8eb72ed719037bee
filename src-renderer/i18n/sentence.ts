import type { TFunction } from 'i18next';
import type { CallFailure } from '../../src-main/bridge/contract.ts';
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
