import { seededRandom } from '../../../src-main/random.ts';
import { writeAll } from '../../../src-main/store/atomic-file.ts';
import type { Files } from '../../../src-main/store/files.ts';
import { createSimulatedDisk, type SimulatedDisk, type SimulatedDiskOptions } from '../../support/simulated-disk.ts';
import { SECTOR_BYTES } from '../../support/simulated-disk/file.ts';

export const FOLDER = '/data';
export const at = (name: string): string => `${FOLDER}/${name}`;

/** One sector for each letter, full of it; `0` is a sector of zeros. */
export const sectors = (letters: string): Buffer =>
  Buffer.concat(letters.split('').map((letter) => Buffer.alloc(SECTOR_BYTES, letter === '0' ? 0 : letter)));

export function newDisk(options: Partial<SimulatedDiskOptions> = {}): SimulatedDisk {
  const disk = createSimulatedDisk({ random: seededRandom(7), ...options });
  disk.files.makeFolder(FOLDER);
  return disk;
}

export function write(files: Files, name: string, content: Uint8Array, how: 'synced' | 'unsynced', position = 0): void {
  const handle = files.open(at(name), files.list(FOLDER).includes(name) ? 'existing' : 'create');
  writeAll(handle, content, position);
  if (how === 'synced') handle.sync();
  handle.close();
}

export function cut(files: Files, name: string, length: number, how: 'synced' | 'unsynced'): void {
  const handle = files.open(at(name), 'existing');
  handle.truncate(length);
  if (how === 'synced') handle.sync();
  handle.close();
}

/** The folder in words: names in order, each with the first letter of each of its sectors. */
export function told(files: Files): string {
  const letterAt = (content: Uint8Array, index: number): string =>
    content[index] === 0 ? '0' : String.fromCharCode(content[index] ?? 0);
  return files
    .list(FOLDER)
    .toSorted()
    .map((name) => {
      const content = files.read(at(name));
      const letters = Array.from({ length: Math.ceil(content.length / SECTOR_BYTES) }, (_, index) =>
        letterAt(content, index * SECTOR_BYTES),
      );
      return `${name}:${letters.join('')}`;
    })
    .join(' ');
}

/** Everything that a power cut at this moment was seen to leave. */
export function survivors(disk: SimulatedDisk, seeds = 600): string[] {
  const seen = new Set<string>();
  for (let seed = 0; seed < seeds; seed++) seen.add(told(disk.afterPowerCut(seededRandom(seed)).files));
  return [...seen].toSorted();
}
