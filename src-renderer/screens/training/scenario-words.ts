import { useTranslation } from 'react-i18next';
import type { Playing } from '../../../src-main/bridge/contract.ts';

/** Name and description of a scenario in the language in force, as far as its file has them. */
export function useScenarioWords(): (words: Playing['words']) => { readonly name: string; readonly about: string } {
  const { i18n } = useTranslation();
  return (words) => (i18n.language === 'vi' && words.vi ? words.vi : words);
}
