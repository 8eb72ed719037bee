import { create } from 'zustand';

export const LANGUAGES = ['en', 'vi'] as const;
export type Language = (typeof LANGUAGES)[number];

const KEY = 'robot-console.language';
const isLanguage = (word: unknown): word is Language => LANGUAGES.some((language) => language === word);

/** What was chosen before, else the first language of the browser that the console speaks, else English. */
export function preferredLanguage(stored: string | null, browser: readonly string[]): Language {
  if (isLanguage(stored)) return stored;
  return browser.map((tag) => tag.split('-')[0]).find(isLanguage) ?? 'en';
}

/** Storage may be forbidden in this browser; the choice then lasts as long as the page. */
function storage(): Storage | null {
  try {
    return globalThis.localStorage ?? null;
  } catch {
    return null;
  }
}

export const usePreferences = create<{ readonly language: Language }>()(() => ({
  language: preferredLanguage(storage()?.getItem(KEY) ?? null, navigator.languages),
}));

export function chooseLanguage(language: Language): void {
  usePreferences.setState({ language });
  storage()?.setItem(KEY, language);
}
