import { describe, expect, it } from 'vitest';
import { checkpointLine, recordLine } from '../../../../src-main/audit/export/lines.ts';
import { verifyAudit } from '../../../../src-main/audit/verifier/verify.ts';
import { content, exportLines, fileWith, keyOf, records, signedOver, KEY } from '../log-stand.ts';
import { ALL, at, find, lineOf, lines, NOTES, record, rewritten } from './attacked-log.ts';

describe('truncate', () => {
  it.each([0, 1, 24, 39])('after record %i, the checkpoints left in place', async (last) => {
    const [header = ''] = lines();
    const rest = lines().slice(at(1), at(last + 1));
    const found = await find([header, ...rest, ...NOTES.slice(-1).map(checkpointLine)]);
    expect(found).toEqual([{ kind: 'truncated', line: last === 0 ? null : lineOf(last), recordId: last + 1 }]);
  });

  it('with the checkpoints', async () => {
    expect(await find(lines().slice(0, at(30)))).toEqual([{ kind: 'truncated', line: lineOf(29), recordId: 29 }]);
  });

  it('in the middle of a record', async () => {
    const text = lines().slice(0, at(30)).join('').slice(0, -40);
    const found = await find(text);
    expect(found).toContainEqual({ kind: 'truncated', line: lineOf(29), recordId: null });
    expect(found).toContainEqual({ kind: 'truncated', line: lineOf(28), recordId: 28 });
  });

  it('to nothing', async () => {
    expect(await find('')).toContainEqual({ kind: 'truncated', line: null, recordId: null });
  });
});

describe('roll back', () => {
  const old = () => exportLines(ALL.slice(0, 25), NOTES.slice(0, 2));

  it('is in order by itself: nothing in the file can know better', async () => {
    expect(await find(old())).toEqual([]);
  });

  it('shows when a checkpoint was kept elsewhere', async () => {
    for (const witness of [fileWith(NOTES[2] ?? '', 'newest.checkpoint'), fileWith(NOTES.map(checkpointLine))]) {
      expect(await find(old(), { witnesses: [witness] })).toEqual([
        { kind: 'rolled-back', line: lineOf(25), recordId: 26 },
      ]);
    }
  });

  it('is not claimed of a log that has grown since', async () => {
    expect(await find(lines(), { witnesses: [fileWith(NOTES[1] ?? '', 'older.checkpoint')] })).toEqual([]);
  });
});

describe('recompute without the key', () => {
  it.each([
    [3, 1],
    [10, 1],
    [11, 11],
    [26, 26],
    [40, 26],
  ])('from record %i on is located between two checkpoints', async (id, from) => {
    const found = await find(exportLines(rewritten(id), NOTES));
    expect(found).toEqual([{ kind: 'recomputed', line: lineOf(from), recordId: from }]);
  });

  it('and signing with a key of one’s own', async () => {
    const all = rewritten(17);
    const stranger = keyOf(2);
    const forged = exportLines(all, [signedOver(all, {}, stranger)], stranger);
    expect(await find(forged)).toEqual([
      { kind: 'forged', line: 1, recordId: null },
      { kind: 'forged', line: 42, recordId: null },
    ]);
    // Without a key from outside there is nothing to compare with, and the result says so.
    const result = await verifyAudit(fileWith(forged));
    expect(result).toMatchObject({ ok: true, trust: 'stated', keys: [stranger.verifierKey] });
  });

  it('and changing what the checkpoint says', async () => {
    const all = rewritten(17);
    const note = signedOver(ALL).replace(
      /\n[A-Za-z0-9+/]{43}=\n/,
      signedOver(all).match(/\n[A-Za-z0-9+/]{43}=\n/)?.[0] ?? '',
    );
    expect(await find(exportLines(all, [note]))).toEqual([{ kind: 'forged', line: 42, recordId: null }]);
  });

  it('is found also behind a clumsy edit that draws attention', async () => {
    const all = exportLines(rewritten(12), NOTES);
    const clumsy = recordLine({ ...record(30), record: content(30, { reason: 'look here' }) });
    const found = await find(all.with(at(30), clumsy));
    expect(found).toContainEqual({ kind: 'edited', line: lineOf(30), recordId: 30 });
    expect(found).toContainEqual({ kind: 'recomputed', line: lineOf(11), recordId: 11 });
  });
});

describe('replay of an old checkpoint', () => {
  it('in the place of the newest', async () => {
    const all = rewritten(30);
    expect(await find(exportLines(all, NOTES.slice(0, 2)))).toEqual([{ kind: 'replayed', line: 43, recordId: 26 }]);
  });

  it('behind the newest', async () => {
    expect(await find(exportLines(ALL, [...NOTES, NOTES[0] ?? '']))).toEqual([
      { kind: 'replayed', line: 45, recordId: 11 },
    ]);
  });

  it('of another segment', async () => {
    const foreign = signedOver(records(5, 41, record(40).hash), { segment: 2 });
    expect(await find(exportLines(ALL, [...NOTES, foreign]))).toEqual([{ kind: 'replayed', line: 45, recordId: null }]);
  });

  it('of another log under the same key material', async () => {
    const other = keyOf(1, 'another/log');
    const foreign = signedOver(ALL, { log: 'another/log' }, other);
    const found = await find(exportLines(ALL, [...NOTES, foreign]), { keys: [KEY.verifierKey] });
    expect(found).toEqual([{ kind: 'forged', line: 45, recordId: null }]);
  });
});

describe('fork', () => {
  const other = rewritten(17);

  it('by two checkpoints of the same size', async () => {
    const found = await find(lines(), { witnesses: [fileWith(signedOver(other), 'seen.checkpoint')] });
    expect(found).toEqual([{ kind: 'forked', line: 1, recordId: 26 }]);
  });

  it('by a later checkpoint that does not continue an earlier one', async () => {
    const notes = [NOTES[0] ?? '', NOTES[1] ?? '', signedOver(other)];
    expect(await find(exportLines(other, notes))).toEqual([{ kind: 'forked', line: 43, recordId: 11 }]);
  });

  it('by a checkpoint that was seen elsewhere and is not part of this history', async () => {
    const witness = fileWith(signedOver(other.slice(0, 20)), 'seen.checkpoint');
    expect(await find(lines(), { witnesses: [witness] })).toEqual([{ kind: 'forked', line: 1, recordId: 11 }]);
  });

  it('by checkpoints that give one segment two beginnings', async () => {
    const elsewhere = signedOver(ALL, { firstRecord: 2 });
    expect(await find(lines(), { witnesses: [fileWith(elsewhere, 'seen.checkpoint')] })).toContainEqual({
      kind: 'forked',
      line: 1,
      recordId: 2,
    });
  });

  it('is not claimed of a history that only goes on', async () => {
    const witness = fileWith(signedOver(ALL.slice(0, 20)), 'seen.checkpoint');
    expect(await find(lines(), { witnesses: [witness] })).toEqual([]);
  });
});
