import { expect, test } from 'vitest';
import { ConsoleError } from '../../../src-main/errors.ts';
import { seededRandom } from '../../../src-main/random.ts';
import { createFailingFiles, type FailingFiles, type Fault } from '../../support/failing-files.ts';
import { createSimulatedDisk } from '../../support/simulated-disk.ts';
import { systemCode } from '../../../src-main/store/files.ts';
import { systemError } from '../../support/system-error.ts';
import { broken, openOn, toldNothing, work } from './workload.ts';

const CHANGES = 14;

function failingDisk(): FailingFiles {
  return createFailingFiles(createSimulatedDisk({ random: seededRandom(1) }).files);
}

/** How many file operations opening, working, keeping snapshots, sealing segments and closing take. */
async function operationsOfAll(): Promise<number> {
  const files = failingDisk();
  const store = await openOn(files);
  await work(store, CHANGES, toldNothing());
  await store.close();
  return files.operations();
}

/** The whole life once, with a fault at one operation: nothing may throw but what is typed, or the system's own error. */
async function lifeWithFault(files: FailingFiles, told: ReturnType<typeof toldNothing>, fault: Fault): Promise<void> {
  try {
    const store = await openOn(files);
    await work(store, CHANGES, told);
    expect(await broken(store, told)).toEqual([]);
    await store.close();
  } catch (error) {
    if (!(error instanceof ConsoleError)) expect(systemCode(error)).toBe(fault);
  }
}

test.each([
  ['EIO', 'once', false],
  ['ENOSPC', 'once', false],
  ['EACCES', 'once', false],
  ['short', 'once', false],
  ['EIO', 'from then on', true],
  ['ENOSPC', 'from then on', true],
  ['EACCES', 'from then on', true],
  ['short', 'from then on', true],
] as const)(
  'whichever file operation fails with %s %s: nothing told is untrue, during it and after the next opening',
  async (fault, _when, lasting) => {
    const total = await operationsOfAll();
    expect(total).toBeGreaterThan(100);
    let refusals = 0;
    for (let operation = 1; operation <= total; operation++) {
      const files = failingDisk();
      const told = toldNothing();
      files.failAfter(operation, fault, lasting);
      await lifeWithFault(files, told, fault);
      refusals += told.refused.size + told.open.size;

      files.heal();
      const reopened = await openOn(files);
      expect(await broken(reopened, told), `operation ${operation}`).toEqual([]);
      await work(reopened, 3, told, 'two');
      expect(await broken(reopened, told), `operation ${operation}`).toEqual([]);
      expect(told.kept.has('two-0'), `operation ${operation}`).toBe(true);
      await reopened.close();
    }
    if (fault !== 'short') expect(refusals).toBeGreaterThan(10);
  },
  240_000,
);

test('while the disk is full reads go on, and once there is room changes are accepted without a new opening', async () => {
  const disk = createSimulatedDisk({ random: seededRandom(1) }).files;
  let full = false;
  const files: typeof disk = {
    ...disk,
    open(file, mode) {
      const opened = disk.open(file, mode);
      const write: typeof opened.write = (bytes, position) => {
        if (full) throw systemError('ENOSPC', 'write');
        return opened.write(bytes, position);
      };
      return { ...opened, write };
    },
  };
  const store = await openOn(files);
  const told = toldNothing();
  await work(store, 10, told);
  full = true;
  await work(store, 6, told, 'full');
  expect(told.refused.size).toBe(6);
  expect(store.status().refusing).toMatchObject({ reason: 'ENOSPC' });
  expect(await broken(store, told)).toEqual([]);
  full = false;
  await work(store, 6, told, 'again');
  expect(store.status().refusing).toBeNull();
  expect(told.refused.size).toBe(6);
  expect(await broken(store, told)).toEqual([]);
  await store.close();
});
