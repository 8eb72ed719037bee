import { readFileSync, statSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { expect, it } from 'vitest';
import { createKeyFile, openKeyFile, protectionOf, type KeyFileOptions } from '../../../src-main/audit/key-file.ts';
import { fileRights, type KeyProtection } from '../../../src-main/key-protection.ts';
import { diskFiles, type Files } from '../../../src-main/store/files.ts';
import { folderWith, KEY, LOG } from './log-stand.ts';

const SEED = Buffer.alloc(32, 1);

const options = (changes: Partial<KeyFileOptions> = {}): KeyFileOptions => ({
  files: diskFiles,
  file: path.join(folderWith({}), 'keys', 'audit.key'),
  protection: fileRights,
  ...changes,
});

/** What a keychain does, as far as a key file can see it. */
const keychain: KeyProtection = {
  kind: 'keychain',
  proven: true,
  protect: (secret) => Buffer.from(secret).map((byte) => byte ^ 0x5a),
  unprotect: (stored) => Buffer.from(stored).map((byte) => byte ^ 0x5a),
};

const refused = (code: string, reason: RegExp) =>
  expect.objectContaining({ code, message: expect.stringMatching(reason) as string });
const unusable = (reason: RegExp) => refused('AUDIT_KEY_UNUSABLE', reason);

it('a key that was made is there again, for its owner alone, and its verifier key lies beside it', () => {
  const where = options();
  expect(openKeyFile(where)).toBeNull();
  const made = createKeyFile(where, LOG, SEED);
  expect(made.verifierKey).toBe(KEY.verifierKey);
  const opened = openKeyFile(where);
  expect(opened).toMatchObject({ name: LOG, verifierKey: KEY.verifierKey });
  expect(opened?.sign(Buffer.from('x'))).toEqual(KEY.sign(Buffer.from('x')));
  expect(readFileSync(`${where.file}.pub`, 'utf8')).toBe(`${KEY.verifierKey}\n`);
  if (process.platform !== 'win32') expect(statSync(where.file).mode & 0o777).toBe(0o600);
});

it('a protected key does not stand in its file', () => {
  const where = options({ protection: keychain });
  createKeyFile(where, LOG, SEED);
  const stored = readFileSync(where.file, 'utf8');
  const { secret } = JSON.parse(stored) as { secret: string };
  expect(Buffer.from(secret, 'base64').toString('latin1')).not.toContain('PRIVATE KEY');
  expect(openKeyFile(where)?.verifierKey).toBe(KEY.verifierKey);
});

it('what keeps a key from others is what its file says, not what the console would wish for', () => {
  const where = options();
  createKeyFile(where, LOG, SEED);
  const forgetful = { ...keychain, unprotect: () => new Uint8Array() };
  openKeyFile({ ...where, protection: forgetful });
  expect(protectionOf(where), 'it could not be sealed').toBe('file-rights');
  openKeyFile({ ...where, protection: keychain });
  expect(protectionOf(where), 'whoever looks, with or without the keychain').toBe('keychain');
});

it('a key is never replaced, whatever is there', () => {
  const where = options();
  createKeyFile(where, LOG, SEED);
  expect(() => createKeyFile(where, LOG, Buffer.alloc(32, 2))).toThrow(unusable(/there is a key already/));
  writeFileSync(where.file, 'rubbish');
  expect(() => createKeyFile(where, LOG, SEED)).toThrow(unusable(/there is a key already/));
});

it.each([
  ['is no key file', 'rubbish', /not a key file/],
  ['is empty', '', /not a key file/],
  ['is of another version', '{"version":2,"name":"a","protection":"file-rights","secret":""}', /of this version/],
  ['holds no key', '{"version":1,"name":"a","protection":"file-rights","secret":""}', /no key in it/],
])('a file that %s is refused, not passed over', (_what, stored, reason) => {
  const where = options({ file: path.join(folderWith({ 'audit.key': stored }), 'audit.key') });
  expect(() => openKeyFile(where)).toThrow(unusable(reason));
});

it('a key that another user protected, or a protection that is not here, is refused and never replaced', () => {
  const where = options({ protection: keychain });
  createKeyFile(where, LOG, SEED);
  const stranger: KeyProtection = {
    ...keychain,
    unprotect() {
      throw new Error('the keychain does not know it');
    },
  };
  expect(() => openKeyFile({ ...where, protection: stranger })).toThrow(refused('KEY_SEALED', /sealed by keychain/));
  expect(() => openKeyFile({ ...where, protection: fileRights })).toThrow(refused('KEY_SEALED', /sealed by keychain/));
  expect(() => createKeyFile({ ...where, protection: fileRights }, LOG, SEED)).toThrow(
    unusable(/there is a key already/),
  );
});

it('a file that cannot be read is not taken for a missing one', () => {
  const failing: Files = {
    ...diskFiles,
    read() {
      throw Object.assign(new Error('EIO'), { code: 'EIO' });
    },
  };
  const where = options({ files: failing });
  expect(() => openKeyFile(where)).toThrow(unusable(/EIO/));
  expect(() => createKeyFile(where, LOG, SEED)).toThrow(unusable(/EIO/));
});
