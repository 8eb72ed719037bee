import { statSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { beforeEach, describe, expect, onTestFinished, test } from 'vitest';
import { seededRandom } from '../../../src-main/random.ts';
import { diskFiles, systemCode, type SeekableFiles } from '../../../src-main/store/files.ts';
import { createSimulatedDisk } from '../../support/simulated-disk.ts';

let folder: string;
let files: SeekableFiles;

const at = (...names: string[]): string => path.join(folder, ...names);
const text = (file: string): string => Buffer.from(files.read(file)).toString();

function put(file: string, content: string): void {
  const handle = files.open(file, 'replace');
  handle.write(Buffer.from(content), 0);
  handle.close();
}

/** The code of the error that `operation` throws; fails the test when it throws none. */
function codeOf(operation: () => unknown): string | null {
  try {
    operation();
  } catch (error) {
    return systemCode(error);
  }
  throw new Error('expected it to be refused');
}

async function realFolder(): Promise<string> {
  const made = await mkdtemp(path.join(tmpdir(), 'robot-console-test-'));
  onTestFinished(() => rm(made, { recursive: true, force: true }));
  return made;
}

describe.each([
  ['the real disk', async () => ({ made: await realFolder(), on: diskFiles })],
  [
    'the simulated disk',
    async () => {
      const disk = createSimulatedDisk({ random: seededRandom(1) });
      disk.files.makeFolder('/data');
      return { made: path.resolve('/data'), on: disk.files };
    },
  ],
])('on %s', (_name, prepare) => {
  beforeEach(async () => {
    const { made, on } = await prepare();
    folder = made;
    files = on;
  });

  test('folders are made with their parents, and an existing one stays as it is', () => {
    files.makeFolder(at('one', 'two', 'three'));
    put(at('one', 'two', 'file'), 'content');
    files.makeFolder(at('one', 'two'));
    expect(files.list(at('one', 'two')).toSorted()).toEqual(['file', 'three']);
    expect(codeOf(() => files.makeFolder(at('one', 'two', 'file')))).toBe('EEXIST');
    expect(codeOf(() => files.makeFolder(at('one', 'two', 'file', 'below')))).toBe('ENOTDIR');
  });

  test('what is not there, or is something else, is refused with the code of the system', () => {
    files.makeFolder(at('inner'));
    put(at('file'), 'content');
    expect(codeOf(() => files.read(at('nothing')))).toBe('ENOENT');
    expect(codeOf(() => files.read(at('inner')))).toBe('EISDIR');
    expect(codeOf(() => files.read(at('file', 'below')))).toBe('ENOTDIR');
    expect(codeOf(() => files.list(at('nothing')))).toBe('ENOENT');
    expect(codeOf(() => files.list(at('file')))).toBe('ENOTDIR');
    expect(codeOf(() => files.open(at('nothing', 'file'), 'replace'))).toBe('ENOENT');
    expect(codeOf(() => files.open(at('inner'), 'replace'))).toBe('EISDIR');
    expect(codeOf(() => files.open(at('inner'), 'existing'))).toBe('EISDIR');
    expect(codeOf(() => files.syncFolder(at('nothing')))).toBe('ENOENT');
    expect(codeOf(() => files.freeBytes(at('nothing')))).toBe('ENOENT');
  });

  test('the three ways to open differ in what they expect and in what they leave', () => {
    expect(codeOf(() => files.open(at('file'), 'existing'))).toBe('ENOENT');
    files.open(at('file'), 'create').close();
    put(at('file'), 'content');
    expect(codeOf(() => files.open(at('file'), 'create'))).toBe('EEXIST');
    files.open(at('file'), 'existing').close();
    expect(text(at('file'))).toBe('content');
    files.open(at('file'), 'replace').close();
    expect(text(at('file'))).toBe('');
  });

  test('a write goes where it is told, over what is there, over the end and beyond it', () => {
    const handle = files.open(at('file'), 'create');
    expect(handle.write(Buffer.from('abcdef'), 0)).toBe(6);
    handle.write(Buffer.from('XY'), 1);
    handle.write(Buffer.from('end'), 5);
    handle.write(Buffer.from('far'), 1000);
    expect(handle.write(new Uint8Array(0), 5000)).toBe(0);
    expect(text(at('file'))).toBe(`aXYdeend${'\0'.repeat(992)}far`);
    handle.sync();
    handle.close();
    files.syncFolder(folder);
  });

  test('a file is read piece by piece up to its end', () => {
    put(at('file'), 'abcdefgh');
    const handle = files.openToRead(at('file'));
    const into = Buffer.alloc(5, '-');
    expect([handle.length, handle.read(into, 1), into.toString()]).toEqual([8, 5, 'bcdef']);
    expect([handle.read(into, 6), into.toString()]).toEqual([2, 'ghdef']);
    expect([handle.read(into, 8), handle.read(into, 9)]).toEqual([0, 0]);
    handle.close();
    expect(codeOf(() => handle.read(into, 0))).toBe('EBADF');
    expect(codeOf(() => files.openToRead(at('nothing')))).toBe('ENOENT');
  });

  test('cutting forgets what was behind the cut, also when the file grows again', () => {
    const handle = files.open(at('file'), 'create');
    handle.write(Buffer.from('secret '.repeat(300)), 0);
    handle.truncate(3);
    expect(text(at('file'))).toBe('sec');
    handle.truncate(1200);
    handle.write(Buffer.from('!'), 1500);
    expect(text(at('file'))).toBe(`sec${'\0'.repeat(1497)}!`);
    handle.close();
    expect(codeOf(() => handle.write(Buffer.from('late'), 0))).toBe('EBADF');
    expect(codeOf(() => handle.sync())).toBe('EBADF');
    expect(codeOf(() => handle.truncate(0))).toBe('EBADF');
    expect(codeOf(() => handle.close())).toBe('EBADF');
  });

  test('a rename takes the place of what is there, and an open file goes with its content, not with its name', () => {
    put(at('old'), 'old content');
    const handle = files.open(at('new'), 'create');
    files.rename(at('new'), at('old'));
    handle.write(Buffer.from('new content'), 0);
    handle.close();
    expect(files.list(folder)).toEqual(['old']);
    expect(text(at('old'))).toBe('new content');
    files.rename(at('old'), at('old'));
    expect(text(at('old'))).toBe('new content');
    expect(codeOf(() => files.rename(at('nothing'), at('old')))).toBe('ENOENT');
    expect(codeOf(() => files.rename(at('old'), at('nowhere', 'old')))).toBe('ENOENT');
  });

  test('folders are renamed with what is in them, but over nothing that would be lost', () => {
    files.makeFolder(at('one', 'inner'));
    files.makeFolder(at('full', 'inner'));
    put(at('file'), 'content');
    files.rename(at('one'), at('two'));
    expect(files.list(at('two'))).toEqual(['inner']);
    expect(codeOf(() => files.rename(at('two'), at('full')))).toBe('ENOTEMPTY');
    expect(codeOf(() => files.rename(at('two'), at('file')))).toBe('ENOTDIR');
    expect(codeOf(() => files.rename(at('file'), at('two')))).toBe('EISDIR');
    expect(codeOf(() => files.rename(at('two'), at('two', 'inner', 'deep')))).toBe('EINVAL');
  });

  test('a removed file is gone, one that is not there is no error, and a folder is not removed', () => {
    put(at('file'), 'content');
    const handle = files.open(at('file'), 'existing');
    files.remove(at('file'));
    files.remove(at('file'));
    files.remove(at('nothing', 'file'));
    expect(files.list(folder)).toEqual([]);
    handle.write(Buffer.from('into nothing'), 0);
    handle.close();
    files.makeFolder(at('inner'));
    expect(codeOf(() => files.remove(at('inner')))).toBe('ERR_FS_EISDIR');
    expect(files.freeBytes(folder)).toBeGreaterThan(0);
  });
});

test.runIf(process.platform !== 'win32')('what is made on the real disk is for this user alone', async () => {
  const real = await realFolder();
  diskFiles.makeFolder(path.join(real, 'one', 'two'));
  diskFiles.open(path.join(real, 'one', 'file'), 'create').close();
  const modes = ['one', 'one/two', 'one/file'].map((name) => statSync(path.join(real, name)).mode & 0o777);
  expect(modes).toEqual([0o700, 0o700, 0o600]);
});
