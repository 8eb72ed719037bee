import { copyFileSync, readdirSync, rmSync } from 'node:fs';
import path from 'node:path';
import { Readable } from 'node:stream';
import { beforeEach, describe, expect, test } from 'vitest';
import { verifyCommand } from '../../../src-main/cli/verify.ts';
import { verifyStores } from '../../../src-main/cli/verify-store.ts';
import { diskFiles } from '../../../src-main/store/files.ts';
import { recover } from '../../../src-main/store/opening/recover.ts';
import { openTestStore, temporaryFolder } from '../../support/store.ts';
import { manySegments, misleadIndex, sql } from '../../support/tamper.ts';
import {
  flipByte,
  snapshotsOf,
  stateOf,
  tamperBoth,
  tamperSnapshot,
  usedFolder,
} from '../store/integrity/used-folder.ts';

interface Ran {
  readonly code: number;
  readonly out: readonly string[];
  readonly err: readonly string[];
}

async function run(
  argv: string[],
  signal = new AbortController().signal,
  onErr: (line: string) => void = () => {},
): Promise<Ran> {
  const out: string[] = [];
  const err: string[] = [];
  const write = (line: string): void => {
    err.push(line);
    onErr(line);
  };
  const io = { out: (line: string) => out.push(line), err: write, stdin: Readable.from([]), signal, env: {} };
  const code = await verifyCommand(argv, io, verifyStores({}));
  return { code, out, err };
}

const report = async (...argv: string[]): Promise<Record<string, unknown>> =>
  JSON.parse((await run([...argv, '--json'])).out.join('')) as Record<string, unknown>;

let dir: string;
beforeEach(async () => {
  dir = await usedFolder();
});

describe('looking', () => {
  test.each([
    ['quick', []],
    ['full', ['--full']],
  ])('a whole folder ends with code 0 and one line, progress aside, and is not touched: %s', async (kind, flags) => {
    const before = stateOf(dir);
    const { code, out, err } = await run(['--data', dir, ...flags]);
    expect({ code, out }).toEqual({
      code: 0,
      out: [expect.stringMatching(`^whole \\(${kind} verification, \\d+ steps\\)$`)],
    });
    expect(err.length).toBeGreaterThan(4);
    expect(err.every((line) => /^\d+\/\d+ [a-z-]+$/.test(line))).toBe(true);
    expect(stateOf(dir)).toEqual(before);
  });

  test('what is wrong is listed with what to do about it, ends with code 1, and stays as it is', async () => {
    const [segment = ''] = readdirSync(path.join(dir, 'segments')).toSorted();
    rmSync(path.join(dir, 'segments', segment));
    flipByte(path.join(dir, snapshotsOf(dir)[1] ?? ''), 5000);
    const before = stateOf(dir);
    const { code, out } = await run(['--data', dir, '--full']);
    expect(code).toBe(1);
    expect(out).toEqual([
      expect.stringMatching(
        `^FOUND +segment-files +audit_records ${segment} +it is missing. What to do: put the file back`,
      ),
      expect.stringMatching(
        /^FOUND +snapshots +snapshot-\d+\.db +its checksum .* --repair: the file goes to quarantine/,
      ),
      expect.stringMatching(/^2 findings \(full verification/),
    ]);
    expect(stateOf(dir)).toEqual(before);
  });

  test('for programs the whole report is one line of JSON, each finding with its advice', async () => {
    expect(await report('--data', dir)).toMatchObject({ whole: true, kind: 'quick', findings: [], repairs: [] });
    rmSync(path.join(dir, 'segments'), { recursive: true });
    const told = await report('--data', dir);
    expect(told).toMatchObject({ whole: false });
    expect(told['findings']).toHaveLength(2);
    expect(told['findings']).toContainEqual(
      expect.objectContaining({ check: 'segment-files', repair: null, advice: expect.stringContaining('backup') }),
    );
  });

  test('a running console is no hindrance', async () => {
    const store = await openTestStore(dir);
    expect(await run(['--data', dir, '--full'])).toMatchObject({ code: 0 });
    expect(await store.read('users.count', {})).toBe(2);
  });

  test('a folder in which nothing whole is left says so with code 1', async () => {
    for (const name of snapshotsOf(dir)) rmSync(path.join(dir, name));
    const { code, out } = await run(['--data', dir]);
    expect(code).toBe(1);
    expect(out[0]).toMatch(
      /^FOUND +opening .*it is missing, and so are all other snapshots.*restore the newest backup/,
    );
  });

  test('accounts are compared by the console’s own rule', async () => {
    await tamperBoth(dir, sql("UPDATE users SET username = 'ＡＮＮ' WHERE id = 'id-of-Bob'"));
    expect((await run(['--data', dir, '--full'])).out[0]).toMatch(
      /^FOUND +names +users id-of-Bob .*looked up under "ann"/,
    );
  });
});

describe('repairing', () => {
  test('repairs what can be, says what it did, and ends with code 0 when nothing is left', async () => {
    const segments = path.join(dir, 'segments');
    const [first = ''] = readdirSync(segments).toSorted();
    copyFileSync(path.join(segments, first), path.join(segments, 'audit-000000000901-000000000908.db'));
    await tamperSnapshot(dir, 0, ...misleadIndex(20));
    const { code, out } = await run(['--data', dir, '--full', '--repair']);
    expect({ code, out }).toEqual({
      code: 0,
      out: [
        expect.stringMatching(/^REPAIRED +pages +audit_records audit_records_by_action/),
        expect.stringMatching(/^REPAIRED +unnamed-files +audit_records segments\/audit-000000000901/),
        expect.stringMatching(/^whole/),
      ],
    });
    expect(await run(['--data', dir, '--full'])).toMatchObject({ code: 0 });
    const store = await openTestStore(dir);
    const by = { origin: 'command-line', userId: null };
    expect(await store.read('audit.page', { limit: 3 })).toMatchObject([
      { action: 'integrity.verify', actor: by, outcome: 'succeeded', details: { repaired: 2, findings: 0 } },
      { action: 'integrity.repair', actor: by },
      { action: 'integrity.repair', actor: by },
    ]);
    expect((await store.status()).lastVerify).toMatchObject({ kind: 'full', repairs: [{}, {}] });
  });

  test('opens what would not open where that is all that is wrong with it', async () => {
    await tamperBoth(dir, sql("DELETE FROM users WHERE id = 'id-of-Ann'"));
    expect(await run(['--data', dir])).toMatchObject({ code: 1 });
    expect(await run(['--data', dir, '--repair'])).toMatchObject({ code: 0 });
    expect(await (await openTestStore(dir)).read('settings.read', { key: 'language' })).toBe('vi');
  });

  test('prefers what is whole: a generation that was tampered with gives way before it is repaired', async () => {
    await tamperSnapshot(dir, 0, sql("DELETE FROM users WHERE id = 'id-of-Ann'"));
    expect(await run(['--data', dir, '--full', '--repair'])).toMatchObject({ code: 0 });
    const { memory } = await recover(diskFiles, dir);
    expect(memory.exec("SELECT changed_by FROM settings WHERE key = 'language'")).toEqual([
      { changed_by: 'id-of-Ann' },
    ]);
    memory.close();
  });

  test('what cannot be repaired ends with code 1', async () => {
    rmSync(path.join(dir, 'segments'), { recursive: true });
    const { code, out } = await run(['--data', dir, '--repair']);
    expect(code).toBe(1);
    expect(out.at(-1)).toMatch(/^2 findings/);
  });

  test('while a console holds the folder it is refused, and nothing is changed', async () => {
    const store = await openTestStore(dir);
    const { code, out, err } = await run(['--data', dir, '--repair']);
    expect({ code, out }).toEqual({ code: 1, out: [] });
    expect(err).toEqual([expect.stringContaining('STORE_LOCKED')]);
    expect(await store.read('audit.page', { limit: 9, action: 'integrity.verify' })).toEqual([]);
  });
});

test.each([
  ['an unknown option', ['--colour'], '--colour'],
  ['a stray word', ['everything'], 'everything'],
  ['an option without its value', ['--data'], '--data'],
])('wrong usage ends with code 2 and one sentence: %s', async (_what, argv, sentence) => {
  const ran = await run(argv);
  expect(ran).toMatchObject({ code: 2, out: [] });
  expect(ran.err).toEqual([expect.stringContaining(sentence)]);
});

test.each([[[]], [['--repair']]])(
  'a folder without console data is a typing slip, and is not made: %o',
  async (flags) => {
    const empty = await temporaryFolder();
    for (const folder of [empty, path.join(empty, 'missing')]) {
      const ran = await run(['--data', folder, ...flags]);
      expect(ran).toMatchObject({ code: 2, out: [] });
      expect(ran.err).toEqual([expect.stringContaining('there is no console data in this folder')]);
    }
    expect(readdirSync(empty)).toEqual([]);
  },
);

test('Ctrl-C ends it at the next step', async () => {
  await tamperBoth(dir, ...manySegments());
  const interrupt = new AbortController();
  const ran = await run(['--data', dir, '--full'], interrupt.signal, (line) => {
    if (line.endsWith('segment-files')) interrupt.abort();
  });
  expect(ran).toMatchObject({ code: 1, out: [] });
  expect(ran.err.slice(-2)).toEqual([expect.stringMatching(/segment-files$/), 'interrupted']);
});
