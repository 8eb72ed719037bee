import { describe, expect, test } from 'vitest';
import { seededRandom } from '../../../src-main/random.ts';
import { replaceFile, TEMPORARY_ENDING, writeAll } from '../../../src-main/store/atomic-file.ts';
import type { Files } from '../../../src-main/store/files.ts';
import { createFailingFiles, SimulatedCrash } from '../../support/failing-files.ts';
import { createSimulatedDisk, type SimulatedDisk } from '../../support/simulated-disk.ts';

const FOLDER = '/data';
const FILE = `${FOLDER}/file`;

/** Content of several sectors, in parts that do not end where sectors do. */
const partsOf = (letter: string): Buffer[] => [700, 10, 1600].map((length) => Buffer.alloc(length, letter));

function newDisk(seed: number): SimulatedDisk {
  const disk = createSimulatedDisk({ random: seededRandom(seed), shortWrites: seed % 2 === 1 });
  disk.files.makeFolder(FOLDER);
  return disk;
}

/** The letter of which the file is full; what else it may be is said in words. */
function found(files: Files): string {
  if (!files.list(FOLDER).includes('file')) return 'nothing';
  const content = Buffer.from(files.read(FILE)).toString('latin1');
  const letter = content.charAt(0);
  return content === letter.repeat(2310) ? letter : 'half of something';
}

/** Runs `work` up to each of its operations in turn, and after the last; tells whether it had returned. */
function atEveryOperation(
  seed: number,
  prepare: (files: Files) => void,
  work: (files: Files) => void,
  look: (disk: SimulatedDisk, returned: boolean, operation: number) => void,
): number {
  for (let operation = 1; ; operation++) {
    const disk = newDisk(seed);
    prepare(disk.files);
    const files = createFailingFiles(disk.files);
    files.failAfter(operation, 'crash');
    let returned = false;
    try {
      work(files);
      returned = true;
    } catch (error) {
      if (!(error instanceof SimulatedCrash)) throw error;
    }
    look(disk, returned, operation);
    if (returned) return operation - 1;
  }
}

describe('when the power goes at any operation', () => {
  test(
    'the file is the old one or the new one, whole, and the new one once it was said to be there',
    { timeout: 30_000 },
    () => {
      const seen = new Set<string>();
      let cuts = 0;
      for (let seed = 0; seed < 10; seed++) {
        const operations = atEveryOperation(
          seed,
          (files) => replaceFile(files, FILE, partsOf('a')),
          (files) => replaceFile(files, FILE, partsOf('b')),
          (disk, returned, operation) => {
            for (let cut = 0; cut < 50; cut++) {
              const left = found(disk.afterPowerCut(seededRandom(seed * 1000 + cut)).files);
              expect(returned ? ['b'] : ['a', 'b'], `operation ${operation}, seed ${seed}, cut ${cut}`).toContain(left);
              seen.add(`${left}${returned ? ' for certain' : ''}`);
              cuts++;
            }
          },
        );
        expect(operations).toBeGreaterThanOrEqual(8);
      }
      expect([...seen].toSorted()).toEqual(['a', 'b', 'b for certain']);
      expect(cuts).toBeGreaterThan(3000);
    },
  );

  test('a file that was not there is there whole or not at all', () => {
    const seen = new Set<string>();
    atEveryOperation(
      1,
      () => undefined,
      (files) => replaceFile(files, FILE, partsOf('b')),
      (disk, returned) => {
        for (let cut = 0; cut < 100; cut++) {
          const left = found(disk.afterPowerCut(seededRandom(cut)).files);
          seen.add(`${left}${returned ? ' for certain' : ''}`);
        }
      },
    );
    expect([...seen].toSorted()).toEqual(['b', 'b for certain', 'nothing']);
  });

  test('what an interrupted attempt left behind does not disturb the next one', () => {
    const leftovers = new Set<number>();
    atEveryOperation(
      2,
      (files) => replaceFile(files, FILE, partsOf('a')),
      (files) => replaceFile(files, FILE, [Buffer.alloc(9000, 'x')]),
      (disk, returned) => {
        if (returned) return;
        for (let cut = 0; cut < 30; cut++) {
          const after = disk.afterPowerCut(seededRandom(cut));
          leftovers.add(after.files.list(FOLDER).length);
          replaceFile(after.files, FILE, partsOf('c'));
          after.powerCut();
          expect(found(after.files)).toBe('c');
        }
      },
    );
    expect(leftovers).toEqual(new Set([1, 2]));
  });

  test('without the sync, which is what all this rests on, halves would be seen', () => {
    const disk = newDisk(0);
    replaceFile(disk.files, FILE, partsOf('a'));
    const open: Files['open'] = (path, mode) => ({ ...disk.files.open(path, mode), sync: () => undefined });
    replaceFile({ ...disk.files, open }, FILE, partsOf('b'));
    const left = Array.from({ length: 100 }, (_, cut) => found(disk.afterPowerCut(seededRandom(cut)).files));
    expect(left).toContain('half of something');
  });
});

describe('when an operation fails', () => {
  test.each([
    ['EIO', false],
    ['EIO', true],
    ['ENOSPC', false],
    ['ENOSPC', true],
    ['EACCES', false],
  ] as const)(
    'with %s (lasting: %s), the error is told, and the file is the old one or the new one',
    (fault, lasting) => {
      const left: string[] = [];
      for (let operation = 1; ; operation++) {
        const disk = newDisk(0);
        const files = createFailingFiles(disk.files);
        replaceFile(files, FILE, partsOf('a'));
        const before = files.operations();
        files.failAfter(operation, fault, lasting);
        let told: unknown = null;
        try {
          replaceFile(files, FILE, partsOf('b'));
        } catch (error) {
          told = error;
        }
        if (files.operations() - before < operation) break;
        expect(told, `operation ${operation}`).toMatchObject({ code: fault });
        left.push(found(disk.files));
        files.heal();
        if (!lasting) expect(disk.files.list(FOLDER)).toEqual(['file']);
      }
      expect(left).toEqual(['a', 'a', 'a', 'a', 'a', 'a', 'a', 'b']);
    },
  );

  test('a write that takes only a part is no failure', () => {
    const files = createFailingFiles(newDisk(0).files);
    files.failAfter(1, 'short', true);
    replaceFile(files, FILE, partsOf('b'));
    files.heal();
    expect(found(files)).toBe('b');
    expect(files.list(FOLDER)).not.toContain(`file${TEMPORARY_ENDING}`);
  });

  test('a write that takes nothing and does not say why is one', () => {
    const { files } = newDisk(0);
    const handle = { ...files.open(FILE, 'create'), write: () => 0 };
    expect(() => writeAll(handle, Buffer.from('x'), 0)).toThrow('took no byte');
    writeAll(handle, new Uint8Array(0), 0);
  });
});
