import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { recordsAsCsv } from '../../../../src-main/audit/export/csv.ts';
import { chain, content, records, textOf } from '../log-stand.ts';

/** RFC 4180, as strictly as it says. */
function parseCsv(text: string): string[][] {
  const rows: string[][] = [];
  let row: string[] = [];
  let at = 0;
  while (at < text.length) {
    if (text[at] !== '"') throw new Error(`no quote at ${at}`);
    let cell = '';
    for (at++; text[at] !== '"' || text[at + 1] === '"'; at++) {
      if (text[at] === undefined) throw new Error('a cell never ends');
      if (text[at] === '"') at++;
      cell += text[at];
    }
    row.push(cell);
    at++;
    if (text[at] === ',') at++;
    else if (text.startsWith('\r\n', at)) {
      rows.push(row);
      row = [];
      at += 2;
    } else throw new Error(`neither comma nor line break at ${at}`);
  }
  return rows;
}

const csvOf = async (...changes: Parameters<typeof content>[1][]) => {
  const text = await textOf(recordsAsCsv(chain(changes.map((change, index) => content(index + 1, change)))));
  expect(text.startsWith('\uFEFF')).toBe(true);
  const [names = [], ...rows] = parseCsv(text.slice(1));
  return rows.map((row) => Object.fromEntries(names.map((name, index) => [name, row[index]])));
};

describe('records as CSV', () => {
  it('hold every field, in words a person can read', async () => {
    const [first] = records(1);
    expect(await csvOf({})).toEqual([
      {
        id: '1',
        time: '2026-01-01T00:00:01.000Z',
        username: 'nguyễn.ân',
        role: 'operator',
        action: 'robot.move',
        subject: '',
        robot: 'hoist-1',
        source: 'live',
        outcome: 'succeeded',
        oldValue: '{"speedMmPerS":200}',
        newValue: '{"speedMmPerS":300}',
        reason: 'shift change',
        details: '{"attempt":1,"distanceMm":250}',
        workstation: 'desk-3',
        origin: 'electron',
        userId: 'u-7',
        sessionId: 's-1',
        clockId: 'boot-1/process-42',
        monotonicMs: '1000',
        version: '1',
        previousHash: '0'.repeat(64),
        hash: first?.hash,
      },
    ]);
  });

  it.each([
    ['=HYPERLINK("http://evil.example","click")', `'=HYPERLINK("http://evil.example","click")`],
    ['+1', "'+1"],
    ['-2+3', "'-2+3"],
    ['@SUM(A1)', "'@SUM(A1)"],
    ['\t=1', "'\t=1"],
    ['\r=1', "'\r=1"],
    ['\n=1', "'\n=1"],
    ['＝1', "'＝1"],
    ['a=1', 'a=1'],
    ['"=1', '"=1'],
    ['say "no", please\r\nnow', 'say "no", please\r\nnow'],
  ])('do not run as a formula: %j', async (reason, cell) => {
    expect((await csvOf({ reason }))[0]?.['reason']).toBe(cell);
  });

  it('never let a text begin a formula, a cell or a row of its own', async () => {
    const tricky = fc.string({
      unit: fc.constantFrom('=', '+', '-', '@', '\t', '\r', '\n', '"', ',', ';', 'x', 'ế', ' '),
    });
    await fc.assert(
      fc.asyncProperty(tricky, tricky, async (reason, username) => {
        const rows = await csvOf({ reason, actor: { ...content(1).actor, username } }, {});
        expect(rows.length).toBe(2);
        for (const [given, cell = ''] of [
          [reason, rows[0]?.['reason']],
          [username, rows[0]?.['username']],
        ]) {
          expect([given, `'${given}`]).toContain(cell);
          expect(cell).not.toMatch(/^[=+\-@\t\r\n]/);
        }
      }),
    );
  });
});
