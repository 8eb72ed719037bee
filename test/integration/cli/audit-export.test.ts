import { copyFileSync, cpSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { Readable } from 'node:stream';
import { beforeAll, describe, expect, test } from 'vitest';
import { auditKeyIn } from '../../../src-main/audit/log-key.ts';
import { auditCommand } from '../../../src-main/cli/audit.ts';
import { exportCommand, proveCommand, type ExportDependencies } from '../../../src-main/cli/audit-export.ts';
import { witnessFile } from '../../../src-main/store/checkpoints/checkpoint-files.ts';
import { openInThread, type InThreadStore } from '../../support/local-store.ts';
import { auditEvent, refusalOf, temporaryFolder } from '../../support/store.ts';

const ROWS = 8;
/** What is exported here is on no record: the store is open, and stays as it is. */
const UNRECORDED: ExportDependencies = { segmentRows: ROWS, recorded: (_folder, _facts, work) => work() };
const POLICY = { afterBytes: 1e9, afterMs: 1e12, notBeforeMs: 1e12, segmentRows: ROWS };

function io() {
  const out: string[] = [];
  const err: string[] = [];
  const signal = new AbortController().signal;
  return {
    out,
    err,
    io: { out: (l: string) => out.push(l), err: (l: string) => err.push(l), stdin: Readable.from([]), signal, env: {} },
  };
}

async function verified(...argv: string[]) {
  const { out, err, io: told } = io();
  return { code: await auditCommand(['verify', ...argv], told), out, err };
}

let dir: string;
let key: string;
let witness: string;
let store: InThreadStore;
let exported: string;

async function exportTo(name: string, ...argv: string[]): Promise<string> {
  const to = path.join(exported, name);
  expect(await exportCommand(['--data', dir, '--out', to, ...argv], io().io, UNRECORDED)).toBe(0);
  return to;
}

// a console that has worked and still runs: two sealed segments, one complete in the database, one that grows
beforeAll(async () => {
  const folders = [mkFolder(), mkFolder(), mkFolder()] as const;
  [dir, witness, exported] = folders;
  const signer = auditKeyIn(dir);
  key = signer.verifierKey;
  const auditKey = { name: signer.name, pem: signer.exportPem() };
  store = await openInThread(dir, { policy: POLICY, auditKey, witnessFolder: witness });
  for (let n = 1; n <= 3 * ROWS + 3; n++) {
    const robot = n % 3 === 0 ? 'hoist-1' : null;
    const details = { n, note: n === 5 ? '=HYPERLINK("x")' : 'đã xong' };
    await store.write('audit.append', {}, auditEvent({ action: n % 2 ? 'robot.move' : 'user.create', robot, details }));
    if (n === 2 * ROWS + 2) await store.snapshot();
  }
  witness = witnessFile(witness, signer.name);
  return async () => {
    await store.close();
    for (const folder of folders) rmSync(folder, { recursive: true });
  };
});

const mkFolder = (): string => mkdtempSync(path.join(tmpdir(), 'robot-console-export-'));

test('the whole log satisfies the independent verifier and the witness', async () => {
  const to = await exportTo('whole.jsonl');
  const { code, out } = await verified(to, '--key', key);
  expect(out.at(-1)).toBe(`OK: ${3 * ROWS + 3} records verified`);
  expect(code).toBe(0);
  expect(statSync(to).mode & 0o077).toBe(0);
  const segments = await exportTo('segments', '--segments');
  expect(readdirSync(segments)).toHaveLength(4);
  expect(await verified(segments, '--key', key, '--witness', witness)).toMatchObject({ code: 0 });
});

test.each([
  [['--action', 'robot.move'], 14],
  [['--robot', 'hoist-1'], 9],
  [['--actor', 'installer'], 3 * ROWS + 3],
  [['--from', '2100-01-01'], 0],
  [['--to', '2100-01-01T00:00:00Z', '--outcome', 'succeeded'], 3 * ROWS + 3],
] as const)('a selection by %j proves what it holds', async (options, count) => {
  const to = await exportTo('selection.jsonl', ...options);
  const { code, out } = await verified(to, '--key', key);
  expect([code, out.at(-1)]).toEqual([0, `OK: ${count} records verified`]);
});

test('a table for spreadsheets calculates nothing, and the report holds every record and what proves it', async () => {
  const csv = readFileSync(await exportTo('log.csv', '--format', 'csv'), 'utf8');
  expect(csv.trimEnd().split('\r\n')).toHaveLength(3 * ROWS + 4);
  expect(csv).not.toMatch(/(^|,)"?[=+@]/m);
  const html = readFileSync(await exportTo('log.html', '--format', 'html'), 'utf8');
  expect(html.match(/<tr/g)?.length).toBeGreaterThanOrEqual(3 * ROWS + 3);
  expect(html).toContain(key.split('+')[0]);
});

test('the evidence for one record, sealed or not, stands for itself', async () => {
  for (const id of [1, ROWS, 2 * ROWS + 1, 3 * ROWS + 3]) {
    const to = path.join(exported, `record-${id}.json`);
    expect(await proveCommand([String(id), '--data', dir, '--out', to], io().io, ROWS)).toBe(0);
    expect(await verified(to, '--key', key)).toMatchObject({ code: 0 });
    writeFileSync(
      to,
      readFileSync(to, 'utf8').replace('đã xong', 'chưa xong').replace('=HYPER', '=hyper').replace('"n":', '"m":'),
    );
    expect((await verified(to, '--key', key)).code).toBe(1);
  }
  expect((await refusalOf(proveCommand(['99', '--data', dir], io().io, ROWS))).code).toBe('AUDIT_CHECKPOINT_INVALID');
});

test('without the key it exports what the console has signed, and says what is left out', async () => {
  const copy = await temporaryFolder();
  for (const name of readdirSync(dir).filter((one) => /^(snapshot|journal)|\.pub$/.test(one)))
    copyFileSync(path.join(dir, name), path.join(copy, name));
  cpSync(path.join(dir, 'segments'), path.join(copy, 'segments'), { recursive: true });
  const to = path.join(exported, 'signed.jsonl');
  const told = io();
  expect(await exportCommand(['--data', copy, '--out', to], told.io, UNRECORDED)).toBe(0);
  expect(told.err.join()).toContain('newest records are left out');
  expect(await verified(to, '--key', key)).toMatchObject({ code: 0 });
});

describe('an attack on the exported log is detected and located', () => {
  type Lines = readonly string[];
  const changed = (lines: Lines, at: number, from: string, to: string): Lines => {
    const line = lines[at]?.replace(from, to) ?? '';
    expect(line).not.toBe(lines[at]);
    return lines.with(at, line);
  };

  test.each<[string, (lines: Lines) => Lines, string]>([
    ['an edit', (lines) => changed(lines, 3, '"succeeded"', '"refused"'), 'EDITED'],
    ['a deletion', (lines) => lines.toSpliced(3, 1), 'DELETED'],
    ['an insertion', (lines) => lines.toSpliced(3, 0, lines[2] ?? ''), 'INSERTED'],
    ['a swap', (lines) => lines.with(3, lines[4] ?? '').with(4, lines[3] ?? ''), 'SWAPPED'],
    ['a cut', (lines) => lines.toSpliced(ROWS - 1, 2), 'TRUNCATED'],
  ])('%s', async (_attack, attack, word) => {
    const to = await exportTo('attacked', '--segments');
    const file = path.join(to, 'segment-000002.jsonl');
    const lines = readFileSync(file, 'utf8').trimEnd().split('\n');
    writeFileSync(file, `${attack(lines).join('\n')}\n`);
    const { code, out } = await verified(to, '--key', key);
    expect(code).toBe(1);
    expect(out.join('\n')).toMatch(new RegExp(`^${word} .*segment-000002`, 'm'));
    rmSync(to, { recursive: true });
  });

  test('a segment that is gone, and a log rolled back behind what the witness saw', async () => {
    const to = await exportTo('rolled', '--segments');
    rmSync(path.join(to, 'segment-000002.jsonl'));
    expect((await verified(to, '--key', key)).code).toBe(1);
    rmSync(path.join(to, 'segment-000003.jsonl'));
    rmSync(path.join(to, 'segment-000004.jsonl'));
    expect(await verified(to, '--key', key)).toMatchObject({ code: 0 });
    const { code, out } = await verified(to, '--key', key, '--witness', witness);
    expect([code, out.join('\n')]).toEqual([1, expect.stringContaining('ROLLED-BACK')]);
  });
});

test.each([
  [['--format', 'pdf'], '--format'],
  [['--from', 'yesterday'], '--from'],
  [['--outcome', 'fine'], '--outcome'],
])('a wrong option is refused in one line: %j', async (options, name) => {
  const refusal = await refusalOf(exportCommand(['--data', dir, '--out', 'x', ...options], io().io, UNRECORDED));
  expect(refusal).toMatchObject({ code: 'CONFIG_INVALID', message: expect.stringContaining(name) });
});
