import { statSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';
import { installationSecrets, KEY_FILE } from '../../../src-main/access/key-file.ts';
import { protectWith } from '../../../src-main/access/secret-protection.ts';
import { silentLog } from '../../../src-main/log.ts';
import { diskFiles, type Files } from '../../../src-main/store/files.ts';
import { seededBytes } from '../../support/access-stand.ts';
import { createFailingFiles } from '../../support/failing-files.ts';
import { temporaryFolder } from '../../support/store.ts';

const bytes = seededBytes('a test');
const protection = protectWith(bytes(32), bytes);

/** What tells one key from another. */
const secretOf = (files: Files, folder: string): Uint8Array =>
  installationSecrets({ files, folder, randomBytes: bytes, log: silentLog }).derive('a test');

test('what is sealed opens for the same purpose, and shows nothing of itself', () => {
  const sealed = protection.seal('JBSWY3DPEHPK3PXP', 'second factor of kim');
  expect(protection.open(sealed, 'second factor of kim')).toBe('JBSWY3DPEHPK3PXP');
  expect(Buffer.from(sealed, 'base64url').toString('latin1')).not.toContain('JBSW');
  expect(protection.seal('JBSWY3DPEHPK3PXP', 'second factor of kim')).not.toBe(sealed);
});

test.each([
  ['sealed for another purpose', (sealed: string) => sealed, 'second factor of tom'],
  ['changed', (sealed: string) => (sealed.startsWith('A') ? 'B' : 'A') + sealed.slice(1), 'second factor of kim'],
  ['cut', (sealed: string) => sealed.slice(0, 20), 'second factor of kim'],
  ['empty', () => '', 'second factor of kim'],
])('what is %s does not open', (_what, spoil, purpose) => {
  const sealed = spoil(protection.seal('JBSWY3DPEHPK3PXP', 'second factor of kim'));
  expect(() => protection.open(sealed, purpose)).toThrow(expect.objectContaining({ code: 'SECRET_UNREADABLE' }));
});

test('the key of another installation opens nothing, and derives other keys', () => {
  const other = protectWith(bytes(32), bytes);
  const sealed = other.seal('JBSWY3DPEHPK3PXP', 'x');
  expect(() => protection.open(sealed, 'x')).toThrow(expect.objectContaining({ code: 'SECRET_UNREADABLE' }));
  expect(protection.derive('throttle')).toHaveLength(32);
  expect(protection.derive('throttle')).toEqual(protection.derive('throttle'));
  expect(protection.derive('throttle')).not.toEqual(other.derive('throttle'));
  expect(protection.derive('throttle')).not.toEqual(protection.derive('something else'));
});

test('the key is made once, for its owner alone, and read ever after', async () => {
  const folder = path.join(await temporaryFolder(), 'data');
  const secret = secretOf(diskFiles, folder);
  expect(diskFiles.read(path.join(folder, KEY_FILE))).toHaveLength(32);
  expect(secretOf(diskFiles, folder)).toEqual(secret);
  if (process.platform !== 'win32') expect(statSync(path.join(folder, KEY_FILE)).mode & 0o077).toBe(0);
});

test('a key file that is none, or cannot be read or written, is an error and never a new key', async () => {
  const folder = await temporaryFolder();
  const file = diskFiles.open(path.join(folder, KEY_FILE), 'create');
  file.write(Buffer.from('short'), 0);
  file.close();
  const refused = expect.objectContaining({ code: 'INTERNAL', details: { file: path.join(folder, KEY_FILE) } });
  expect(() => secretOf(diskFiles, folder)).toThrow(refused);
  expect(diskFiles.read(path.join(folder, KEY_FILE))).toHaveLength(5);
});

test('whichever operation on the disk fails, there is an error and no half of a key', async () => {
  for (let operation = 1; ; operation++) {
    const folder = path.join(await temporaryFolder(), 'data');
    const files = createFailingFiles(diskFiles);
    files.failAfter(operation, 'EIO');
    let made: Uint8Array | null = null;
    try {
      made = secretOf(files, folder);
    } catch (error) {
      expect(error).toMatchObject({ code: 'INTERNAL' });
    }
    files.heal();
    const later = secretOf(files, folder);
    expect(later).toHaveLength(32);
    if (made !== null) expect(later).toEqual(made);
    if (files.operations() < operation) break;
    if (operation > 50) throw new Error('the operations never end');
    if (made !== null) break;
  }
});
