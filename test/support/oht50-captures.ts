import { readdirSync, readFileSync } from 'node:fs';

const FOLDER = new URL('../fixtures/oht50/', import.meta.url);

/** Bodies exactly as a controller sent them; the name is METHOD_path, `__` adds the situation. */
export function capture(name: string): string {
  return readFileSync(new URL(`${name}.json`, FOLDER), 'utf8').trimEnd();
}

export const CAPTURES: readonly string[] = readdirSync(FOLDER).map((file) => file.replace(/\.json$/, ''));

/** The body with some of its fields (found wherever they stand) having other values. */
export function captureWith(name: string, fields: Readonly<Record<string, unknown>>): string {
  return JSON.stringify(JSON.parse(capture(name), (key, value: unknown) => (key in fields ? fields[key] : value)));
}
