import { ConsoleError } from '../errors.ts';

/** The longest display name, in code points. */
export const DISPLAY_NAME_MAX_CODE_POINTS = 128;

/**
 * The name to show for a person: any text in one line, trimmed. Control characters and those that turn the direction
 * of what follows are refused: they would let a name change the line of the list or the log it stands in.
 *
 * @throws ConsoleError INPUT_INVALID with `field` displayName and `rule` `too-long` or `characters`.
 */
export function checkDisplayName(text: string): string {
  const name = text.normalize('NFC').trim();
  if (Array.from(name).length > DISPLAY_NAME_MAX_CODE_POINTS) {
    throw invalid(`a display name has at most ${DISPLAY_NAME_MAX_CODE_POINTS} characters`, 'too-long');
  }
  if (/[\p{Cc}\p{Cs}\p{Zl}\p{Zp}\u{202A}-\u{202E}\u{2066}-\u{2069}]/u.test(name)) {
    throw invalid('a display name holds no control characters', 'characters');
  }
  return name;
}

function invalid(message: string, rule: string): ConsoleError {
  return new ConsoleError('INPUT_INVALID', message, { field: 'displayName', rule });
}
