import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';
import { backupCommand } from '../../../src-main/cli/backup.ts';
import { restoreCommand } from '../../../src-main/cli/restore.ts';
import { diskFiles } from '../../../src-main/store/files.ts';
import { bytesIn } from '../../support/folder-bytes.ts';
import { openTestStore, temporaryFolder } from '../../support/store.ts';
import { contentOf, runCommand, storeWith } from './run-command.ts';

const PASSPHRASE = 'five blue robots in a row';
const run = (argv: string[], stdin?: string) => runCommand(restoreCommand, argv, stdin);

/** A backup of x and y, outside of any data folder. */
async function backup(passphrase?: string): Promise<string> {
  const [dir, to] = [await temporaryFolder(), await temporaryFolder()];
  await storeWith(dir, 'x | y');
  const sealing = passphrase === undefined ? [] : ['--passphrase-stdin'];
  const { code } = await runCommand(backupCommand, ['create', '--data', dir, '--to', to, ...sealing], passphrase);
  expect(code).toBe(0);
  return path.join(to, readdirSync(to)[0] ?? '');
}

async function folderWith(script: string): Promise<string> {
  const dir = await temporaryFolder();
  await storeWith(dir, script);
  return dir;
}

test('without --yes the backup is checked, and nothing is changed', async () => {
  const file = await backup();
  const dir = await folderWith('a b | c');
  const before = bytesIn(diskFiles, dir);
  const { code, out, err } = await run([file, '--data', dir]);
  expect({ code, err }).toEqual({ code: 0, err: [] });
  expect(out).toEqual([
    expect.stringMatching(/ is whole: made \d{4}-\S+Z by version \S+, up to change 3\.$/),
    expect.stringContaining(`would replace the store in ${dir}, which would be kept`),
  ]);
  expect(bytesIn(diskFiles, dir)).toEqual(before);
});

test('without --yes not even a folder is made', async () => {
  const dir = path.join(await temporaryFolder(), 'new');
  expect(await run([await backup(), '--data', dir])).toMatchObject({ code: 0 });
  expect(existsSync(dir)).toBe(false);
});

test('with --yes the store is replaced and kept, and that is on the record of the new one', async () => {
  const file = await backup();
  const dir = await folderWith('a b | c');
  const before = bytesIn(diskFiles, dir);
  const { code, out, err } = await run([file, '--yes', '--data', dir]);
  expect({ code, err }).toEqual({ code: 0, err: [] });
  const replaced = String(out[1]).split('is kept in ')[1] ?? '';
  expect(out).toEqual([
    expect.stringMatching(/^restored .* up to change 3$/),
    `what it replaced is kept in ${replaced}`,
  ]);
  expect(bytesIn(diskFiles, replaced)).toEqual(before);
  const { names, last } = await contentOf(dir);
  expect(names).toBe('x y');
  expect(last).toMatchObject({
    action: 'backup.restore',
    outcome: 'succeeded',
    actor: { origin: 'command-line', userId: null },
    details: { file, sequence: 3, replaced, createdAt: expect.stringMatching(/Z$/) },
  });
});

test('with --yes a new folder becomes a store', async () => {
  const dir = path.join(await temporaryFolder(), 'new', 'data');
  expect(await run([await backup(), '--yes', '--data', dir])).toMatchObject({ code: 0, err: [] });
  expect(await contentOf(dir)).toMatchObject({ names: 'x y' });
});

test('a sealed backup needs its passphrase, on standard input', async () => {
  const file = await backup(PASSPHRASE);
  const dir = await folderWith('a');
  const before = bytesIn(diskFiles, dir);
  const refused = [
    await run([file, '--data', dir]),
    await run([file, '--data', dir, '--passphrase-stdin'], 'six blue robots in a row'),
  ];
  expect(refused).toMatchObject([
    { code: 1, out: [], err: [expect.stringContaining('BACKUP_PASSPHRASE_NEEDED')] },
    { code: 1, out: [], err: [expect.stringContaining('BACKUP_PASSPHRASE_WRONG')] },
  ]);
  expect(bytesIn(diskFiles, dir)).toEqual(before);
  const { code } = await run([file, '--yes', '--data', dir, '--passphrase-stdin'], `${PASSPHRASE}\n`);
  expect(code).toBe(0);
  expect(await contentOf(dir)).toMatchObject({ names: 'x y' });
}, 60_000);

test.each([
  ['cut off', (bytes: Buffer) => bytes.subarray(0, -1), 'BACKUP_TRUNCATED'],
  [
    'modified',
    (bytes: Buffer) => Buffer.concat([bytes.subarray(0, -1), Buffer.of((bytes.at(-1) ?? 0) ^ 1)]),
    'BACKUP_MODIFIED',
  ],
  ['something else', () => Buffer.from('a song of songs'), 'BACKUP_FOREIGN'],
])(
  'a backup that is %s is refused with code 1, also with --yes, and the store is as it was',
  async (_what, harm, code) => {
    const file = await backup();
    writeFileSync(file, harm(readFileSync(file)));
    const dir = await folderWith('a b');
    const before = bytesIn(diskFiles, dir);
    for (const yes of [[], ['--yes']]) {
      const ran = await run([file, ...yes, '--data', dir]);
      expect(ran).toEqual({ code: 1, out: [], err: [expect.stringMatching(new RegExp(`^${code}: `))] });
    }
    const after = Object.entries(bytesIn(diskFiles, dir)).filter(([name]) => !name.startsWith('console.lock'));
    expect(Object.fromEntries(after)).toEqual(before);
  },
);

test('while a console uses the folder nothing is replaced', async () => {
  const file = await backup();
  const dir = await temporaryFolder();
  const store = await openTestStore(dir);
  const ran = await run([file, '--yes', '--data', dir]);
  expect(ran).toEqual({ code: 1, out: [], err: [expect.stringContaining('STORE_LOCKED')] });
  expect(await store.read('users.count', {})).toBe(0);
});

test.each([
  ['no file', [], 'restore FILE'],
  ['two files', ['one', 'two'], 'restore FILE'],
  ['an unknown option', ['one', '--force'], '--force'],
  ['a passphrase in sight', ['one', '--passphrase', PASSPHRASE], '--passphrase'],
])('wrong usage ends with code 2 and one sentence: %s', async (_what, argv, sentence) => {
  const dir = await temporaryFolder();
  const ran = await run([...argv, '--data', dir]);
  expect(ran).toMatchObject({ code: 2, out: [] });
  expect(ran.err).toEqual([expect.stringContaining(sentence)]);
  expect(readdirSync(dir)).toEqual([]);
});

test('a file that is not there, and a folder that cannot be made, are refused in one line', async () => {
  const file = await backup();
  const none = await run([`${file}.none`, '--data', await temporaryFolder()]);
  expect(none).toEqual({ code: 1, out: [], err: [expect.stringMatching(/^BACKUP_UNREADABLE: .*\(ENOENT\)$/)] });
  const nowhere = await run([file, '--yes', '--data', path.join(file, 'data')]);
  expect(nowhere).toEqual({ code: 1, out: [], err: [expect.stringMatching(/^STORE_UNAVAILABLE: .*\(ENOTDIR\)$/)] });
});
