import { expect, test } from 'vitest';
import { hashOfToken, issueToken, matchesToken, privilegesChanged } from '../../../src-main/access/session-token.ts';
import { systemRandomBytes } from '../../../src-main/random.ts';

test('a token is 256 random bits, and what is kept of it is its SHA-256', () => {
  const { token, hash } = issueToken((count) => new Uint8Array(count).fill(1));
  expect(Buffer.from(token, 'base64url')).toEqual(Buffer.alloc(32, 1));
  expect(Buffer.from(hash, 'base64url')).toHaveLength(32);
  expect(hash).toBe(hashOfToken(token));
  expect(hash).not.toContain(token.slice(0, 8));
});

test('SHA-256 is the real one: the vector of FIPS 180-2', () => {
  const expected = 'ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad';
  expect(Buffer.from(hashOfToken('abc'), 'base64url').toString('hex')).toBe(expected);
});

test('no token comes twice, and after a rotation the old one opens nothing', () => {
  const tokens = Array.from({ length: 200 }, () => issueToken(systemRandomBytes));
  expect(new Set(tokens.map(({ token }) => token)).size).toBe(200);
  const [old, fresh] = tokens;
  expect(matchesToken(fresh?.token ?? '', fresh?.hash ?? '')).toBe(true);
  expect(matchesToken(old?.token ?? '', fresh?.hash ?? '')).toBe(false);
});

test('the hash itself, nothing, or a damaged record opens nothing', () => {
  const { token, hash } = issueToken(systemRandomBytes);
  expect(matchesToken(hash, hash)).toBe(false);
  expect(matchesToken('', hash)).toBe(false);
  expect(matchesToken(token, '')).toBe(false);
  expect(matchesToken(token, hash.slice(1))).toBe(false);
});

test('more rights, fewer, or others ask for a new token; another order does not', () => {
  const before = ['robot:view', 'user:view'];
  expect(privilegesChanged(before, ['user:view', 'robot:view'])).toBe(false);
  expect(privilegesChanged([], [])).toBe(false);
  for (const after of [[], ['robot:view'], [...before, 'user:create'], ['robot:view', 'user:create']]) {
    expect(privilegesChanged(before, after)).toBe(true);
  }
});
