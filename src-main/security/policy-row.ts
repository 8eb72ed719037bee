import type { PolicyRow } from './policy-sections.ts';

export function row(name: string, value: string, concern: boolean): PolicyRow {
  return { name, value, concern };
}

/** A rule at which there is nothing to look. */
export function plain(name: string, value: string): PolicyRow {
  return row(name, value, false);
}
