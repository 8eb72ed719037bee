import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';

const ROOT = path.resolve(import.meta.dirname, '../../..');
const NOTHING = '–';
const HEAD = ['clause', 'what it asks', 'state', 'module', 'test', 'missing'];

interface Row {
  readonly clause: string;
  readonly asks: string;
  readonly state: string;
  readonly modules: readonly string[];
  readonly tests: readonly { readonly file: string; readonly title: string }[];
  readonly missing: string;
}

/** What the document says, by standard; a line that begins like a row and is none is malformed. */
function clausesIn(text: string): { readonly rows: Map<string, Row[]>; readonly malformed: string[] } {
  const rows = new Map<string, Row[]>();
  const malformed: string[] = [];
  let standard: Row[] | null = null;
  for (const line of text.split('\n')) {
    if (line.startsWith('## ')) rows.set(line.slice(3), (standard = []));
    if (!line.startsWith('|') || /^\| *-/.test(line)) continue;
    const cells = line
      .split('|')
      .slice(1, -1)
      .map((cell) => cell.trim());
    if (cells.join() === HEAD.join()) continue;
    const row = rowOf(cells);
    if (row && standard) standard.push(row);
    else malformed.push(line);
  }
  return { rows, malformed };
}

function rowOf(cells: readonly string[]): Row | null {
  if (cells.length !== HEAD.length || cells.includes('')) return null;
  const [clause = '', asks = '', state = '', module = '', test = '', missing = ''] = cells;
  const modules = eachOf(module).map((part) => /^`([^`]+)`$/.exec(part)?.[1]);
  const tests = eachOf(test).map((part) => /^`([^`]+)` “(.+)”$/.exec(part));
  if (modules.includes(undefined) || tests.includes(null)) return null;
  return {
    clause,
    asks,
    state,
    modules: modules.flatMap((one) => one ?? []),
    tests: tests.map((found) => ({ file: found?.[1] ?? '', title: found?.[2] ?? '' })),
    missing: missing === NOTHING ? '' : missing,
  };
}

const eachOf = (cell: string): string[] => (cell === NOTHING ? [] : cell.split('<br>'));

/** What is wrong with a row; a state says no more than its cells do. */
function faultsOf({ clause, state, modules, tests, missing }: Row, read: (file: string) => string | null): string[] {
  const said = {
    met: modules.length > 0 && tests.length > 0 && missing === '',
    'in part': modules.length > 0 && missing !== '',
    open: modules.length === 0 && tests.length === 0 && missing !== '',
  };
  const fits = Object.entries(said).some(([name, holds]) => name === state && holds);
  return [
    ...(fits ? [] : [`its cells do not say that it is "${state}"`]),
    ...modules.filter((file) => read(file) === null).map((file) => `there is no ${file}`),
    ...tests.flatMap(({ file, title }) => {
      const source = read(file);
      if (source === null) return [`there is no ${file}`];
      return isTestIn(source, title) ? [] : [`${file} has no test “${title}”`];
    }),
  ].map((fault) => `${clause}: ${fault}`);
}

/** A title stands right behind `it(`, `test(` or the `)(` of an `each`; a test that is skipped is none. */
function isTestIn(source: string, title: string): boolean {
  return ["'", '"', '`'].some((quote) => {
    const before = source.split(`${quote}${title}${quote},`).slice(0, -1);
    return before.some((text) => /(?:\b(?:it|test)|\))\($/.test(text.trimEnd()));
  });
}

const onDisk = (file: string): string | null =>
  existsSync(path.join(ROOT, file)) ? readFileSync(path.join(ROOT, file), 'utf8') : null;

const { rows, malformed } = clausesIn(readFileSync(path.join(ROOT, 'docs/clauses.md'), 'utf8'));

describe('the table of clauses', () => {
  it('has only rows that can be read, for each standard', () => {
    expect(malformed).toEqual([]);
    for (const [standard, clauses] of rows) expect([standard, clauses.length > 5]).toEqual([standard, true]);
    expect([...rows.keys()]).toHaveLength(4);
  });

  it('names each clause once', () => {
    for (const clauses of rows.values()) {
      const names = clauses.map(({ clause }) => clause);
      expect(names).toEqual([...new Set(names)]);
    }
  });

  it('names modules and tests that are there, and claims no more than it names', () => {
    expect([...rows.values()].flat().flatMap((row) => faultsOf(row, onDisk))).toEqual([]);
  });
});

describe('the reading of it', () => {
  const read = (file: string) =>
    file === 'a.ts' ? `it('does it', () => {});\nit.skip('is skipped', () => {});` : null;
  const faults = (line: string) => {
    const found = clausesIn(`## S\n${line}`);
    return [...found.malformed, ...[...found.rows.values()].flat().flatMap((row) => faultsOf(row, read))];
  };

  it.each([
    ['in order', '| 1 | x | met | `a.ts` | `a.ts` “does it” | – |', []],
    ['without a cell', '| 1 | x | met | `a.ts` | – |', ['| 1 | x | met | `a.ts` | – |']],
    ['in other words', '| 1 | x | met | a.ts | – | – |', ['| 1 | x | met | a.ts | – | – |']],
    ['with a module that is gone', '| 1 | x | in part | `b.ts` | – | y |', ['1: there is no b.ts']],
    ['with a test file that is gone', '| 1 | x | met | `a.ts` | `b.ts` “does it” | – |', ['1: there is no b.ts']],
    [
      'with a test that is skipped',
      '| 1 | x | met | `a.ts` | `a.ts` “is skipped” | – |',
      ['1: a.ts has no test “is skipped”'],
    ],
    ['that claims without a test', '| 1 | x | met | `a.ts` | – | – |', ['1: its cells do not say that it is "met"']],
    ['that is open without a reason', '| 1 | x | open | – | – | – |', ['1: its cells do not say that it is "open"']],
    [
      'in a state that there is not',
      '| 1 | x | done | `a.ts` | `a.ts` “does it” | – |',
      ['1: its cells do not say that it is "done"'],
    ],
  ])('takes a row %s for what it is', (_what, line, expected) => {
    expect(faults(line)).toEqual(expected);
  });
});
