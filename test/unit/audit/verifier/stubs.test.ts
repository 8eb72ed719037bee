import { createHash } from 'node:crypto';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import type { ChainedRecord } from '../../../../src-main/audit/chain.ts';
import { signStub, type Stub } from '../../../../src-main/audit/stub.ts';
import { verifyAudit, type VerifyOptions } from '../../../../src-main/audit/verifier/verify.ts';
import { checkpointOver, exportLines, folderWith, KEY, keyOf, records, signedOver, START } from '../log-stand.ts';

const lastHash = (all: readonly ChainedRecord[]) => all.at(-1)?.hash ?? '';

/** A log of three segments: records 1 to 10, 11 to 20 and 21 to 25. */
const FIRST = records(10);
const SECOND = records(10, 11, lastHash(FIRST));
const THIRD = records(5, 21, lastHash(SECOND));

const copyOf = (all: readonly ChainedRecord[], segment: number) =>
  exportLines(all, [signedOver(all, { segment, state: 'sealed' })]);
const nameOf = (segment: number) => `hall-3-segment-${segment}.jsonl`;

/** The stub that the console leaves for a segment. */
function stubOf(all: readonly ChainedRecord[], segment: number, changes: Partial<Stub> = {}, key = KEY): string {
  const sha256 = createHash('sha256').update(copyOf(all, segment).join('')).digest('hex');
  const place = { file: nameOf(segment), folder: '/archive', sha256, by: 'anna' };
  const times = { firstAt: START, lastAt: START + 1, archivedAt: START + 2 };
  return signStub({ ...checkpointOver(all, { segment }), state: 'archived', ...times, ...place, ...changes }, key);
}
const stubFile = (...args: Parameters<typeof stubOf>) => exportLines([], [stubOf(...args)]);

const open = () => exportLines(THIRD, [signedOver(THIRD, { segment: 3 })]);
/** The export of a log whose two oldest segments are in the archive. */
const exported = () => ({ 'a.jsonl': stubFile(FIRST, 1), 'b.jsonl': stubFile(SECOND, 2), 'c.jsonl': open() });
const archive = () => ({ [nameOf(1)]: copyOf(FIRST, 1), [nameOf(2)]: copyOf(SECOND, 2) });

async function find(files: Parameters<typeof folderWith>[0], name = '', options: VerifyOptions = {}) {
  const folder = folderWith(files);
  const result = await verifyAudit(path.join(folder, name), { keys: [KEY.verifierKey], ...options });
  return {
    ...result,
    findings: result.findings.map(({ kind, file, recordId }) => [kind, path.relative(folder, file), recordId]),
  };
}

describe('a log of which a part is in the archive', () => {
  it('is in order, and says what was not checked', async () => {
    const place = { folder: '/archive' };
    expect(await find(exported())).toMatchObject({
      ok: true,
      records: 5,
      archived: [
        { segment: 1, firstRecord: 1, lastRecord: 10, file: nameOf(1), ...place },
        { segment: 2, firstRecord: 11, lastRecord: 20, file: nameOf(2), ...place },
      ],
    });
  });

  it('is verified whole together with the archive', async () => {
    expect(await find({ ...exported(), ...archive() })).toMatchObject({ ok: true, records: 25, archived: [] });
  });

  it('each archived file is verified by itself, with the stub as a witness or without', async () => {
    const files = { ...archive(), 'one.note': stubOf(FIRST, 1) };
    expect(await find(files, nameOf(1))).toMatchObject({ ok: true, records: 10, findings: [] });
    const witnesses = [path.join(folderWith({ 'one.note': stubOf(FIRST, 1) }), 'one.note')];
    expect(await find(files, nameOf(1), { witnesses })).toMatchObject({ ok: true, records: 10, findings: [] });
  });

  it('the stubs that lie in the archive stand for what lies elsewhere', async () => {
    const files = { [nameOf(2)]: copyOf(SECOND, 2), 'one.note': stubOf(FIRST, 1), 'two.note': stubOf(SECOND, 2) };
    expect(await find(files)).toMatchObject({ ok: true, records: 10, archived: [{ segment: 1 }] });
  });
});

describe('what is detected and located', () => {
  const { 'b.jsonl': _second, ...withoutSecond } = exported();
  const SPAN = { 'c.jsonl': open() };

  it.each([
    ['a missing segment without a stub', withoutSecond, [['deleted', '', 11]]],
    [
      'a stub that another key has signed',
      { ...exported(), 'b.jsonl': stubFile(SECOND, 2, {}, keyOf(2)) },
      [
        ['deleted', '', 11],
        ['forged', 'b.jsonl', null],
      ],
    ],
    [
      'a stub whose place was changed after it was signed',
      { ...exported(), 'b.jsonl': stubFile(SECOND, 2).map((line) => line.replace('/archive', '/elsewhere')) },
      [
        ['deleted', '', 11],
        ['forged', 'b.jsonl', null],
      ],
    ],
    [
      'a stub of one segment in the place of another',
      { ...exported(), 'b.jsonl': stubFile(FIRST, 1) },
      [['deleted', '', 11]],
    ],
    [
      'a signed stub over fewer records than there were',
      { ...exported(), 'b.jsonl': stubFile(SECOND.slice(0, 6), 2) },
      [['deleted', '', 17]],
    ],
    [
      'a signed stub over records that are not of its segment',
      { ...SPAN, 'a.jsonl': stubFile(FIRST, 1), 'b.jsonl': stubFile(SECOND.slice(2), 2) },
      [['deleted', '', 11]],
    ],
    [
      'two signed stubs that overlap',
      { ...SPAN, 'a.jsonl': stubFile([...FIRST, ...SECOND.slice(0, 4)], 1), 'b.jsonl': stubFile(SECOND, 2) },
      [['forked', 'b.jsonl', 11]],
    ],
    [
      'a stub over records of another history',
      { ...exported(), 'b.jsonl': stubFile(SECOND, 2, { lastHash: 'a'.repeat(64) }) },
      [['forked', 'c.jsonl', 21]],
    ],
    [
      'a stub that says another root than the segment’s own checkpoint',
      { ...exported(), 'b.jsonl': stubFile(SECOND, 2, { root: 'a'.repeat(64) }), [nameOf(2)]: copyOf(SECOND, 2) },
      [['forked', 'b.jsonl', expect.any(Number)]],
    ],
    [
      'an archived file that is another than the stub says, though its records are the same',
      {
        ...exported(),
        [nameOf(1)]: copyOf(FIRST, 1).map((line, at) => (at === 0 ? line.replace('anna', 'bert') : line)),
      },
      [['edited', nameOf(1), 1]],
    ],
    [
      'an archived file whose end is missing',
      { ...exported(), [nameOf(1)]: copyOf(FIRST, 1).toSpliced(10, 1) },
      [
        ['edited', nameOf(1), 1],
        ['truncated', nameOf(1), 10],
      ],
    ],
  ])('%s', async (_, files, expected) => {
    const { findings, ok } = await find(files);
    expect(ok).toBe(false);
    for (const one of expected) expect(findings).toContainEqual(one);
  });
});
