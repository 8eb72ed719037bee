/** Comma-separated values after RFC 4180, for people who open them in a spreadsheet. Reading never throws. */

/** One record, and the line of the text on which it begins, from 1. */
export interface CsvRecord {
  readonly line: number;
  readonly fields: readonly string[];
}

/**
 * `quote`: a quoted field that never ends. `after-quote`: something else than a separator behind a closing quote.
 * `bare-quote`: a quote inside a field that did not begin with one.
 */
export const CSV_RULES = ['quote', 'after-quote', 'bare-quote'] as const;
export type CsvRule = (typeof CSV_RULES)[number];

/** What is wrong, and on which line, from 1. */
export interface CsvProblem {
  readonly line: number;
  readonly rule: CsvRule;
}

export interface CsvReading {
  /** The records before the problem. */
  readonly records: readonly CsvRecord[];
  /** Null when the text was read to its end. There is never more than one: behind it nothing can be told apart. */
  readonly problem: CsvProblem | null;
}

const BYTE_ORDER_MARK = '\uFEFF';
const LINE_END = /\r\n|\n|\r/y;
const QUOTED = /"([^"]*(?:""[^"]*)*)"/y;

/**
 * Reads records. Where spreadsheets would guess it refuses; it is more lenient than the RFC in three points: any kind
 * of line end, another separator, and empty lines, which are left out. A byte order mark is no content.
 *
 * @param separator one character, neither a quote nor a line end.
 */
export function readCsv(text: string, separator = ','): CsvReading {
  const records: CsvRecord[] = [];
  let at = text.startsWith(BYTE_ORDER_MARK) ? BYTE_ORDER_MARK.length : 0;
  let line = 1;
  while (at < text.length) {
    const record = readRecord(text, at, separator);
    if ('rule' in record) {
      return { records, problem: { line: line + lineEnds(text.slice(at, record.at)), rule: record.rule } };
    }
    if (record.end > at) records.push({ line, fields: record.fields });
    const next = after(LINE_END, text, record.end);
    line += lineEnds(text.slice(at, next));
    at = next;
  }
  return { records, problem: null };
}

interface Broken {
  readonly rule: CsvRule;
  readonly at: number;
}

function readRecord(text: string, start: number, separator: string): { fields: string[]; end: number } | Broken {
  const fields: string[] = [];
  for (let at = start; ; at += separator.length) {
    const field = readField(text, at, separator);
    if ('rule' in field) return field;
    fields.push(field.value);
    at = field.end;
    if (!text.startsWith(separator, at)) return { fields, end: at };
  }
}

function readField(text: string, at: number, separator: string): { value: string; end: number } | Broken {
  if (text[at] !== '"') {
    let end = at;
    while (end < text.length && !`"\r\n${separator}`.includes(text.charAt(end))) end++;
    return text[end] === '"' ? { rule: 'bare-quote', at: end } : { value: text.slice(at, end), end };
  }
  QUOTED.lastIndex = at;
  const value = QUOTED.exec(text)?.[1];
  if (value === undefined) return { rule: 'quote', at };
  const end = at + value.length + 2;
  // The pattern took the first half of a doubled quote for the end: there is no other.
  if (text[end] === '"') return { rule: 'quote', at };
  if (end < text.length && !`\r\n${separator}`.includes(text.charAt(end))) return { rule: 'after-quote', at: end };
  return { value: value.replaceAll('""', '"'), end };
}

/** Where `text` goes on behind what `sticky` matches at `at`. */
function after(sticky: RegExp, text: string, at: number): number {
  sticky.lastIndex = at;
  return at + (sticky.exec(text)?.[0].length ?? 0);
}

const lineEnds = (text: string) => text.match(/\r\n|\n|\r/g)?.length ?? 0;

/**
 * Writes records with CRLF behind each, and a byte order mark in front, without which Excel garbles every accent. Each
 * field is guarded by {@link guardFormula}.
 */
export function writeCsv(records: readonly (readonly string[])[]): string {
  const lines = records.map(
    (fields) => `${fields.map((field) => quoteWhereNeeded(guardFormula(field))).join(',')}\r\n`,
  );
  return BYTE_ORDER_MARK + lines.join('');
}

function quoteWhereNeeded(field: string): string {
  // Other separators, too: a spreadsheet of another country splits there. An empty field alone would be an empty line.
  return field === '' || /[",;\t\r\n]|^\s|\s$/.test(field) ? `"${field.replaceAll('"', '""')}"` : field;
}

/**
 * An apostrophe before what a spreadsheet would take for a formula, however many apostrophes stand there already, so
 * that {@link withoutGuard} brings back exactly what was (OWASP: CSV injection; the wide signs are taken for formulas,
 * too).
 */
export function guardFormula(value: string): string {
  return /^'*\s*[=+\-@＝＋－＠]|^'*[\t\r\n]/u.test(value) ? `'${value}` : value;
}

/** Takes the apostrophe of {@link guardFormula} away again, where it is one. */
export function withoutGuard(value: string): string {
  return /^'+\s*[=+\-@＝＋－＠]|^'+[\t\r\n]/u.test(value) ? value.slice(1) : value;
}
