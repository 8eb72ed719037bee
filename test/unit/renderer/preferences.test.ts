import { expect, it } from 'vitest';
import { preferredLanguage } from '../../../src-renderer/stores/preferences.ts';

it('the language is the one that was chosen before', () => {
  expect(preferredLanguage('vi', ['en-GB'])).toBe('vi');
});

it('without a choice it is the first language of the browser that the console speaks', () => {
  expect(preferredLanguage(null, ['fr-FR', 'vi-VN', 'en'])).toBe('vi');
  expect(preferredLanguage('klingon', ['fr-FR'])).toBe('en');
});
