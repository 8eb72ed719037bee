import { ConsoleError } from '../errors.ts';

/** The longest username, in code points of its compatibility form. */
export const USERNAME_MAX_CODE_POINTS = 64;

/**
 * What decides whether two usernames are the same person: width, case, composition and spacing do not count
 * (`Ａnna  K.` and `anna k.` are one). The way over upper case folds what lower case alone keeps apart (`ß` and `ss`).
 * Takes any text and never throws; sign-in looks names up with it.
 */
export function canonicalUsername(text: string): string {
  return tidy(tidy(text).toLowerCase().toUpperCase().toLowerCase());
}

/**
 * The username to store and show: trimmed, in compatibility form, case as typed. Letters and digits of any script,
 * and between them spaces and `. _ - @ '`; no control or invisible characters, which would let two names look alike.
 *
 * @throws ConsoleError USERNAME_INVALID; `rule` is `empty`, `too-long` (`maximum`) or `characters`.
 */
export function checkUsername(text: string): string {
  const username = tidy(text);
  if (username === '') throw invalid('a username must not be empty', { rule: 'empty' });
  if (Array.from(username).length > USERNAME_MAX_CODE_POINTS) {
    const facts = { rule: 'too-long', maximum: USERNAME_MAX_CODE_POINTS };
    throw invalid(`a username has at most ${USERNAME_MAX_CODE_POINTS} characters`, facts);
  }
  if (!/^[\p{L}\p{Nd}][\p{L}\p{M}\p{Nd} ._@'-]*$/u.test(username)) {
    const rule = "a username starts with a letter or digit; then letters, digits, spaces and . _ - @ ' may follow";
    throw invalid(rule, { rule: 'characters' });
  }
  return username;
}

function tidy(text: string): string {
  return text.normalize('NFKC').replaceAll(/\s+/g, ' ').trim();
}

function invalid(message: string, details: ConsoleError['details']): ConsoleError {
  return new ConsoleError('USERNAME_INVALID', message, details);
}
