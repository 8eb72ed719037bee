import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { readFuses } from '../../../src-main/shell/fuses.ts';

let dir: string;
beforeAll(async () => void (dir = await mkdtemp(path.join(os.tmpdir(), 'fuses-'))));
afterAll(() => rm(dir, { recursive: true }));

/** A program with Electron's mark in it, then version 1, the number of fuses, and one byte for each. */
async function program(name: string, fuses: string): Promise<string> {
  const file = path.join(dir, name);
  const mark = 'dL7pKGdnNz796PbbjQWNKmHXBZaB9tsX';
  await writeFile(
    file,
    Buffer.concat([Buffer.from(`code${mark}`), Buffer.from([1, fuses.length]), Buffer.from(fuses)]),
  );
  return file;
}

it('fuses are read from the program itself: on, off, and one that this Electron has no more', async () => {
  expect(await readFuses(await program('packed', '0100110r1'))).toEqual({
    kind: 'read',
    states: {
      runAsNode: 'off',
      enableCookieEncryption: 'on',
      enableNodeOptionsEnvironmentVariable: 'off',
      enableNodeCliInspectArguments: 'off',
      enableEmbeddedAsarIntegrityValidation: 'on',
      onlyLoadAppFromAsar: 'on',
      loadBrowserProcessSpecificV8Snapshot: 'off',
      grantFileProtocolExtraPrivileges: 'off',
    },
  });
});

it('a fuse that an older program does not have is not known', async () => {
  const reading = await readFuses(await program('older', '01'));
  expect(reading).toMatchObject({ kind: 'read', states: { runAsNode: 'off', onlyLoadAppFromAsar: 'unknown' } });
});

it('a program without fuses, or none at all, is unreadable', async () => {
  await writeFile(path.join(dir, 'plain'), 'no mark in it');
  expect(await readFuses(path.join(dir, 'plain'))).toEqual({ kind: 'unreadable' });
  expect(await readFuses(path.join(dir, 'missing'))).toEqual({ kind: 'unreadable' });
});
