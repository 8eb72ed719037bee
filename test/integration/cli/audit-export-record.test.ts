import { existsSync, readdirSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { beforeEach, describe, expect, test } from 'vitest';
import { auditKeyIn } from '../../../src-main/audit/log-key.ts';
import { auditCommand } from '../../../src-main/cli/audit.ts';
import { auditEvent, openTestStore, temporaryFolder } from '../../support/store.ts';
import { runCommand } from './run-command.ts';

let dir: string;
let exported: string;

/** A console has worked here: three records. */
beforeEach(async () => {
  [dir, exported] = [await temporaryFolder(), await temporaryFolder()];
  const store = await openConsole();
  for (const action of ['robot.move', 'user.create', 'robot.move']) {
    await store.write('audit.append', {}, auditEvent({ action }));
  }
  await store.close();
});

const openConsole = () => openTestStore(dir, { auditKey: () => auditKeyIn(dir) });
const newest = async (limit: number) => (await openConsole()).read('audit.page', { limit });
const run = (...argv: string[]) => runCommand(auditCommand, ['export', '--data', dir, ...argv]);

describe('an export from the command line is on record', () => {
  test('with who made it at the operating system, what was left out, and how many records went', async () => {
    const out = path.join(exported, 'moves.csv');
    expect(await run('--out', out, '--format', 'csv', '--action', 'robot.move')).toMatchObject({ code: 0 });
    const records = await newest(10);
    expect(records).toHaveLength(4);
    expect(records[0]).toMatchObject({
      actor: { origin: 'command-line', userId: null },
      action: 'audit.export',
      subject: 'moves.csv',
      outcome: 'succeeded',
      details: {
        format: 'csv',
        filter: 'action robot.move',
        records: 2,
        file: out,
        systemUser: os.userInfo().username,
      },
    });
  });

  test('when it is the whole log, too; the next one holds the record of it', async () => {
    const out = path.join(exported, 'whole');
    for (const _time of [1, 2]) expect(await run('--segments', '--out', out)).toMatchObject({ code: 0 });
    const told = (await newest(2)).map(({ action, details }) => [action, details['format'], details['records']]);
    expect(told).toEqual([
      ['audit.export', 'segments', 4],
      ['audit.export', 'segments', 3],
    ]);
    expect(await runCommand(auditCommand, ['verify', out, '--key', auditKeyIn(dir).verifierKey])).toMatchObject({
      code: 0,
    });
  });

  test('when it could not be written, as that', async () => {
    const occupied = path.join(exported, 'occupied');
    writeFileSync(occupied, '');
    expect(await run('--out', path.join(occupied, 'log.jsonl'))).toMatchObject({ code: 1, out: [] });
    expect((await newest(1))[0]).toMatchObject({ action: 'audit.export', outcome: 'failed', subject: 'log.jsonl' });
  });
});

test('while a console holds the data folder, the command says so and exports nothing', async () => {
  const store = await openConsole();
  const ran = await run('--out', path.join(exported, 'log.jsonl'));
  expect(ran).toEqual({ code: 1, out: [], err: [expect.stringContaining('STORE_LOCKED')] });
  expect(readdirSync(exported)).toEqual([]);
  expect((await store.read('audit.page', { limit: 10 })).length).toBe(3);
});

test('a folder in which no console has worked stays as it is', async () => {
  const empty = await temporaryFolder();
  const ran = await runCommand(auditCommand, ['export', '--data', empty, '--out', path.join(exported, 'x')]);
  expect(ran).toMatchObject({ code: 2, out: [] });
  expect([readdirSync(empty), existsSync(path.join(exported, 'x'))]).toEqual([[], false]);
});
