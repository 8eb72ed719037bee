import { expect, test } from 'vitest';
import { seededRandom } from '../../../src-main/random.ts';
import { writeAll } from '../../../src-main/store/atomic-file.ts';
import { systemCode } from '../../../src-main/store/files.ts';
import { createFailingFiles, SimulatedCrash, type FailingFiles, type Fault } from '../../support/failing-files.ts';
import { createSimulatedDisk } from '../../support/simulated-disk.ts';

const FILE = '/data/file';
const TEXT = Buffer.from('0123456789');

function newFiles(): FailingFiles {
  const { files } = createSimulatedDisk({ random: seededRandom(1) });
  files.makeFolder('/data');
  return createFailingFiles(files);
}

const text = (files: FailingFiles): string => Buffer.from(files.read(FILE)).toString();

test('counts every operation, those of open files included', () => {
  const files = newFiles();
  const handle = files.open(FILE, 'create');
  handle.write(TEXT, 0);
  handle.truncate(4);
  handle.sync();
  handle.close();
  files.rename(FILE, '/data/other');
  files.read('/data/other');
  files.list('/data');
  files.syncFolder('/data');
  files.freeBytes('/data');
  const toRead = files.openToRead('/data/other');
  toRead.read(Buffer.alloc(4), 0);
  toRead.close();
  files.remove('/data/other');
  files.makeFolder('/data/inner');
  expect(files.operations()).toBe(15);
});

test.each(['EIO', 'ENOSPC', 'EACCES'] as const)(
  '%s comes once, at the operation asked for, which then does nothing',
  (fault) => {
    const files = newFiles();
    const handle = files.open(FILE, 'create');
    files.failAfter(2, fault);
    handle.write(TEXT, 0);
    let code: string | null = null;
    try {
      handle.write(TEXT, 10);
    } catch (error) {
      code = systemCode(error);
    }
    expect(code).toBe(fault);
    expect(text(files)).toBe('0123456789');
  },
);

test('a lasting fault stays until it is healed', () => {
  const files = newFiles();
  files.failAfter(1, 'EIO', true);
  for (let attempt = 0; attempt < 3; attempt++) expect(() => files.list('/data')).toThrow('EIO');
  files.heal();
  expect(files.list('/data')).toEqual([]);
});

test('a short write takes the first half, at least one byte, and says so', () => {
  const files = newFiles();
  const handle = files.open(FILE, 'create');
  files.failAfter(1, 'short', true);
  expect(handle.write(TEXT, 0)).toBe(5);
  expect(handle.write(Buffer.from('x'), 5)).toBe(1);
  expect(text(files)).toBe('01234x');
  writeAll(handle, TEXT, 0);
  handle.sync();
  handle.truncate(10);
  expect(text(files)).toBe('0123456789');
});

test('after a crash nothing reaches the disk any more, whatever is still tried', () => {
  const files = newFiles();
  const handle = files.open(FILE, 'create');
  handle.write(TEXT, 0);
  files.failAfter(1, 'crash');
  for (const attempt of [
    () => handle.write(TEXT, 10),
    () => handle.sync(),
    () => handle.close(),
    () => files.remove(FILE),
  ]) {
    expect(attempt).toThrow(SimulatedCrash);
  }
  files.heal();
  expect(text(files)).toBe('0123456789');
});

test('a close that fails has closed', () => {
  const files = newFiles();
  const handle = files.open(FILE, 'create');
  const fault: Fault = 'EIO';
  files.failAfter(1, fault);
  expect(() => handle.close()).toThrow(fault);
  expect(() => handle.write(TEXT, 0)).toThrow('EBADF');
});
