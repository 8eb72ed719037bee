import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { GUESSABLE_REASONS } from '../../../src-main/access/guessable.ts';
import { CHANGE_REASONS } from '../../../src-main/access/password-change.ts';
import { CHARACTER_CLASSES } from '../../../src-main/access/password-profile.ts';
import { ROLE_RULES } from '../../../src-main/access/roles/role-invalid.ts';
import { CODE_REFUSALS } from '../../../src-main/access/second-factor/totp.ts';
import { USER_CSV_RULES } from '../../../src-main/access/user-csv-import.ts';

const all = (code: string, rules: readonly string[]) => rules.map((rule) => `${code}@${rule}`);
const RULES = [
  ...all('PASSWORD_BLOCKED', ['unprintable', ...GUESSABLE_REASONS]),
  ...all('PASSWORD_COMPOSITION', CHARACTER_CLASSES),
  ...all('PASSWORD_CHANGE_REQUIRED', CHANGE_REASONS),
  ...all('ONE_TIME_SECRET_INVALID', ['used', 'expired']),
  ...all('SECOND_FACTOR_FAILED', CODE_REFUSALS),
  ...all('CSV_INVALID', USER_CSV_RULES),
  ...all('INPUT_INVALID', ['empty', 'too-long', 'characters', 'colon', 'base32']),
  ...all('SESSION_REQUIRED', ['expired']),
  ...all('ROLE_INVALID', ROLE_RULES),
  ...all('PERMISSION_DENIED', ['scope']),
];

test.each(['en', 'vi'])('every rule of access has a sentence of its own (%s)', (language) => {
  const file = new URL(`../../../src-renderer/i18n/${language}.json`, import.meta.url);
  const { error }: { error: Readonly<Record<string, string>> } = JSON.parse(readFileSync(file, 'utf8'));
  expect(RULES.filter((key) => error[key] === undefined)).toEqual([]);
  expect(new Set(RULES.map((key) => error[key])).size).toBe(RULES.length);
});
