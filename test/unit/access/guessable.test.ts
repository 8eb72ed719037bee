import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { foldForGuessing, guessableBecause } from '../../../src-main/access/guessable.ts';

const words = new Set(['password', 'admin', 'robot', 'matkhau', 'p@ssw0rd']);
const reason = (password: string, names: string[] = []) => guessableBecause(password, words, names);

test.each([
  ['passwordpassword', 'common'],
  ['PASSWORD password', 'common'],
  ['admin-password-robot', 'common'],
  ['robot1234567890!!', 'sequence'],
  ['Password123!!!!', 'common'],
  ['P@ssw0rd.P@ssw0rd', 'common'],
  ['mật khẩu mật khẩu', 'common'],
  ['ｐａｓｓｗｏｒｄ ａｄｍｉｎ', 'common'],
  ['123456789012345', 'sequence'],
  ['987654321098765', 'sequence'],
  ['abcdefghijklmnop', 'sequence'],
  ['1qaz2wsx3edc4rfv', 'sequence'],
  ['1q2w3e4r5t6y7u8i', 'sequence'],
  ['qwertzuiopasdfgh', 'sequence'],
  ['aaaaabbbbbccccc', 'repetition'],
  ['xyqxyqxyqxyqxyq', 'repetition'],
  ['                x', 'repetition'],
  ['..--..--..--..--', 'repetition'],
])('"%s" is guessed early: %s', (password, expected) => {
  expect(reason(password)).toBe(expected);
});

test.each(['anna.kowalska@plant.example', 'Anna Kowalska', 'KOWALSKA ANNA 2024!', 'anna-anna-anna-anna'])(
  '%s is little more than the name of anna.kowalska',
  (password) => {
    expect(reason(password, ['anna.kowalska@plant.example', 'Anna Kowalska'])).toBe('personal');
  },
);

test('a name with accents is recognised without them', () => {
  expect(reason('nguyen van dong', ['Nguyễn Văn Đông'])).toBe('personal');
});

test('a listed word inside a password that has enough else is no reason to refuse it', () => {
  expect(reason('my robot sings at noon')).toBeNull();
  expect(reason('Anna sings at noon, too', ['Anna'])).toBeNull();
});

test('repeating something unguessable does not make it guessable', () => {
  expect(reason('vk3xq9wm vk3xq9wm')).toBeNull();
  expect(reason('vk3xq vk3xq vk3xq')).toBe('repetition');
});

test('random passwords pass: 16 of 32 letters and digits', () => {
  const character = fc.constantFrom(...'0123456789abcdefghjkmnpqrstvwxyz'.split(''));
  const random = fc.array(character, { minLength: 16, maxLength: 16 }).map((all) => all.join(''));
  // Biased generation likes repetitions and rows, a random generator does not.
  fc.assert(
    fc.property(fc.noBias(random), (password) => reason(password) === null),
    { seed: 20260101, numRuns: 2000 },
  );
});

test('folding is done once: what is folded stays as it is', () => {
  fc.assert(
    fc.property(
      fc.string({ unit: 'binary' }),
      (text) => foldForGuessing(foldForGuessing(text)) === foldForGuessing(text),
    ),
  );
});
