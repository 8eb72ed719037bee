import { expect, test } from 'vitest';
import { seededRandom } from '../../../src-main/random.ts';
import { writeAll } from '../../../src-main/store/atomic-file.ts';
import { SECTOR_BYTES } from '../../support/simulated-disk/file.ts';
import { at, cut, FOLDER, newDisk, sectors, survivors, told, write } from './disk-in-words.ts';

test(
  'what was synced is there after every cut, whatever was done to other files meanwhile',
  { timeout: 30_000 },
  () => {
    let certain = 0;
    for (let seed = 0; seed < 1000; seed++) {
      const random = seededRandom(seed);
      const below = (limit: number): number => Math.floor(random() * limit);
      const disk = newDisk({
        random,
        shortWrites: seed % 2 === 0,
        folders: seed % 3 === 0 ? 'journaled' : 'unordered',
      });
      const { files } = disk;
      const names = ['a', 'b', 'c', 'd'];
      const unsureContent = new Set<string>();
      const unsureName = new Set<string>();
      for (let step = 0; step < 30; step++) {
        const name = names[below(names.length)] ?? '';
        const there = files.list(FOLDER).includes(name);
        const how = random() < 0.5 ? 'synced' : 'unsynced';
        const kind = below(6);
        if (kind <= 1) {
          if (!there) unsureName.add(name);
          write(files, name, Buffer.alloc(below(2500), 97 + step), how, below(2000));
          if (how === 'synced') unsureContent.delete(name);
          else unsureContent.add(name);
        } else if (kind === 2 && there) {
          cut(files, name, below(2000), how);
          if (how === 'synced') unsureContent.delete(name);
          else unsureContent.add(name);
        } else if (kind === 3 && there) {
          const other = names[below(names.length)] ?? '';
          if (other === name) continue;
          files.rename(at(name), at(other));
          unsureName.add(name).add(other);
          if (unsureContent.has(name)) unsureContent.add(other);
          else unsureContent.delete(other);
        } else if (kind === 4) {
          files.remove(at(name));
          unsureName.add(name);
        } else if (kind === 5) {
          files.syncFolder(FOLDER);
          unsureName.clear();
        }
      }
      const before = new Map(files.list(FOLDER).map((name) => [name, files.read(at(name))]));
      disk.powerCut();
      const after = files.list(FOLDER);
      for (const name of names.filter((one) => !unsureName.has(one))) {
        expect(after.includes(name), `seed ${seed}, ${name}`).toBe(before.has(name));
        if (!before.has(name) || unsureContent.has(name)) continue;
        expect(files.read(at(name)), `seed ${seed}, ${name}`).toEqual(before.get(name));
        certain++;
      }
    }
    expect(certain).toBeGreaterThan(500);
  },
);

test('after a power cut every open file is dead, and what was found stays, cut after cut', () => {
  const disk = newDisk();
  write(disk.files, 'file', sectors('a'), 'synced');
  const handle = disk.files.open(at('other'), 'create');
  writeAll(handle, sectors('bbb'), 0);
  disk.powerCut();
  for (const operation of [() => handle.write(sectors('c'), 0), () => handle.sync(), () => handle.close()]) {
    expect(operation).toThrow('EBADF');
  }
  const found = told(disk.files);
  expect(survivors(disk, 50)).toEqual([found]);
});

test('the same seed leaves the same disk, and asking what a cut could leave changes nothing', () => {
  const left = (): string => {
    const disk = newDisk({ random: seededRandom(3), shortWrites: true });
    write(disk.files, 'file', sectors('aaaaaaaa'), 'unsynced');
    write(disk.files, 'file', sectors('bbbb'), 'unsynced', SECTOR_BYTES);
    expect(told(disk.afterPowerCut(seededRandom(1)).files)).not.toBe(told(disk.files));
    expect(told(disk.files)).toBe('file:abbbbaaa');
    disk.powerCut();
    return told(disk.files);
  };
  expect(left()).toBe(left());
});

test('a sync that failed leaves what can be read and is nevertheless not on the disk, whoever syncs later', () => {
  const disk = newDisk();
  write(disk.files, 'file', sectors('a'), 'synced');
  disk.files.syncFolder(FOLDER);
  const seen = new Set<string>();
  for (let round = 0; round < 50; round++) {
    const attempt = disk.afterPowerCut(seededRandom(round));
    const handle = attempt.files.open(at('file'), 'existing');
    writeAll(handle, sectors('bb'), 0);
    attempt.failNextSync();
    expect(() => handle.sync()).toThrow('EIO');
    handle.sync();
    expect(told(attempt.files)).toBe('file:bb');
    const [left, ...others] = survivors(attempt, 10);
    expect(others).toEqual([]);
    seen.add(left ?? '');
    writeAll(handle, sectors('cc'), 0);
    handle.sync();
    expect(survivors(attempt, 10)).toEqual(['file:cc']);
  }
  expect([...seen].toSorted()).toEqual(['file:a', 'file:a0', 'file:ab', 'file:b', 'file:b0', 'file:bb']);
});

test('short writes take any part of what they are given, never nothing', () => {
  const disk = newDisk({ shortWrites: true });
  const handle = disk.files.open(at('file'), 'create');
  const taken = Array.from({ length: 300 }, () => handle.write(Buffer.from('abcd'), 0));
  expect(new Set(taken)).toEqual(new Set([1, 2, 3, 4]));
  writeAll(handle, sectors('abc'), 0);
  expect(told(disk.files)).toBe('file:abc');
});

test('a full disk takes what there is room for, then nothing, until something is removed', () => {
  const disk = newDisk({ capacity: 4 * SECTOR_BYTES });
  write(disk.files, 'one', sectors('aaa'), 'synced');
  expect(disk.files.freeBytes(FOLDER)).toBe(SECTOR_BYTES);
  const handle = disk.files.open(at('two'), 'create');
  expect(handle.write(sectors('bb'), 0)).toBe(SECTOR_BYTES);
  expect(() => handle.write(sectors('b'), SECTOR_BYTES)).toThrow('ENOSPC');
  expect(handle.write(sectors('c'), 0)).toBe(SECTOR_BYTES);
  disk.files.remove(at('one'));
  writeAll(handle, sectors('ddd'), SECTOR_BYTES);
  expect(told(disk.files)).toBe('two:cddd');
  expect(disk.files.freeBytes(FOLDER)).toBe(0);
});
