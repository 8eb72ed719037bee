import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { expect, onTestFinished, test } from 'vitest';
import { backupCommand } from '../../../src-main/cli/backup.ts';
import { readBackup, readManifest } from '../../../src-main/store/backup/read-backup.ts';
import { diskFiles } from '../../../src-main/store/files.ts';
import { restore } from '../../../src-main/store/restore/restore.ts';
import { openTestStore, temporaryFolder } from '../../support/store.ts';
import { bytesIn } from '../../support/folder-bytes.ts';
import { contentOf, runCommand, storeWith } from './run-command.ts';

const PASSPHRASE = 'five blue robots in a row';
const run = (argv: string[], stdin?: string) => runCommand(backupCommand, argv, stdin);

async function madeBy(argv: string[], stdin?: string): Promise<string> {
  const { code, out } = await run([...argv, '--json'], stdin);
  expect(code).toBe(0);
  return (JSON.parse(out.join('')) as { file: string }).file;
}

test('a backup is made beside the data, whole, and nothing else in the folder is touched', async () => {
  const dir = await temporaryFolder();
  await storeWith(dir, 'a b | c');
  const before = bytesIn(diskFiles, dir);
  const { code, out, err } = await run(['create', '--data', dir]);
  expect({ code, err }).toEqual({ code: 0, err: [] });
  const [name = '', ...more] = readdirSync(path.join(dir, 'backups'));
  expect(more).toEqual([]);
  const file = path.join(dir, 'backups', name);
  expect(out).toEqual([`${file}: change 4, not encrypted`]);
  expect(readBackup(diskFiles, file, { passphrase: null }).manifest).toMatchObject({
    reason: 'on-demand',
    sequence: 4,
  });
  const { [path.join('backups', name)]: _backup, ...after } = bytesIn(diskFiles, dir);
  expect(after).toEqual(before);
});

test('a backup can go elsewhere, and is told to programs as JSON', async () => {
  const dir = await temporaryFolder();
  const to = path.join(await temporaryFolder(), 'stick', 'console');
  await storeWith(dir, 'a');
  const { code, out } = await run(['create', '--data', dir, '--to', to, '--json']);
  expect(code).toBe(0);
  const told: unknown = JSON.parse(out.join(''));
  const [name = ''] = readdirSync(to);
  const file = path.join(to, name);
  expect(told).toEqual({ file, ...readManifest(diskFiles, file) });
});

test('one that is sealed opens with the passphrase alone, which never shows', async () => {
  const dir = await temporaryFolder();
  await storeWith(dir, 'a b');
  const { code, out, err } = await run(['create', '--data', dir, '--passphrase-stdin'], `${PASSPHRASE}\n`);
  expect({ code, err }).toEqual({ code: 0, err: [] });
  expect(out).toEqual([expect.stringMatching(/: change 3, sealed with the passphrase$/)]);
  const file = String(out[0]).split(': change')[0] ?? '';
  expect([...readBackup(diskFiles, file, { passphrase: PASSPHRASE }).parts()]).toHaveLength(1);
  expect(() => readBackup(diskFiles, file, { passphrase: null })).toThrow('sealed with a passphrase');
}, 60_000);

test('two in the same second have names of their own', async () => {
  const dir = await temporaryFolder();
  await storeWith(dir, 'a');
  const files = [await madeBy(['create', '--data', dir]), await madeBy(['create', '--data', dir])];
  expect(new Set(files).size).toBe(2);
});

test.each([
  ['too short', 'five robots\n', 1, 'BACKUP_PASSPHRASE_WEAK'],
  ['empty', '\n', 2, 'holds no passphrase'],
])('a passphrase that is %s', async (_what, stdin, code, sentence) => {
  const dir = await temporaryFolder();
  await storeWith(dir, 'a');
  const ran = await run(['create', '--data', dir, '--passphrase-stdin'], stdin);
  expect(ran).toEqual({ code, out: [], err: [expect.stringContaining(sentence)] });
  expect(ran.err.join()).not.toContain('five robots');
  await expect(contentOf(dir)).resolves.toMatchObject({ names: 'a' });
});

test.each([
  ['no verb', [], 'backup create'],
  ['an unknown verb', ['delete'], 'backup create'],
  ['an unknown option', ['create', '--colour'], '--colour'],
  ['an operand', ['create', 'now'], "unexpected argument 'now'"],
  ['a passphrase in sight', ['create', '--passphrase', PASSPHRASE], '--passphrase'],
  ['a list of a folder that is not there', ['list', '--from', '/no/such/folder'], 'there is no folder /no/such/folder'],
])('wrong usage ends with code 2 and one sentence: %s', async (_what, argv, sentence) => {
  const ran = await run(argv);
  expect(ran).toMatchObject({ code: 2, out: [] });
  expect(ran.err).toEqual([expect.stringContaining(sentence)]);
});

test.each([
  ['is empty', (_dir: string) => {}, 2, 'there is no console data in this folder'],
  [
    'holds no store',
    (dir: string) => writeFileSync(path.join(dir, 'a-song.txt'), 'la la'),
    2,
    'there is no store in this folder',
  ],
])('there is nothing to back up in a folder that %s', async (_what, prepare, code, sentence) => {
  const dir = await temporaryFolder();
  prepare(dir);
  const before = readdirSync(dir);
  const ran = await run(['create', '--data', dir]);
  expect(ran).toEqual({ code, out: [], err: [expect.stringContaining(sentence)] });
  expect(readdirSync(dir)).toEqual(before);
});

test.each([
  ['a damaged store', 'snapshot-000000000003.db', 'STORE_DAMAGED'],
  ['a file that cannot be written', 'backups', 'STORE_UNAVAILABLE'],
])('%s is refused with code 1 and one line', async (_what, spoilt, code) => {
  const dir = await temporaryFolder();
  await storeWith(dir, 'a b |');
  for (const name of readdirSync(dir)) if (spoilt !== 'backups') writeFileSync(path.join(dir, name), 'nothing');
  writeFileSync(path.join(dir, spoilt), 'nothing');
  const ran = await run(['create', '--data', dir]);
  expect(ran).toEqual({ code: 1, out: [], err: [expect.stringMatching(new RegExp(`^${code}: `))] });
});

test('the list names every backup, and what is wrong with one that cannot be used', async () => {
  const dir = await temporaryFolder();
  await storeWith(dir, 'a b');
  expect(await run(['list', '--data', dir])).toMatchObject({ code: 0, err: [] });
  expect((await run(['list', '--data', dir, '--json'])).out).toEqual(['[]']);
  const [one, other] = [await madeBy(['create', '--data', dir]), await madeBy(['create', '--data', dir])];
  writeFileSync(other, 'a song');
  const { code, out } = await run(['list', '--data', dir]);
  expect(code).toBe(0);
  expect(out.map((line) => line.split(/ {2,}/))).toEqual([
    ['FILE', 'MADE', 'WHY', 'CHANGE', 'ENCRYPTED'],
    [one, expect.stringMatching(/^\d{4}-\d\d-\d\dT/), 'on-demand', '3', 'no'],
    [other, 'BACKUP_FOREIGN'],
  ]);
  const from = path.join(dir, 'backups');
  const listed: unknown = JSON.parse((await run(['list', '--from', from, '--json'])).out.join(''));
  expect(listed).toMatchObject([
    { file: one, reason: 'on-demand', sequence: 3, encrypted: false, problem: null },
    { file: other, problem: 'BACKUP_FOREIGN' },
  ]);
});

test('while another process works on the folder, what it had acknowledged is in the backup', async () => {
  const dir = await temporaryFolder();
  const worker = path.join(import.meta.dirname, '../../crash/worker.ts');
  const child = spawn(process.execPath, [worker, dir, '0', '0'], { stdio: ['ignore', 'pipe', 'inherit'] });
  onTestFinished(() => void child.kill('SIGKILL'));
  const told = new Set<string>();
  const lines = createInterface(child.stdout).on('line', (line) => {
    if (line.startsWith('user ')) told.add(line.slice('user '.length));
  });
  while (told.size < 20) await once(lines, 'line');

  const before = [...told];
  const file = await madeBy(['create', '--data', dir]);
  child.kill('SIGKILL');
  await once(child, 'exit');
  const folder = await temporaryFolder();
  await restore(diskFiles, folder, file, { passphrase: null, at: Date.now() });
  const store = await openTestStore(folder);
  const users = new Set((await store.read('users.list', {})).map(({ username }) => username));
  expect(before.filter((name) => !users.has(name))).toEqual([]);
  const records = await store.read('audit.page', { limit: 100_000 });
  expect(records.filter(({ action }) => action === 'user.create')).toHaveLength(users.size);
}, 60_000);
