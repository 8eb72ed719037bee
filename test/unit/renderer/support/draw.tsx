import { MantineProvider } from '@mantine/core';
import type { ReactNode } from 'react';
import { renderToStaticMarkup } from 'react-dom/server';
import { I18nextProvider } from 'react-i18next';
import { createI18n } from '../../../../src-renderer/i18n/i18n.ts';
import type { Language } from '../../../../src-renderer/stores/preferences.ts';

/** Draws one widget as the page would. */
export function draw(widget: ReactNode, language: Language = 'en'): string {
  return renderToStaticMarkup(
    <MantineProvider env="test">
      <I18nextProvider i18n={createI18n(language)}>{widget}</I18nextProvider>
    </MantineProvider>,
  );
}

/** The words that a person reads in it, one space between them. */
export function wordsOf(html: string): string {
  return html
    .replaceAll(/<style[^]*?<\/style>/g, '')
    .replaceAll(/<[^>]*>/g, ' ')
    .replaceAll('&#x27;', "'")
    .replaceAll(/\s+/g, ' ')
    .trim();
}
