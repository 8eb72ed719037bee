import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';
import { recoverCommand } from '../../../src-main/cli/recover.ts';
import { diskFiles } from '../../../src-main/store/files.ts';
import { journalName } from '../../../src-main/store/journal/journal.ts';
import { snapshotName } from '../../../src-main/store/snapshot/snapshot-file.ts';
import { bytesIn } from '../../support/folder-bytes.ts';
import { openTestStore, temporaryFolder } from '../../support/store.ts';
import { contentOf, runCommand, storeWith } from './run-command.ts';

const run = (argv: string[]) => runCommand(recoverCommand, argv);

/** A store of a to e, in whose journal the change that made d can no longer be read: e was made after it. */
async function damagedFolder(): Promise<string> {
  const dir = await temporaryFolder();
  await storeWith(dir, 'a b | c d e');
  const file = path.join(dir, journalName(3));
  const bytes = readFileSync(file);
  const at = bytes.indexOf('Person d');
  bytes.write('Person x', at);
  writeFileSync(file, bytes);
  return dir;
}

test('a store that is whole needs no recovery, with or without leave', async () => {
  const dir = await temporaryFolder();
  await storeWith(dir, 'a b | c');
  const before = bytesIn(diskFiles, dir);
  for (const leave of [[], ['--accept-loss']]) {
    const sentence = `the store in ${dir} is whole; there is nothing to recover from`;
    expect(await run(['--data', dir, ...leave])).toEqual({ code: 0, out: [sentence], err: [] });
  }
  expect(bytesIn(diskFiles, dir)).toEqual(before);
});

test('it says what can be read and what is lost, and changes nothing', async () => {
  const dir = await damagedFolder();
  const before = bytesIn(diskFiles, dir);
  const { code, out, err } = await run(['--data', dir]);
  expect({ code, out }).toEqual({ code: 1, out: [] });
  expect(err[0]).toMatch(/^STORE_DAMAGED: .* whole up to change 4 of \S+Z; changes 5 to 6 of \S+Z are lost$/);
  expect(err[0]).toContain(journalName(3));
  expect(err.slice(1)).toEqual([expect.stringContaining('--accept-loss')]);
  expect(bytesIn(diskFiles, dir)).toEqual(before);
});

test('by leave it goes on without, keeps what cannot be used, and puts it on the record', async () => {
  const dir = await damagedFolder();
  const damaged = readFileSync(path.join(dir, journalName(3)));
  const { code, out, err } = await run(['--data', dir, '--accept-loss']);
  expect(code).toBe(0);
  expect(err).toEqual([expect.stringMatching(/^STORE_DAMAGED: /)]);
  expect(out).toEqual([
    expect.stringContaining('opens again without it; what could not be used is in its folder quarantine'),
  ]);

  const [aside = ''] = readdirSync(path.join(dir, 'quarantine'));
  expect(readFileSync(path.join(dir, 'quarantine', aside)).equals(damaged)).toBe(true);
  const { names, last } = await contentOf(dir);
  expect(names).toBe('a b c');
  expect(last).toMatchObject({
    action: 'store.accept-loss',
    outcome: 'succeeded',
    actor: { origin: 'command-line' },
    details: { file: journalName(3), wholeUntil: 4, lostUntil: 6 },
  });
  expect(await run(['--data', dir])).toMatchObject({ code: 0, out: [expect.stringContaining('is whole')] });
});

test('when nothing is whole it goes on with nothing, and only by leave', async () => {
  const dir = await temporaryFolder();
  await storeWith(dir, 'a | b | c');
  for (const name of [snapshotName(2), snapshotName(3)]) writeFileSync(path.join(dir, name), 'nothing');
  const refused = await run(['--data', dir]);
  expect(refused).toMatchObject({ code: 1, out: [] });
  expect(refused.err[0]).toMatch(/nothing in it can be read; changes 1 to 4 of \S+Z are lost$/);
  expect(await run(['--data', dir, '--accept-loss'])).toMatchObject({ code: 0 });
  expect(await contentOf(dir)).toMatchObject({ names: '', last: { id: 1, action: 'store.accept-loss' } });
});

test('while a console uses the folder, nobody else recovers it', async () => {
  const dir = await damagedFolder();
  const other = await temporaryFolder();
  await openTestStore(other);
  for (const name of readdirSync(dir)) writeFileSync(path.join(other, name), readFileSync(path.join(dir, name)));
  const ran = await run(['--data', other, '--accept-loss']);
  expect(ran).toMatchObject({ code: 1, out: [] });
  expect(ran.err.at(-1)).toContain('STORE_LOCKED');
});

test.each([
  ['a folder without data', [], 'there is no console data in this folder'],
  ['an unknown option', ['--force'], '--force'],
  ['an operand', ['now'], "unexpected argument 'now'"],
])('wrong usage ends with code 2 and one sentence: %s', async (_what, argv, sentence) => {
  const ran = await run([...argv, '--data', await temporaryFolder()]);
  expect(ran).toEqual({ code: 2, out: [], err: [expect.stringContaining(sentence)] });
});

test('a folder that cannot be read is refused in one line', async () => {
  const dir = await temporaryFolder();
  diskFiles.makeFolder(path.join(dir, journalName(0)));
  const ran = await run(['--data', dir]);
  expect(ran).toEqual({ code: 1, out: [], err: [expect.stringMatching(/^STORE_UNAVAILABLE: EISDIR.*\(EISDIR\)$/)] });
});
