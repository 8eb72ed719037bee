import { describe, expect, test } from 'vitest';
import { seededRandom } from '../../../src-main/random.ts';
import { SECTOR_BYTES } from '../../support/simulated-disk/file.ts';
import { at, cut, FOLDER, newDisk, sectors, survivors, told, write } from './disk-in-words.ts';

/** Every way to choose one letter of each group: ['ab', 'c'] gives ac and bc. */
function choices(groups: readonly string[]): string[] {
  return groups.reduce<string[]>(
    (found, group) => found.flatMap((start) => group.split('').map((one) => start + one)),
    [''],
  );
}

describe('what was not synced', () => {
  test('is lost sector by sector, in any order', () => {
    const disk = newDisk();
    write(disk.files, 'file', sectors('aaaa'), 'synced');
    disk.files.syncFolder(FOLDER);
    write(disk.files, 'file', sectors('bbbb'), 'unsynced');
    expect(survivors(disk)).toEqual(choices(['ab', 'ab', 'ab', 'ab']).map((letters) => `file:${letters}`));
  });

  test('may be on the disk as it was in between', () => {
    const disk = newDisk();
    write(disk.files, 'file', sectors('a'), 'synced');
    disk.files.syncFolder(FOLDER);
    write(disk.files, 'file', sectors('b'), 'unsynced');
    write(disk.files, 'file', sectors('c'), 'unsynced');
    expect(survivors(disk)).toEqual(['file:a', 'file:b', 'file:c']);
  });

  test('may be missing from a file that has grown, the length too, each apart from the other', () => {
    const disk = newDisk();
    write(disk.files, 'file', sectors('a'), 'synced');
    disk.files.syncFolder(FOLDER);
    write(disk.files, 'file', sectors('bc'), 'unsynced', SECTOR_BYTES);
    expect(survivors(disk)).toEqual(['file:a', 'file:a00', 'file:a0c', 'file:ab0', 'file:abc']);
  });

  test('may show what was in its place before the file was cut', () => {
    const disk = newDisk();
    write(disk.files, 'file', sectors('kxy'), 'synced');
    cut(disk.files, 'file', SECTOR_BYTES, 'synced');
    disk.files.syncFolder(FOLDER);
    expect(survivors(disk)).toEqual(['file:k']);
    write(disk.files, 'file', sectors('b'), 'unsynced', SECTOR_BYTES);
    expect(survivors(disk)).toEqual(['file:k', 'file:k0', 'file:kb', 'file:kx']);
    write(disk.files, 'file', sectors('b'), 'synced', SECTOR_BYTES);
    expect(survivors(disk)).toEqual(['file:kb']);
  });

  test('does not stay cut for certain', () => {
    const disk = newDisk();
    write(disk.files, 'file', sectors('abc'), 'synced');
    disk.files.syncFolder(FOLDER);
    cut(disk.files, 'file', SECTOR_BYTES, 'unsynced');
    const seen = survivors(disk);
    expect(seen).toContain('file:a');
    expect(seen).toContain('file:abc');
    expect(seen.every((state) => /^file:a([b0][c0])?$/.test(state))).toBe(true);
  });

  test('never takes with it what stood in the same sector', () => {
    const disk = newDisk();
    write(disk.files, 'file', Buffer.from('kept'), 'synced');
    disk.files.syncFolder(FOLDER);
    write(disk.files, 'file', Buffer.alloc(2000, 'x'), 'unsynced', 4);
    for (let seed = 0; seed < 300; seed++) {
      const content = Buffer.from(disk.afterPowerCut(seededRandom(seed)).files.read(at('file')));
      expect(content.toString('latin1', 0, 4)).toBe('kept');
    }
  });

  test('in one file may be there without what was written to another before', () => {
    const disk = newDisk();
    for (const name of ['one', 'two']) write(disk.files, name, sectors('a'), 'synced');
    disk.files.syncFolder(FOLDER);
    for (const name of ['one', 'two']) write(disk.files, name, sectors('b'), 'unsynced');
    expect(survivors(disk)).toEqual(['one:a two:a', 'one:a two:b', 'one:b two:a', 'one:b two:b']);
  });
});

describe('a name', () => {
  test('is lost although its file was synced, until the folder is', () => {
    const disk = newDisk();
    write(disk.files, 'file', sectors('a'), 'synced');
    expect(survivors(disk)).toEqual(['', 'file:a']);
    disk.files.syncFolder(FOLDER);
    expect(survivors(disk)).toEqual(['file:a']);
  });

  test('may be there without the content of its file, folder synced or not', () => {
    const disk = newDisk();
    write(disk.files, 'file', sectors('a'), 'unsynced');
    expect(survivors(disk)).toEqual(['', 'file:', 'file:0', 'file:a']);
    disk.files.syncFolder(FOLDER);
    expect(survivors(disk)).toEqual(['file:', 'file:0', 'file:a']);
  });

  test('that was changed may be the old one, the new one, both or neither', () => {
    const disk = newDisk();
    write(disk.files, 'old', sectors('a'), 'synced');
    disk.files.syncFolder(FOLDER);
    disk.files.rename(at('old'), at('new'));
    expect(survivors(disk)).toEqual(['', 'new:a', 'new:a old:a', 'old:a']);
    disk.files.syncFolder(FOLDER);
    expect(survivors(disk)).toEqual(['new:a']);
  });

  test('that was given to another file names the one or the other, even if the other has no content yet', () => {
    const disk = newDisk();
    write(disk.files, 'file', sectors('a'), 'synced');
    disk.files.syncFolder(FOLDER);
    write(disk.files, 'next', sectors('b'), 'unsynced');
    disk.files.rename(at('next'), at('file'));
    const seen = survivors(disk).filter((state) => !state.includes('next'));
    expect(seen).toEqual(['file:', 'file:0', 'file:a', 'file:b']);
  });

  test('that was removed may come back', () => {
    const disk = newDisk();
    write(disk.files, 'file', sectors('a'), 'synced');
    disk.files.syncFolder(FOLDER);
    disk.files.remove(at('file'));
    expect(survivors(disk)).toEqual(['', 'file:a']);
    disk.files.syncFolder(FOLDER);
    expect(survivors(disk)).toEqual(['']);
  });

  test('in one folder is not helped by syncing another, and the two names of one file are one file', () => {
    const disk = newDisk();
    disk.files.makeFolder('/other');
    write(disk.files, 'file', sectors('a'), 'synced');
    disk.files.syncFolder(FOLDER);
    disk.files.rename(at('file'), '/other/file');
    disk.files.syncFolder('/other');
    const twice = Array.from({ length: 50 }, (_, seed) => disk.afterPowerCut(seededRandom(seed))).filter(
      ({ files }) => told(files) === 'file:a',
    );
    expect(twice.length).toBeGreaterThan(0);
    expect(twice.length).toBeLessThan(50);
    for (const { files } of twice) {
      write(files, 'file', sectors('b'), 'synced');
      expect(files.read('/other/file')).toEqual(new Uint8Array(sectors('b')));
    }
  });
});

describe('on a disk that journals its folders', () => {
  test('a rename is one change, between folders too', () => {
    const disk = newDisk({ folders: 'journaled' });
    write(disk.files, 'old', sectors('a'), 'synced');
    disk.files.syncFolder(FOLDER);
    disk.files.rename(at('old'), at('new'));
    expect(survivors(disk)).toEqual(['new:a', 'old:a']);
    disk.files.makeFolder('/other');
    disk.files.rename(at('new'), '/other/file');
    const left = Array.from({ length: 100 }, (_, seed) => {
      const { files } = disk.afterPowerCut(seededRandom(seed));
      return `${told(files)} ${files.list('/other').join('')}`;
    });
    expect(new Set(left)).toEqual(new Set(['old:a ', 'new:a ', ' file']));
    disk.files.syncFolder('/other');
    expect(survivors(disk)).toEqual(['']);
  });

  test('changes stay or go in their order', () => {
    const disk = newDisk({ folders: 'journaled' });
    for (const name of ['a', 'b', 'c']) write(disk.files, name, sectors('x'), 'synced');
    disk.files.remove(at('a'));
    expect(survivors(disk)).toEqual(['', 'a:x', 'a:x b:x', 'a:x b:x c:x', 'b:x c:x']);
  });

  test('a file may still be there without its content', () => {
    const disk = newDisk({ folders: 'journaled' });
    write(disk.files, 'file', sectors('a'), 'unsynced');
    disk.files.syncFolder(FOLDER);
    expect(survivors(disk)).toEqual(['file:', 'file:0', 'file:a']);
  });
});
