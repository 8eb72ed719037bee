import { describe, expect, it } from 'vitest';
import { recordLine } from '../../../../src-main/audit/export/lines.ts';
import { forEachLine, LONGEST_LINE_BYTES } from '../../../../src-main/audit/verifier/lines.ts';
import { diskSource, type AuditSource } from '../../../../src-main/audit/verifier/source.ts';
import type { Progress } from '../../../../src-main/audit/verifier/tracking.ts';
import { verifyAudit } from '../../../../src-main/audit/verifier/verify.ts';
import { exportLines, fileWith, KEY, records } from '../log-stand.ts';

const keys = [KEY.verifierKey];

/** The real file, handed over in pieces of a size. */
const inPieces = (size: number): AuditSource => ({
  ...diskSource,
  async *read(file) {
    for await (const chunk of diskSource.read(file)) {
      for (let start = 0; start < chunk.length; start += size) yield chunk.subarray(start, start + size);
    }
  },
});

it.each([1, 7, 64, 1000, 100_000])('a file reads the same in pieces of %i bytes', async (size) => {
  const file = fileWith(exportLines(records(10)));
  expect(await verifyAudit(file, { keys, source: inPieces(size) })).toMatchObject({ ok: true, records: 10 });
});

describe('progress', () => {
  it('only grows, and ends with everything', async () => {
    const told: Progress[] = [];
    const file = fileWith(exportLines(records(50)));
    await verifyAudit(file, { keys, source: inPieces(4096), onProgress: (progress) => told.push(progress) });
    const { bytes, totalBytes, records: count } = told.at(-1) ?? {};
    expect([bytes, count]).toEqual([totalBytes, 50]);
    expect(told.every((one, index) => index === 0 || one.bytes > (told[index - 1]?.bytes ?? 0))).toBe(true);
    expect(told.length).toBeGreaterThan(5);
  });

  it('stops at the signal, with its reason', async () => {
    const cancel = new AbortController();
    const reason = new Error('enough');
    const file = fileWith(exportLines(records(50)));
    const running = verifyAudit(file, {
      keys,
      source: inPieces(4096),
      signal: cancel.signal,
      onProgress: ({ bytes }) => void (bytes > 10_000 && cancel.abort(reason)),
    });
    await expect(running).rejects.toBe(reason);
  });

  it('does not begin when the signal came before', async () => {
    const file = fileWith(exportLines(records(1)));
    await expect(verifyAudit(file, { signal: AbortSignal.abort() })).rejects.toThrow('aborted');
  });
});

describe('what cannot be read', () => {
  it('is an error of the system, not a finding', async () => {
    await expect(verifyAudit('/nowhere/audit.jsonl', { keys })).rejects.toMatchObject({ code: 'ENOENT' });
  });

  it.each(['', 'hello', `${KEY.verifierKey}x`])('is no key: "%s"', async (key) => {
    await expect(verifyAudit(fileWith(exportLines(records(1))), { keys: [key] })).rejects.toThrow(TypeError);
  });

  it.each([
    ['another format', '{"header":{"format":"something else","version":1}}\n'],
    ['a later version', '{"header":{"content":"segment","format":"robot-console-audit","version":2}}\n'],
    ['no JSON', 'PK\u0003\u0004\n'],
  ])('is a file with %s', async (_what, header) => {
    const result = await verifyAudit(fileWith([header, ...exportLines(records(2)).slice(1)]), { keys });
    expect(result.findings).toContainEqual(expect.objectContaining({ kind: 'unreadable', line: 1 }));
  });

  it('is a record of a later version', async () => {
    const all = records(3);
    const [, second] = all;
    if (!second) throw new Error('no record');
    const later = { ...second, record: { ...second.record, version: 2 as unknown as 1 } };
    const lines = exportLines(all).with(2, recordLine(later));
    const { findings } = await verifyAudit(fileWith(lines), { keys });
    expect(findings).toMatchObject([{ kind: 'unreadable', line: 3, message: expect.stringContaining('version') }]);
  });

  it.each([
    ['no JSON', '{"hash":"'],
    ['a list', '[]'],
    ['a record without hashes', '{"record":{"id":5,"version":1}}'],
    [
      'a record without a number',
      `{"hash":"${'0'.repeat(64)}","previousHash":"${'0'.repeat(64)}","record":{"version":1}}`,
    ],
  ])('is told where it stands, once, and the rest is verified: %s', async (_what, line) => {
    const lines = exportLines(records(10)).with(5, `${line}\n`);
    const { findings } = await verifyAudit(fileWith(lines), { keys });
    expect(findings).toMatchObject([{ kind: 'unreadable', line: 6, recordId: null }]);
  });

  it('does not hide what is missing behind it', async () => {
    const lines = exportLines(records(10)).toSpliced(5, 3, 'rubbish\n');
    const { findings } = await verifyAudit(fileWith(lines), { keys });
    expect(findings).toMatchObject([
      { kind: 'unreadable', line: 6 },
      { kind: 'deleted', line: 7, recordId: 5 },
    ]);
  });

  it('is listed a thousand times, then only counted', async () => {
    const lines = exportLines(records(2)).toSpliced(1, 0, ...Array<string>(1500).fill('rubbish\n'));
    const result = await verifyAudit(fileWith(lines), { keys });
    expect([result.findings.length, result.unlisted]).toEqual([1000, 500]);
  });
});

describe('lines', () => {
  async function linesOf(...pieces: string[]): Promise<[string, number, boolean][]> {
    const found: [string, number, boolean][] = [];
    async function* bytes() {
      for (const piece of pieces) yield Buffer.from(piece);
    }
    await forEachLine(
      bytes(),
      ({ bytes: line, number, ended }) => found.push([line.toString(), number, ended]),
      () => {},
    );
    return found;
  }

  it('are counted with the empty ones, which are not handed on', async () => {
    expect(await linesOf('a\n\r\n\nb', 'c\nd')).toEqual([
      ['a', 1, true],
      ['bc', 4, true],
      ['d', 5, false],
    ]);
  });

  it('that never end do not fill the memory', async () => {
    const piece = 'x'.repeat(LONGEST_LINE_BYTES / 4);
    const [first, second] = await linesOf(...Array<string>(10).fill(piece), '\nnext\n');
    expect(first?.[0].length).toBe(LONGEST_LINE_BYTES);
    expect([first?.[2], second]).toEqual([false, ['next', 2, true]]);
  });
});
