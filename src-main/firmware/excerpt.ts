const CHARACTERS = 200;

/** As much of a robot's own text as goes into readings, details and logs. */
export function excerpt(text: string): string {
  return text.slice(0, CHARACTERS);
}
