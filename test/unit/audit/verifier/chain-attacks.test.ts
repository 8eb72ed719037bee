import { describe, expect, it } from 'vitest';
import { GENESIS_HASH } from '../../../../src-main/audit/chain.ts';
import { recordLine } from '../../../../src-main/audit/export/lines.ts';
import { chain, content, exportLines } from '../log-stand.ts';
import { ALL, at, find, forged, lineOf, lines, NOTES, record } from './attacked-log.ts';

it('an untouched log is in order, whichever of its checkpoints are there', async () => {
  expect(await find(lines())).toEqual([]);
  expect(await find(exportLines(ALL))).toEqual([]);
  expect(await find(exportLines(ALL).map((line) => line.replace('\n', '\r\n')))).toEqual([]);
});

it('a log that was read and written again by another program is in order: what counts is what it says', async () => {
  const spaced = lines().map((line) => `${JSON.stringify(JSON.parse(line), null, 1).replaceAll('\n', ' ')}\n`);
  expect(await find(spaced)).toEqual([]);
});

describe('edit', () => {
  it.each([1, 2, 17, 39, 40])('of record %i without its hash', async (id) => {
    const edited = recordLine({ ...record(id), record: content(id, { reason: 'none of your business' }) });
    expect(await find(lines().with(at(id), edited))).toEqual([{ kind: 'edited', line: lineOf(id), recordId: id }]);
  });

  it.each([1, 2, 17, 39])('of record %i with its hash: its successor remembers', async (id) => {
    const edited = recordLine(forged(id, { outcome: 'refused' }));
    expect(await find(lines().with(at(id), edited))).toEqual([{ kind: 'edited', line: lineOf(id), recordId: id }]);
  });

  it('of the last record with its hash: the checkpoint remembers', async () => {
    const edited = recordLine(forged(40, { outcome: 'refused' }));
    expect(await find(lines().with(at(40), edited))).toEqual([{ kind: 'recomputed', line: lineOf(26), recordId: 26 }]);
  });

  it.each([
    [17, 18],
    [5, 30],
  ])('of the records %i and %i with their hashes', async (one, other) => {
    const text = lines()
      .with(at(one), recordLine(forged(one)))
      .with(at(other), recordLine(forged(other)));
    expect(await find(text)).toEqual([one, other].map((id) => ({ kind: 'edited', line: lineOf(id), recordId: id })));
  });

  it.each([1, 17, 39])('of the number of record %i, with and without its hash', async (id) => {
    const clumsy = recordLine({ ...record(id), record: content(id, { id: 99 }) });
    for (const edited of [clumsy, recordLine(forged(id, { id: 99 }))]) {
      expect(await find(lines().with(at(id), edited))).toEqual([{ kind: 'edited', line: lineOf(id), recordId: id }]);
    }
  });

  it('of a hash alone', async () => {
    const line = lines()[at(17)] ?? '';
    const other = line.replace(/"hash":"./, (start) => `${start.slice(0, -1)}${start.endsWith('0') ? '1' : '0'}`);
    expect(await find(lines().with(at(17), other))).toEqual([{ kind: 'edited', line: lineOf(17), recordId: 17 }]);
  });

  it('of the previous hash alone', async () => {
    const other = recordLine({ ...record(17), previousHash: GENESIS_HASH });
    expect(await find(lines().with(at(17), other))).toEqual([{ kind: 'edited', line: lineOf(17), recordId: 17 }]);
  });
});

describe('insert', () => {
  it('of a record that is linked to the one before it', async () => {
    expect(await find(lines().toSpliced(at(18), 0, recordLine(forged(18))))).toEqual([
      { kind: 'inserted', line: lineOf(18), recordId: 18 },
    ]);
  });

  it('of a copy of another record', async () => {
    expect(await find(lines().toSpliced(at(18), 0, recordLine(record(3))))).toEqual([
      { kind: 'inserted', line: lineOf(18), recordId: 3 },
    ]);
  });

  it('of the same record twice', async () => {
    const found = await find(lines().toSpliced(at(18), 0, recordLine(record(17))));
    expect(found).toEqual([{ kind: 'inserted', line: lineOf(18), recordId: 17 }]);
  });

  it('of several records at once', async () => {
    const first = forged(18);
    const second = forged(19, { reason: 'forged' }, first.hash);
    const text = lines().toSpliced(at(18), 0, recordLine(first), recordLine(second));
    expect(await find(text)).toEqual([
      { kind: 'inserted', line: lineOf(18), recordId: 18 },
      { kind: 'inserted', line: lineOf(19), recordId: 19 },
    ]);
  });

  it('of a record before the first', async () => {
    expect(await find(lines().toSpliced(at(1), 0, recordLine(forged(1))))).toEqual([
      { kind: 'inserted', line: 2, recordId: 1 },
    ]);
  });

  it('of a record after the last', async () => {
    const after = recordLine(forged(41, {}, record(40).hash));
    const found = await find(lines().toSpliced(at(41), 0, after));
    expect(found).toEqual([{ kind: 'replayed', line: 45, recordId: 41 }]);
  });
});

describe('delete', () => {
  it.each([1, 2, 17, 39])('of record %i', async (id) => {
    expect(await find(lines().toSpliced(at(id), 1))).toEqual([{ kind: 'deleted', line: lineOf(id), recordId: id }]);
  });

  it.each([
    [1, 5],
    [17, 3],
    [11, 29],
  ])('from record %i, %i of them', async (id, count) => {
    expect(await find(lines().toSpliced(at(id), count))).toEqual([{ kind: 'deleted', line: lineOf(id), recordId: id }]);
  });

  it('of two records in different places', async () => {
    expect(await find(lines().toSpliced(at(30), 1).toSpliced(at(5), 1))).toEqual([
      { kind: 'deleted', line: lineOf(5), recordId: 5 },
      { kind: 'deleted', line: lineOf(29), recordId: 30 },
    ]);
  });

  it('with all that follows chained anew, but not renumbered', async () => {
    const rest = chain(
      ALL.slice(17).map(({ record: kept }) => kept),
      record(16).hash,
    );
    expect(await find(exportLines([...ALL.slice(0, 16), ...rest], NOTES))).toEqual([
      { kind: 'deleted', line: lineOf(17), recordId: 17 },
    ]);
  });

  it('with all that follows renumbered and chained anew: what was signed earlier narrows it down', async () => {
    const rest = chain(
      ALL.slice(17).map(({ record: kept }) => ({ ...kept, id: kept.id - 1 })),
      record(16).hash,
    );
    expect(await find(exportLines([...ALL.slice(0, 16), ...rest], NOTES))).toEqual([
      { kind: 'recomputed', line: lineOf(11), recordId: 11 },
      { kind: 'truncated', line: 40, recordId: 40 },
    ]);
  });

  it('of a line, with something harmless in its place', async () => {
    expect(await find(lines().with(at(17), '{"note":"nothing to see here"}\n'))).toEqual([
      { kind: 'deleted', line: lineOf(18), recordId: 17 },
    ]);
  });
});

describe('swap', () => {
  const swap = (one: number, other: number) =>
    lines()
      .with(at(one), recordLine(record(other)))
      .with(at(other), recordLine(record(one)));

  it.each([1, 17, 39])('of record %i with its neighbour', async (id) => {
    expect(await find(swap(id, id + 1))).toEqual([{ kind: 'swapped', line: lineOf(id), recordId: id + 1 }]);
  });

  it('of records with one between them', async () => {
    const found = await find(swap(17, 19));
    expect(found.map(({ kind }) => kind)).toEqual(['swapped', 'swapped']);
    expect(found.map(({ line }) => line)).toEqual([lineOf(17), lineOf(18)]);
  });

  it.each([
    [5, 30],
    [2, 39],
  ])('of records %i and %i', async (one, other) => {
    expect(await find(swap(one, other))).toEqual([
      { kind: 'swapped', line: lineOf(one), recordId: other },
      { kind: 'swapped', line: lineOf(other), recordId: one },
    ]);
  });
});

describe('a block of records moved', () => {
  /** The records from `first` to `last` put in front of record `before`. */
  function moved(first: number, last: number, before: number): string[] {
    const rest = lines().toSpliced(at(first), last - first + 1);
    const place = before > last ? at(before) - (last - first + 1) : at(before);
    return rest.toSpliced(place, 0, ...lines().slice(at(first), at(last + 1)));
  }

  it('to a later place is missed where it was and told of where it is', async () => {
    expect(await find(moved(10, 12, 23))).toEqual([
      { kind: 'deleted', line: lineOf(10), recordId: 10 },
      { kind: 'swapped', line: lineOf(20), recordId: 10 },
    ]);
  });

  it('to an earlier place leaves what it passed behind it', async () => {
    expect(await find(moved(20, 22, 10))).toEqual([
      { kind: 'deleted', line: lineOf(10), recordId: 10 },
      { kind: 'swapped', line: lineOf(13), recordId: 10 },
    ]);
  });

  it('to the end', async () => {
    expect(await find(moved(10, 12, 41))).toEqual([
      { kind: 'deleted', line: lineOf(10), recordId: 10 },
      { kind: 'swapped', line: lineOf(38), recordId: 10 },
    ]);
  });
});

it('swap of the first and the last record', async () => {
  const swapped = lines()
    .with(at(1), recordLine(record(40)))
    .with(at(40), recordLine(record(1)));
  expect(await find(swapped)).toEqual([
    { kind: 'swapped', line: lineOf(1), recordId: 40 },
    { kind: 'inserted', line: lineOf(40), recordId: 1 },
    { kind: 'truncated', line: lineOf(40), recordId: 40 },
  ]);
});
