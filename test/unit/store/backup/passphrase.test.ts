import { describe, expect, it } from 'vitest';
import { acceptPassphrase, deriveKeys } from '../../../../src-main/store/backup/passphrase.ts';

describe('a passphrase', () => {
  it.each([
    ['fourteen chars', { reason: 'short', minimum: 15, actual: 14 }],
    ['', { reason: 'short', minimum: 15, actual: 0 }],
    ['🤖🤖🤖🤖🤖🤖🤖🤖', { reason: 'short', minimum: 15, actual: 8 }],
    ['é'.repeat(8).normalize('NFD'), { reason: 'short', minimum: 15, actual: 8 }],
    ['a tab\tin the middle of it', { reason: 'unprintable', minimum: 15, actual: 25 }],
    ['half a pair \ud83e of surrogates', { reason: 'unprintable', minimum: 15, actual: 27 }],
  ])('is refused: %j', (passphrase, details) => {
    expect(() => acceptPassphrase(passphrase)).toThrow(
      expect.objectContaining({ code: 'BACKUP_PASSPHRASE_WEAK', details }),
    );
  });

  it.each(['fifteen chars..', 'năm con rô-bốt xanh', '🤖'.repeat(15), 'x'.repeat(1_000)])(
    'is welcome: %j',
    (passphrase) => {
      expect(() => acceptPassphrase(passphrase)).not.toThrow();
    },
  );

  it('never appears in the refusal', () => {
    expect(() => acceptPassphrase('secret words')).toThrow(
      expect.objectContaining({ message: expect.not.stringContaining('secret') }),
    );
  });
});

describe('the keys', () => {
  it('are what RFC 7914, section 12, says that scrypt gives', () => {
    const { key } = deriveKeys('pleaseletmein', Buffer.from('SodiumChloride'), { N: 2 ** 14, r: 8, p: 1 });
    expect(Buffer.from(key).toString('hex')).toBe('7023bdcb3afd7348461c06cd81fd38ebfda8fbba904f8e3ea9b543f6545da1f2');
  });

  it('differ with the passphrase and with the salt, and the check shows nothing of the key', () => {
    const cost = { N: 2, r: 1, p: 1 };
    const one = deriveKeys('one', Buffer.alloc(16), cost);
    const others = [deriveKeys('other', Buffer.alloc(16), cost), deriveKeys('one', Buffer.alloc(16, 1), cost)];
    for (const other of others) {
      expect(other.key).not.toEqual(one.key);
      expect(other.keyCheck).not.toEqual(one.keyCheck);
    }
    expect([one.key.length, one.keyCheck.length]).toEqual([32, 16]);
    expect(Buffer.from(one.key).includes(Buffer.from(one.keyCheck))).toBe(false);
  });
});
