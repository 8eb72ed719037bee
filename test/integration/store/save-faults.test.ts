import { expect, test } from 'vitest';
import { diskFiles } from '../../../src-main/store/files.ts';
import { createFailingFiles, type Fault } from '../../support/failing-files.ts';
import { createUser, openTestStore, refusalOf, temporaryFolder, usernames } from '../../support/store.ts';

/** How many file operations one save takes. */
async function operationsOfOneSave(): Promise<number> {
  const files = createFailingFiles(diskFiles);
  const store = await openTestStore(await temporaryFolder(), { files });
  const before = files.operations();
  await createUser(store, 'Ann');
  return files.operations() - before;
}

test.each([
  ['EIO', 'once', false],
  ['ENOSPC', 'once', false],
  ['EIO', 'from then on', true],
  ['ENOSPC', 'from then on', true],
] as const)(
  'whichever operation of a save fails with %s %s, nothing unconfirmed shows and nothing confirmed is lost',
  async (fault: Fault, _when, lasting) => {
    const total = await operationsOfOneSave();
    expect(total).toBeGreaterThanOrEqual(6);
    for (let operation = 1; operation <= total; operation++) {
      const dir = await temporaryFolder();
      const files = createFailingFiles(diskFiles);
      const store = await openTestStore(dir, { files });
      await createUser(store, 'Ann');

      files.failAfter(operation, fault, lasting);
      const refused = createUser(store, 'Bob');
      const readMeanwhile = usernames(store);
      const refusal = await refusalOf(refused);
      expect(refusal, `operation ${operation}`).toMatchObject({
        code: 'STORE_UNAVAILABLE',
        details: { reason: fault },
      });
      expect(await readMeanwhile, `operation ${operation}`).toEqual(['Ann']);
      expect(await usernames(store), `operation ${operation}`).toEqual(['Ann']);
      expect(await store.read('audit.latest', { limit: 10 })).toHaveLength(1);

      files.heal();
      await createUser(store, 'Cleo');
      await store.close();
      const reopened = await openTestStore(dir);
      expect(await usernames(reopened), `operation ${operation}`).toEqual(['Ann', 'Cleo']);
      expect(await reopened.read('audit.latest', { limit: 10 })).toHaveLength(2);
      await reopened.close();
    }
  },
);

test('after one failed operation the file itself holds what memory holds, before any further write', async () => {
  const total = await operationsOfOneSave();
  for (let operation = 1; operation <= total; operation++) {
    const dir = await temporaryFolder();
    const files = createFailingFiles(diskFiles);
    const store = await openTestStore(dir, { files });
    await createUser(store, 'Ann');
    files.failAfter(operation, 'EIO');
    await refusalOf(createUser(store, 'Bob'));
    await store.close();
    expect(await usernames(await openTestStore(dir)), `operation ${operation}`).toEqual(['Ann']);
  }
});

test('every write that shared the failed save is refused, the ones after it are not', async () => {
  const files = createFailingFiles(diskFiles);
  const store = await openTestStore(await temporaryFolder(), { files });
  files.failAfter(1, 'ENOSPC');
  const first = createUser(store, 'Ann');
  const later = [createUser(store, 'Bob'), createUser(store, 'Cleo')];
  expect((await refusalOf(first)).code).toBe('STORE_UNAVAILABLE');
  await Promise.all(later);
  expect(await usernames(store)).toEqual(['Bob', 'Cleo']);
});

test('whichever operation of opening fails, the opening is refused and the next one works', async () => {
  const dir = await temporaryFolder();
  const files = createFailingFiles(diskFiles);
  await (await openTestStore(await temporaryFolder(), { files })).close();
  const openingAndClosing = files.operations();
  const refused: number[] = [];
  for (let operation = 1; operation <= openingAndClosing; operation++) {
    files.failAfter(operation, 'EIO');
    try {
      await (await openTestStore(dir, { files })).close();
    } catch (error) {
      expect(error).toMatchObject({ code: 'STORE_UNAVAILABLE', details: { reason: 'EIO' } });
      refused.push(operation);
    }
    files.heal();
  }
  expect(refused.length).toBeGreaterThan(10);
  expect(await usernames(await openTestStore(dir))).toEqual([]);
});
