import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { expect, test } from 'vitest';
import { loadBlocklist } from '../../../src-main/access/blocklist.ts';
import { foldForGuessing } from '../../../src-main/access/guessable.ts';
import { acceptPassword } from '../../../src-main/access/password-policy.ts';

const SHIPPED = path.resolve(import.meta.dirname, '../../../resources/password-blocklist.txt');
const blocklist = await loadBlocklist(SHIPPED);
const accept = (password: string) => acceptPassword(password, { blocklist, personalNames: [] });

test('the shipped list has hundreds of entries, each once and in the form that is compared', async () => {
  const lines = (await readFile(SHIPPED, 'utf8')).split('\n').filter((line) => line !== '' && !line.startsWith('#'));
  expect(lines.length).toBeGreaterThan(300);
  expect(lines.filter((line) => foldForGuessing(line) !== line)).toEqual([]);
  expect(new Set(lines).size).toBe(lines.length);
  // A shorter entry could never count as one piece of a password.
  expect(lines.filter((line) => line.length < 3)).toEqual([]);
});

test.each([
  'passwordpassword',
  'Password12345678!',
  'administrator123',
  'Robot Control Console',
  'robot-control-2026',
  'OHT50 administrator',
  'correct horse battery staple',
  'letmein letmein letmein',
  'changeme-changeme',
  'iloveyouiloveyou',
  'Welcome to the console 1',
  'thequickbrownfoxjumpsoverthelazydog',
  'to be or not to be',
  'P@ssw0rdP@ssw0rd1',
  'mật khẩu của tôi 123',
  'anhyeuem anhyeuem',
  'Việt Nam vô địch 2024',
  'một hai ba bốn năm sáu',
  'qazwsxedcrfvtgbyhn',
])('%s is refused', (password) => {
  expect(() => accept(password)).toThrow(expect.objectContaining({ code: 'PASSWORD_BLOCKED' }));
});

test.each([
  'my robot sings at noon',
  'the hall is always cold in May',
  'tôi thích cà phê sữa đá',
  'kính chào quý khách hàng',
  'seven tired welders laugh',
  'k7wq-x9ce-2mzt-8hrv',
])('%s is accepted', (password) => {
  expect(accept(password)).toBe(password);
});

test('comment lines and empty lines are no entries, line ends of either kind are fine', async () => {
  const dir = await mkdtemp(path.join(os.tmpdir(), 'blocklist-'));
  const file = path.join(dir, 'list.txt');
  await writeFile(file, '# comment\r\n\r\nThe Plant\r\nmật khẩu\n');
  expect(await loadBlocklist(file)).toEqual(new Set(['theplant', 'matkhau']));
  await rm(dir, { recursive: true });
});

test('a missing list is an error that names the file: no password is set without it', async () => {
  const failing = loadBlocklist('/nowhere/password-blocklist.txt');
  await expect(failing).rejects.toMatchObject({
    code: 'INTERNAL',
    details: { file: '/nowhere/password-blocklist.txt' },
  });
});
