import path from 'node:path';
import { Readable } from 'node:stream';
import { describe, expect, it } from 'vitest';
import { proveInclusion } from '../../../src-main/audit/inclusion.ts';
import { createMerkleTree } from '../../../src-main/audit/merkle-tree.ts';
import { auditCommand } from '../../../src-main/cli/audit.ts';
import {
  checkpointOver,
  exportLines,
  fileWith,
  folderWith,
  KEY,
  keyOf,
  records,
  signedOver,
} from '../audit/log-stand.ts';

const ALL = records(10);
const KEY_OPTION = ['--key', KEY.verifierKey];

async function run(...argv: string[]) {
  const out: string[] = [];
  const err: string[] = [];
  const code = await auditCommand(argv, {
    out: (line) => out.push(line),
    err: (line) => err.push(line),
    stdin: Readable.from([]),
    signal: new AbortController().signal,
    env: {},
  });
  return { code, out, err };
}

describe('audit verify', () => {
  it('of an export in order ends with code 0', async () => {
    const file = fileWith(exportLines(ALL));
    expect(await run('verify', file, ...KEY_OPTION)).toEqual({
      code: 0,
      out: [`${file}: segment 1, records 1 to 10, signed on 2026-01-01T00:16:40.010Z`, 'OK: 10 records verified'],
      err: [],
    });
  });

  it('takes the key from a file, too', async () => {
    const key = fileWith(`${KEY.verifierKey}\n`, 'audit.key.pub');
    expect(await run('verify', fileWith(exportLines(ALL)), '--key', key)).toMatchObject({ code: 0, err: [] });
  });

  it('without a key says what that is worth', async () => {
    const ran = await run('verify', fileWith(exportLines(ALL)));
    expect(ran.code).toBe(0);
    expect(ran.err).toEqual([expect.stringContaining('No --key was given'), `  ${KEY.verifierKey}`]);
  });

  it('of a changed export ends with code 1 and says what, where and which record', async () => {
    const file = fileWith(exportLines(ALL).toSpliced(4, 1));
    const ran = await run('verify', file, ...KEY_OPTION);
    expect(ran).toMatchObject({ code: 1, err: [] });
    expect(ran.out[0]).toBe(`DELETED ${file}:5 record 4: record 4 is missing before this line`);
    expect(ran.out.at(-1)).toBe('NOT OK: 1 finding in 9 records');
  });

  it('of a folder verifies its files together', async () => {
    const second = records(3, 11, ALL.at(-1)?.hash);
    const folder = folderWith({
      '1.jsonl': exportLines(ALL, [signedOver(ALL, { state: 'sealed' })]),
      '2.jsonl': exportLines(second, [signedOver(second, { segment: 2 })]),
    });
    expect((await run('verify', folder, ...KEY_OPTION)).out.at(-1)).toBe('OK: 13 records verified');
  });

  it('compares with checkpoints that were kept elsewhere', async () => {
    const old = fileWith(exportLines(ALL.slice(0, 5)));
    const witness = fileWith(signedOver(ALL), 'seen.checkpoint');
    const ran = await run('verify', old, ...KEY_OPTION, '--witness', witness);
    expect(ran.code).toBe(1);
    expect(ran.out[0]).toMatch(/^ROLLED-BACK .*:6 record 6: /);
  });

  it('answers programs in JSON', async () => {
    const { code, out } = await run('verify', fileWith(exportLines(ALL)), ...KEY_OPTION, '--json');
    expect([code, JSON.parse(out.join(''))]).toMatchObject([
      0,
      { ok: true, records: 10, findings: [], trust: 'given' },
    ]);
  });

  it('tells how far it is when asked', async () => {
    const { err } = await run('verify', fileWith(exportLines(ALL)), ...KEY_OPTION, '--progress');
    expect(err).toEqual(['50 %, 0 records', '100 %, 10 records']);
  });

  it('lets no name of a file steer the terminal', async () => {
    const file = fileWith(exportLines(ALL), 'a\u001b[2J.jsonl');
    expect((await run('verify', file, ...KEY_OPTION)).out.join('')).not.toContain('\u001b');
  });

  it('ends soon after Ctrl-C', async () => {
    const err: string[] = [];
    const code = await auditCommand(['verify', fileWith(exportLines(ALL)), ...KEY_OPTION], {
      out: () => {},
      err: (line) => err.push(line),
      stdin: Readable.from([]),
      signal: AbortSignal.abort(),
      env: {},
    });
    expect([code, err]).toEqual([1, ['interrupted']]);
  });
});

describe('audit verify of the evidence for one record', () => {
  const tree = createMerkleTree(ALL.map(({ hash }) => hash));
  const [, , third] = ALL;
  if (!third) throw new Error('no record');
  const evidence = proveInclusion(third, { checkpoint: checkpointOver(ALL), note: signedOver(ALL) }, tree);
  const file = (value: object) => fileWith(JSON.stringify(value), 'evidence.json');

  it('ends with code 0 when it holds', async () => {
    const ran = await run('verify', file(evidence), ...KEY_OPTION);
    expect(ran).toEqual({
      code: 0,
      out: ['OK: record 3 is in the log as it was signed on 2026-01-01T00:16:40.010Z'],
      err: [],
    });
  });

  it('ends with code 1 when it does not', async () => {
    const ran = await run('verify', file({ ...evidence, hash: '0'.repeat(64) }), ...KEY_OPTION, '--json');
    expect([ran.code, JSON.parse(ran.out.join(''))]).toMatchObject([1, { ok: false, recordId: 3 }]);
    expect((await run('verify', file(evidence), '--key', keyOf(2).verifierKey)).code).toBe(1);
  });

  it('is wrong usage without a key', async () => {
    expect(await run('verify', file(evidence))).toMatchObject({ code: 2, out: [] });
  });
});

describe('wrong usage ends with code 2 and says why', () => {
  it.each([
    ['no verb', [], 'usage:'],
    ['another verb', ['repair'], 'usage:'],
    ['no file', ['verify'], 'name one file or folder'],
    ['two files', ['verify', 'a', 'b'], 'name one file or folder'],
    ['an unknown option', ['verify', 'a', '--force'], '--force'],
    ['a file that is not there', ['verify', '/nowhere/a.jsonl'], 'ENOENT'],
    ['a key that is not there', ['verify', 'a', '--key', '/nowhere/key'], 'ENOENT'],
    ['a witness that is not there', ['verify', fileWithNothing(), '--witness', '/nowhere/w'], 'ENOENT'],
  ])('%s', async (_what, argv, sentence) => {
    const ran = await run(...argv);
    expect(ran).toMatchObject({ code: 2, out: [] });
    expect(ran.err.join('\n')).toContain(sentence);
  });

  it('a key file without a key', async () => {
    const file = fileWith(exportLines(ALL));
    const ran = await run('verify', file, '--key', file);
    expect(ran).toMatchObject({ code: 2, out: [], err: [expect.stringContaining('no verifier key')] });
  });
});

/** Some file that is there. */
function fileWithNothing(): string {
  return path.join(import.meta.dirname, 'audit.test.ts');
}
