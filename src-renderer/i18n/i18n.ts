import { createInstance } from 'i18next';
import { initReactI18next } from 'react-i18next';
import { LANGUAGES, usePreferences } from '../stores/preferences.ts';
import en from './en.json';
import vi from './vi.json';

declare module 'i18next' {
  interface CustomTypeOptions {
    resources: { translation: typeof en };
  }
}

/** Both languages ship with the page; a plant's network need not reach anywhere. */
export const i18n = createInstance();

/** Ready at once: nothing is loaded. The language follows the preference. */
export function startLanguage(): void {
  void i18n.use(initReactI18next).init({
    resources: { en: { translation: en }, vi: { translation: vi } },
    lng: usePreferences.getState().language,
    fallbackLng: 'en',
    supportedLngs: LANGUAGES,
    initAsync: false,
    interpolation: { escapeValue: false },
    missingInterpolationHandler: () => '–',
  });
  document.documentElement.lang = i18n.language;
  usePreferences.subscribe(({ language }) => {
    document.documentElement.lang = language;
    void i18n.changeLanguage(language);
  });
}
