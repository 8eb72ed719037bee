import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { beforeAll, expect, test } from 'vitest';
import { auditKeyIn } from '../../../src-main/audit/log-key.ts';
import { archiveCommand } from '../../../src-main/cli/audit-archive.ts';
import { exportCommand } from '../../../src-main/cli/audit-export.ts';
import { auditCommand } from '../../../src-main/cli/audit.ts';
import { commandRun } from '../../../src-main/cli/command.ts';
import type { CommandIo } from '../../../src-main/cli/io.ts';
import { openInThread } from '../../support/local-store.ts';
import { openTestStore, temporaryFolder } from '../../support/store.ts';
import { findingsOf } from '../store/integrity/used-folder.ts';
import { append } from '../store/segments/records.ts';
import { runCommand } from './run-command.ts';

let dir: string;
let archive: string;
let verifierKey: string;

/** A console has worked here long ago: 18 records from 1970, 12 of them in three sealed segments. */
beforeAll(async () => {
  dir = mkdtempSync(path.join(os.tmpdir(), 'console-data-'));
  archive = mkdtempSync(path.join(os.tmpdir(), 'console-archive-'));
  const key = auditKeyIn(dir);
  ({ verifierKey } = key);
  const policy = { afterBytes: 1e9, afterMs: 1e12, notBeforeMs: 1e12, segmentRows: 4 };
  const store = await openInThread(dir, { policy, auditKey: { name: key.name, pem: key.exportPem() } });
  await append(store, 1, 18);
  await store.close();
  return () => [dir, archive].forEach((folder) => rmSync(folder, { recursive: true }));
});

const run = (argv: string[], env: Record<string, string> = {}) => {
  const settings = { ROBOT_CONSOLE_AUDIT_KEEP_DAYS: '365', ROBOT_CONSOLE_AUDIT_ARCHIVE_FOLDER: archive };
  return runCommand(atWork, argv, '', { ...settings, ...env });
};
/** The command, with segments as small as this log's. */
function atWork([verb = '', ...argv]: string[], io: CommandIo): Promise<number> {
  if (verb === 'archive') return commandRun(io, () => archiveCommand(argv, io, 4));
  if (verb !== 'export') return auditCommand([verb, ...argv], io);
  return exportCommand(argv, io, { segmentRows: 4, recorded: (_folder, _facts, work) => work() });
}
const verify = (place: string, ...more: string[]) => run(['verify', place, '--key', verifierKey, ...more]);
const files = () => readdirSync(archive).filter((name) => name.endsWith('.jsonl'));

test('says first what it would move, and moves nothing unasked', async () => {
  const said = await run(['archive', '--data', dir]);
  expect(said.code).toBe(0);
  expect(said.out.join()).toContain('2 segments, records 1 to 8');
  expect(said.out.join()).toContain('add --yes');
  expect(files()).toEqual([]);
});

test.each([
  ['for ever', { ROBOT_CONSOLE_AUDIT_KEEP_DAYS: '0' }, 0, 'kept here for ever'],
  ['less than a year', { ROBOT_CONSOLE_AUDIT_KEEP_DAYS: '30' }, 2, 'must be 0 (for ever) or at least 365'],
  ['a year, without a folder to go to', { ROBOT_CONSOLE_AUDIT_ARCHIVE_FOLDER: '' }, 2, 'must name a folder'],
])('records that are kept %s stay', async (_, env, code, words) => {
  const ran = await run(['archive', '--data', dir, '--yes'], env);
  expect(ran.code).toBe(code);
  expect([...ran.out, ...ran.err].join()).toContain(words);
  expect(files()).toEqual([]);
});

test('moves what is old enough; the export and the archive verify alone, and together they are the whole log', async () => {
  const ran = await run(['archive', '--data', dir, '--yes']);
  expect(ran).toMatchObject({ code: 0, err: [] });
  expect(ran.out.at(-1)).toBe('8 records of 2 segments are in the archive');
  expect(files()).toHaveLength(2);
  expect(await findingsOf(dir)).toEqual([]);

  const exported = path.join(await temporaryFolder(), 'log');
  const told = await run(['export', '--segments', '--out', exported, '--data', dir]);
  expect(told.err.join()).toContain('The records 1 to 8 are in the archive');
  const part = await verify(exported);
  expect(part.code).toBe(0);
  expect(part.out.join('\n')).toContain('segment 1: 4 records, 1 to 4, are in the archive');
  expect(part.out.at(-1)).toMatch(/^OK: \d+ records verified; 8 more are in the archive and were not checked$/);
  for (const name of files()) {
    const alone = await verify(
      path.join(archive, name),
      '--witness',
      path.join(archive, name.replace('.jsonl', '.note')),
    );
    expect(alone.out.at(-1)).toBe('OK: 4 records verified');
  }
  expect((await verify(archive)).out.at(-1)).toBe('OK: 8 records verified');

  const store = await openTestStore(dir);
  const moves = await store.read('audit.page', { limit: 5, action: 'audit.archive' });
  expect(moves.map(({ actor, details }) => [actor.origin, details['systemUser']])).toEqual([
    ['command-line', os.userInfo().username],
    ['command-line', os.userInfo().username],
  ]);
});
