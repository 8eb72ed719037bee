import { createInstance, type i18n } from 'i18next';
import { initReactI18next } from 'react-i18next';
import { LANGUAGES, usePreferences, type Language } from '../stores/preferences.ts';
import en from './en.json';
import vi from './vi.json';

declare module 'i18next' {
  interface CustomTypeOptions {
    resources: { translation: typeof en };
  }
}

/** The interface's sentences, ready at once: both languages ship with the page, nothing is loaded. */
export function createI18n(language: Language): i18n {
  const i18n = createInstance();
  void i18n.use(initReactI18next).init({
    resources: { en: { translation: en }, vi: { translation: vi } },
    lng: language,
    fallbackLng: 'en',
    supportedLngs: LANGUAGES,
    // rights are named `backup:create`; there is one namespace
    nsSeparator: false,
    initAsync: false,
    interpolation: { escapeValue: false },
    missingInterpolationHandler: () => '–',
  });
  return i18n;
}

/** The page speaks the preferred language, and another one as soon as it is preferred. */
export function speakPreferred(): i18n {
  const i18n = createI18n(usePreferences.getState().language);
  const apply = (language: Language) => {
    document.documentElement.lang = language;
    void i18n.changeLanguage(language);
  };
  apply(usePreferences.getState().language);
  usePreferences.subscribe(({ language }) => apply(language));
  return i18n;
}
