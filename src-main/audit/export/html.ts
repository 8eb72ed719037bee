/** Text as it may stand in HTML, also between quotes. */
export function escapeHtml(text: string): string {
  return visible(text).replaceAll(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`);
}

/**
 * Shows characters that a reader cannot see and that change what he believes to see: controls, and those that turn the
 * direction of writing or take no room (Unicode TR 36, 2.10).
 */
function visible(text: string): string {
  return text.replaceAll(INVISIBLE, (character) => {
    const point = character.codePointAt(0) ?? 0;
    return `\\u{${point.toString(16)}}`;
  });
}

/** Line feed and tab stay; the joiners of real scripts (U+200C, U+200D) do too. */
const INVISIBLE = /(?![\n\t\u200c\u200d])[\p{Cc}\p{Cf}\u2028\u2029]/gu;
