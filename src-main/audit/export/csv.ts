import type { ChainedRecord } from '../chain.ts';
import { COLUMNS } from './columns.ts';
import type { Records } from './json-lines.ts';

/**
 * Records as CSV (RFC 4180) for a spreadsheet: one header row, CRLF, every cell in quotes. It begins with a byte order
 * mark, without which Excel takes UTF-8 for something else. For reading, not for proving: only JSON Lines verify.
 */
export async function* recordsAsCsv(records: Records): AsyncGenerator<string, void, undefined> {
  yield `\uFEFF${row(COLUMNS.map(({ name }) => name))}`;
  for await (const chained of records) yield row(cellsOf(chained));
}

function cellsOf(chained: ChainedRecord): string[] {
  return COLUMNS.map(({ value }) => value(chained));
}

function row(cells: readonly string[]): string {
  return `${cells.map(cell).join(',')}\r\n`;
}

/**
 * What a spreadsheet takes for the beginning of a formula, also in its full-width form, and the white space it may skip
 * before it (OWASP, CSV injection). Such a cell gets an apostrophe in front, which makes it text. Quotes around every
 * cell keep a separator inside it from opening a new one.
 */
const FORMULA_START = /^[=+\-@\t\r\n＝＋－＠]/;

function cell(text: string): string {
  const harmless = FORMULA_START.test(text) ? `'${text}` : text;
  return `"${harmless.replaceAll('"', '""')}"`;
}
