import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { writeFileSync } from 'node:fs';
import { readdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { expect, onTestFinished, test } from 'vitest';
import { systemClock } from '../../../src-main/clock.ts';
import { diskFiles } from '../../../src-main/store/files.ts';
import { lockFolder, type FolderLock } from '../../../src-main/store/folder-lock.ts';
import { processIdentity } from '../../../src-main/store/process-identity.ts';
import { refusalOf, temporaryFolder } from '../../support/store.ts';

const lock = (folder: string): Promise<FolderLock> => lockFolder(diskFiles, systemClock, folder);

/** Another process that tries to take the folder's lock, and keeps it until it ends. */
async function otherTaker(folder: string): Promise<{ child: ChildProcess; answer: string }> {
  const child = spawn(process.execPath, [path.join(import.meta.dirname, 'lock-taker.ts'), folder], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  onTestFinished(() => void child.kill('SIGKILL'));
  for await (const line of createInterface(child.stdout)) return { child, answer: line };
  throw new Error('the other process ended without an answer');
}

test('a second taker is told who holds the folder and since when', async () => {
  const folder = await temporaryFolder();
  const before = Date.now();
  await lock(folder);
  const refusal = await refusalOf(lock(folder));
  expect(refusal).toMatchObject({ code: 'STORE_LOCKED', details: { pid: process.pid } });
  expect(refusal.details['since']).toBeGreaterThanOrEqual(before);
});

test('another process is refused while the holder lives, and takes over when the holder was killed', async () => {
  const folder = await temporaryFolder();
  const { child, answer } = await otherTaker(folder);
  expect(answer).toBe('taken');
  expect(await refusalOf(lock(folder))).toMatchObject({ code: 'STORE_LOCKED', details: { pid: child.pid } });
  child.kill('SIGKILL');
  await once(child, 'exit');
  await lock(folder);
});

test('a released folder can be taken again at once, by this process or another', async () => {
  const folder = await temporaryFolder();
  (await lock(folder)).release();
  (await lock(folder)).release();
  expect((await otherTaker(folder)).answer).toBe('taken');
});

test('of many that find a dead holder at once, exactly one takes over', async () => {
  const folder = await temporaryFolder();
  const { child } = await otherTaker(folder);
  child.kill('SIGKILL');
  await once(child, 'exit');
  const answers = await Promise.all(Array.from({ length: 4 }, async () => (await otherTaker(folder)).answer));
  expect(answers.toSorted()).toEqual(['STORE_LOCKED', 'STORE_LOCKED', 'STORE_LOCKED', 'taken']);
});

test('inside one process too, exactly one of many takers wins', async () => {
  const folder = await temporaryFolder();
  const outcomes = await Promise.allSettled(Array.from({ length: 20 }, () => lock(folder)));
  expect(outcomes.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
});

test('a process number that was used again by somebody else does not keep the folder locked', async () => {
  const folder = await temporaryFolder();
  const holder = { identity: 'an earlier boot 1', token: 'lost', since: 1, released: false };
  await writeFile(path.join(folder, 'console.lock.7'), JSON.stringify({ ...holder, pid: process.ppid }));
  (await lock(folder)).release();
  await writeFile(path.join(folder, 'console.lock.9'), JSON.stringify({ ...holder, pid: process.pid }));
  await lock(folder);
  expect(await readdir(folder)).toEqual(['console.lock.10']);
});

test('a taker that died before it could write its name does not keep the folder locked', async () => {
  const folder = await temporaryFolder();
  await writeFile(path.join(folder, 'console.lock.1'), '');
  await lock(folder);
  expect(await readdir(folder)).toEqual(['console.lock.2']);
});

test('a taker that acts on an old look at the folder does not become a second holder', async () => {
  const folder = await temporaryFolder();
  (await lock(folder)).release();
  const holder = { pid: process.ppid, identity: await processIdentity(process.ppid), token: 'theirs', since: 1 };
  let overtaken = false;
  const files: typeof diskFiles = {
    ...diskFiles,
    open(file, mode) {
      if (!overtaken) {
        overtaken = true;
        writeFileSync(path.join(folder, 'console.lock.3'), JSON.stringify({ ...holder, released: false }));
      }
      return diskFiles.open(file, mode);
    },
  };
  expect((await refusalOf(lockFolder(files, systemClock, folder))).code).toBe('STORE_LOCKED');
});
