import path from 'node:path';
import { describe, expect, it } from 'vitest';
import type { ChainedRecord } from '../../../../src-main/audit/chain.ts';
import { checkpointLine, recordLine } from '../../../../src-main/audit/export/lines.ts';
import { verifyAudit, type VerifyOptions } from '../../../../src-main/audit/verifier/verify.ts';
import { chain, content, exportLines, folderWith, KEY, keyOf, records, signedOver } from '../log-stand.ts';

const lastHash = (all: readonly ChainedRecord[]) => all.at(-1)?.hash ?? '';

/** A log of three segments: records 1 to 10, 11 to 20 and 21 to 25. */
const FIRST = records(10);
const SECOND = records(10, 11, lastHash(FIRST));
const THIRD = records(5, 21, lastHash(SECOND));

const SEALED = { state: 'sealed' } as const;
const segmentFile = (all: readonly ChainedRecord[], segment: number, state: 'open' | 'sealed' = 'sealed') =>
  exportLines(all, [signedOver(all, { segment, state })]);
const stub = (all: readonly ChainedRecord[], segment: number) =>
  exportLines([], [signedOver(all, { segment, state: 'archived' })]);

const whole = () => ({
  'segment-1.jsonl': segmentFile(FIRST, 1),
  'segment-2.jsonl': segmentFile(SECOND, 2),
  'segment-3.jsonl': segmentFile(THIRD, 3, 'open'),
});

/** What is found, with the names of the files below the folder. */
async function find(files: Readonly<Record<string, readonly string[]>>, options: VerifyOptions = {}) {
  const folder = folderWith(files);
  const result = await verifyAudit(folder, { keys: [KEY.verifierKey], ...options });
  const findings = result.findings.map(({ kind, file, line, recordId }) => [
    kind,
    path.relative(folder, file),
    line,
    recordId,
  ]);
  return { ...result, findings };
}

describe('a folder with a whole log', () => {
  it('is in order', async () => {
    const result = await find({ ...whole(), 'notes.txt': ['not ours'] });
    expect(result).toMatchObject({ ok: true, records: 25, findings: [], unlisted: 0, trust: 'given' });
    expect(
      result.files.map(({ segment, records: count, firstRecord, lastRecord, content: what }) => [
        segment,
        count,
        firstRecord,
        lastRecord,
        what,
      ]),
    ).toEqual([
      [1, 10, 1, 10, 'segment'],
      [2, 10, 11, 20, 'segment'],
      [3, 5, 21, 25, 'segment'],
    ]);
  });

  it('is in order with older exports of the same segment beside it', async () => {
    const older = exportLines(FIRST.slice(0, 4), [signedOver(FIRST.slice(0, 4))]);
    expect((await find({ ...whole(), 'older.jsonl': older })).findings).toEqual([]);
  });

  it('is in order with signed stubs in the place of archived segments', async () => {
    const { 'segment-3.jsonl': third } = whole();
    const files = { 'a.jsonl': stub(FIRST, 1), 'b.jsonl': stub(SECOND, 2), 'c.jsonl': third };
    expect(await find(files)).toMatchObject({ ok: true, records: 5, findings: [] });
  });

  it('may begin a segment that has no record yet', async () => {
    const nothing = signedOver([], {
      segment: 4,
      firstRecord: 26,
      previousHash: lastHash(THIRD),
      lastHash: lastHash(THIRD),
    });
    expect((await find({ ...whole(), 'segment-4.jsonl': exportLines([], [nothing]) })).findings).toEqual([]);
  });
});

describe('a folder from which something is missing', () => {
  it('a segment in the middle', async () => {
    const { 'segment-2.jsonl': _gone, ...rest } = whole();
    expect((await find(rest)).findings).toEqual([['deleted', '', null, 11]]);
  });

  it('the first segment', async () => {
    const { 'segment-1.jsonl': _gone, ...rest } = whole();
    expect((await find(rest)).findings).toEqual([['deleted', '', null, 1]]);
  });

  it('the last segment, of which a witness knows', async () => {
    const { 'segment-3.jsonl': _gone, ...rest } = whole();
    expect((await find(rest)).findings).toEqual([]);
    const witness = folderWith({ 'seen.checkpoint': signedOver(THIRD, { segment: 3 }) });
    expect((await find(rest, { witnesses: [witness] })).findings).toEqual([['rolled-back', '', null, 21]]);
  });

  it('the end of a segment, with an older checkpoint to cover it', async () => {
    const files = { ...whole(), 'segment-2.jsonl': segmentFile(SECOND.slice(0, 6), 2) };
    expect((await find(files)).findings).toEqual([['deleted', '', null, 17]]);
  });

  it('a segment, with an unsigned claim that it was archived', async () => {
    const claim = exportLines([], [signedOver(SECOND, { segment: 2, ...SEALED })]);
    expect((await find({ ...whole(), 'segment-2.jsonl': claim })).findings).toEqual([
      ['deleted', '', null, 11],
      ['truncated', 'segment-2.jsonl', null, 11],
    ]);
  });

  it('everything', async () => {
    expect((await find({})).findings).toEqual([['truncated', '', null, null]]);
  });
});

describe('a folder in which something is not what was signed', () => {
  const other = chain(FIRST.map(({ record }) => (record.id === 8 ? content(8, { reason: 'another' }) : record)));

  it('a segment rewritten without the key', async () => {
    const files = { ...whole(), 'segment-1.jsonl': exportLines(other, [signedOver(FIRST, SEALED)]) };
    expect((await find(files)).findings).toEqual([['recomputed', 'segment-1.jsonl', 2, 1]]);
  });

  it('a segment of another history that was signed, too', async () => {
    const files = { ...whole(), 'segment-1.jsonl': segmentFile(other, 1) };
    expect((await find(files)).findings).toEqual([['forked', 'segment-2.jsonl', 12, 11]]);
  });

  it('two exports of the same segment that exclude each other', async () => {
    const { findings } = await find({ ...whole(), 'other.jsonl': segmentFile(other, 1) });
    // Each checkpoint is told of as the one that excludes the other: which of them is the lie, nobody can say.
    expect(findings).toEqual([
      ['forked', 'other.jsonl', 12, 1],
      ['forked', 'segment-1.jsonl', 12, 1],
    ]);
  });

  it('a file signed by another key', async () => {
    const stranger = keyOf(2);
    const strange = exportLines(SECOND, [signedOver(SECOND, { segment: 2 }, stranger)], stranger);
    const files = { ...whole(), 'segment-2.jsonl': strange };
    const expected = [
      ['deleted', '', null, 11],
      ['forged', 'segment-2.jsonl', 1, null],
      ['forged', 'segment-2.jsonl', 12, null],
    ];
    expect((await find(files)).findings).toEqual(expected);
    // Without a key from outside the first file's word is taken, and the stranger is still one.
    expect(await find(files, { keys: undefined })).toMatchObject({ trust: 'stated', findings: expected });
  });

  it('an edit is told of its file alone', async () => {
    const [header = '', ...rest] = segmentFile(SECOND, 2);
    const [victim] = SECOND.slice(3);
    if (!victim) throw new Error('no record');
    const edited = recordLine({ ...victim, record: { ...victim.record, reason: 'another' } });
    const files = { ...whole(), 'segment-2.jsonl': [header, ...rest.with(3, edited)] };
    expect((await find(files)).findings).toEqual([['edited', 'segment-2.jsonl', 5, 14]]);
  });
});

describe('a witness', () => {
  it('of another log is passed over, and alone it bears no witness', async () => {
    const stranger = keyOf(3, 'another/log');
    const foreign = signedOver(FIRST, { log: 'another/log' }, stranger);
    const folder = folderWith({ 'foreign.checkpoint': foreign, 'mine.checkpoint': signedOver(FIRST) });
    expect((await find(whole(), { witnesses: [folder] })).findings).toEqual([]);
    const useless = path.join(folder, 'foreign.checkpoint');
    expect((await find(whole(), { witnesses: [useless] })).findings).toMatchObject([
      ['unreadable', expect.any(String), null, null],
    ]);
  });

  it('that claims to be of this log and is not genuine is told of', async () => {
    const bad = signedOver(FIRST).replace('\n10\n', '\n11\n');
    const folder = folderWith({ 'all.jsonl': [checkpointLine(signedOver(FIRST)), checkpointLine(bad)] });
    const { findings } = await find(whole(), { witnesses: [folder] });
    expect(findings).toMatchObject([['forged', expect.stringContaining('all.jsonl'), 2, null]]);
  });
});
