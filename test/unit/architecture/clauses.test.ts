import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, it } from 'vitest';
import { ROOT } from './imports.ts';

/** What has to be answered for, met or not: a clause that nobody thought about stands nowhere in the table. */
const CLAUSES: Readonly<Record<string, readonly string[]>> = {
  'IEC 62443-4-2': [
    ...['1.1', '1.3', '1.4', '1.5', '1.7', '1.10', '1.11', '1.12'],
    ...['2.1', '2.5', '2.7', '2.8', '2.9', '2.10', '2.11', '2.12'],
    ...['3.4', '3.5', '3.6', '3.7', '3.8', '3.9', '4.1', '4.3', '6.1', '6.2'],
    ...['7.1', '7.2', '7.3', '7.4', '7.6', '7.7', '7.8'],
  ].map((number) => `CR ${number}`),
  'OWASP ASVS 5': [
    ...['V6.1', 'V6.2', 'V6.3', 'V6.4', 'V6.5', 'V7.1', 'V7.2', 'V7.3', 'V7.4', 'V7.5', 'V8.1', 'V8.2'],
    ...['V16.1', 'V16.2', 'V16.3', 'V16.4', 'V16.5'],
  ],
  'NIST SP 800-63B-4': ['2.2.3', '3.1.1.2', '3.1.2.2', '3.2.2'],
  '21 CFR 11': ['time stamp', 'not obscured', 'copies', 'reason', 'retained'].map((part) => `11.10(e) ${part}`),
};

interface Met {
  readonly standard: string;
  readonly clause: string;
  readonly modules: readonly string[];
  readonly tests: readonly string[];
}

const cellsOf = (line: string) =>
  line
    .split('|')
    .slice(1, -1)
    .map((cell) => cell.trim());
const files = (cell = '') => cell.split(' ').filter((word) => word !== '');

/** The table's rows under their headings. */
function readTable(text: string) {
  const met: Met[] = [];
  const unmet: { standard: string; clause: string; missing: string }[] = [];
  for (const section of text.split(/^## /m).slice(1)) {
    const [heading = ''] = section.split('\n', 1);
    const standard = Object.keys(CLAUSES).find((name) => heading.startsWith(name));
    const rows = section
      .split('\n')
      .filter((line) => line.startsWith('|'))
      .map(cellsOf)
      .slice(2);
    for (const [first = '', second = '', third = '', fourth = ''] of rows) {
      if (standard === undefined) unmet.push({ standard: first, clause: second, missing: third });
      else met.push({ standard, clause: first, modules: files(third), tests: files(fourth) });
    }
  }
  return { met, unmet };
}

/** Everything that is wrong with the table. */
function faultsOf(text: string, exists: (file: string) => boolean): string[] {
  const { met, unmet } = readTable(text);
  const named = [...met, ...unmet].map(({ standard, clause }) => `${standard}: ${clause}`);
  const wanted = Object.entries(CLAUSES).flatMap(([standard, clauses]) =>
    clauses.map((clause) => `${standard}: ${clause}`),
  );
  return [
    ...wanted.filter((name) => !named.includes(name)).map((name) => `${name} stands nowhere`),
    ...named.filter((name) => !wanted.includes(name)).map((name) => `${name} is not on the list`),
    ...named.filter((name, at) => named.indexOf(name) !== at).map((name) => `${name} stands twice`),
    ...unmet.filter(({ missing }) => missing === '').map(({ clause }) => `${clause} does not say what is missing`),
    ...met.flatMap(({ clause, modules, tests }) => [
      ...(modules.length === 0 ? [`${clause} has no module`] : []),
      ...(tests.length === 0 ? [`${clause} has no test`] : []),
      ...[...modules, ...tests].filter((file) => !exists(file)).map((file) => `${clause}: ${file} is not there`),
      ...tests.filter((file) => !/^test\/.*\.test\.tsx?$/.test(file)).map((file) => `${clause}: ${file} is no test`),
    ]),
  ];
}

const TABLE = readFileSync(path.join(ROOT, 'docs', 'clauses.md'), 'utf8');
const isThere = (file: string) => existsSync(path.join(ROOT, file));

it('every clause is met by a module with a test that exist, or is listed as not met', () => {
  expect(faultsOf(TABLE, isThere)).toEqual([]);
});

it('a table that names what does not exist is found out', () => {
  const { met } = readTable(TABLE);
  const [file = ''] = met[0]?.tests ?? [];
  expect(faultsOf(TABLE, (name) => name !== file && isThere(name))).toContain(`CR 1.1: ${file} is not there`);
  const withoutRow = TABLE.replace(/^\| CR 3\.9 .*\n/m, '');
  expect(faultsOf(withoutRow, isThere)).toEqual(['IEC 62443-4-2: CR 3.9 stands nowhere']);
  const withoutTest = TABLE.replaceAll(/\| test\/unit\/access\/username\.test\.ts +\|/g, '| |');
  expect(faultsOf(withoutTest, isThere)).toEqual(['CR 1.4 has no test']);
});
