const CHARACTERS = 200;

/** Controls, what has no width or turns the reading direction (Unicode's format characters), and halves of characters. */
const UNREADABLE = /[\p{Cc}\p{Cf}\p{Cs}]/gu;

/**
 * As much of a robot's own text as goes into readings, details and logs, on one line. What could make people read
 * something else than was sent shows as U+FFFD.
 */
export function excerpt(text: string): string {
  return text.slice(0, CHARACTERS).replaceAll(/\s+/gu, ' ').replaceAll(UNREADABLE, '\uFFFD');
}
