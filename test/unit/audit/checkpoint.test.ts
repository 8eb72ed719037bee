import { describe, expect, it } from 'vitest';
import {
  checkpointText,
  parseCheckpoint,
  signCheckpoint,
  verifyCheckpoint,
} from '../../../src-main/audit/checkpoint.ts';
import { openNote, signNote } from '../../../src-main/audit/signed-note.ts';
import { signingKeyFromPem, signingKeyFromSeed } from '../../../src-main/audit/signing-key.ts';
import { checkpointOver, KEY, keyOf, LOG, records, signedOver } from './log-stand.ts';

/** The example of golang.org/x/mod/sumdb/note. */
const PETER = {
  seed: Buffer.from('AYEKFALVFGyNhPJEMzD1QIDr+Y7hfZx09iUvxdXHKDFz', 'base64').subarray(1),
  verifierKey: 'PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW',
  text: "If you think cryptography is the answer to your problem,\nthen you don't know what your problem is.\n",
  signature:
    '— PeterNeumann x08go/ZJkuBS9UG/SffcvIAQxVBtiFupLLr8pAcElZInNIuGUgYN1FFYC2pZSNXgKvqfqdngotpRZb6KE6RyyBwJnAM=\n',
};

describe('a signed note', () => {
  const key = signingKeyFromSeed('PeterNeumann', PETER.seed);

  it('is byte for byte what other implementations write', () => {
    expect(key.verifierKey).toBe(PETER.verifierKey);
    expect(signNote(PETER.text, key)).toBe(`${PETER.text}\n${PETER.signature}`);
  });

  it('opens with the key that signed it, whoever else signed it too', () => {
    const other = signNote(PETER.text, keyOf(9, 'witness.example')).slice(PETER.text.length + 1);
    expect(openNote(`${PETER.text}\n${other}${PETER.signature}`, PETER.verifierKey)).toBe(PETER.text);
  });

  it.each([
    ['another text', `${PETER.text.replace('you', 'You')}\n${PETER.signature}`],
    ['another signature', `${PETER.text}\n${PETER.signature.replace('x08go/Z', 'x08go/a')}`],
    ['another name', `${PETER.text}\n${PETER.signature.replace('PeterNeumann', 'Peter')}`],
    ['no signature', PETER.text],
    ['no text', `\n${PETER.signature}`],
    [
      'one right and one wrong signature',
      `${PETER.text}\n${PETER.signature}${PETER.signature.replace('/ZJk', '/ZJj')}`,
    ],
  ])('does not open with %s', (_what, note) => {
    expect(() => openNote(note, PETER.verifierKey)).toThrow(
      expect.objectContaining({ code: 'AUDIT_CHECKPOINT_INVALID' }),
    );
  });

  it.each(['', 'PeterNeumann', PETER.verifierKey.replace('c74f20a3', 'c74f20a4'), PETER.verifierKey.slice(0, -4)])(
    'is not opened with what is no key: "%s"',
    (verifierKey) => {
      const open = () => openNote(`${PETER.text}\n${PETER.signature}`, verifierKey);
      expect(open).toThrow(expect.objectContaining({ code: 'AUDIT_KEY_UNUSABLE' }));
    },
  );
});

describe('a checkpoint', () => {
  const checkpoint = checkpointOver(records(3), { segment: 2, state: 'sealed' });

  it('reads as C2SP tlog-checkpoint: origin, size, root, then what else was signed', () => {
    expect(checkpointText(checkpoint).split('\n')).toEqual([
      `${LOG}/2`,
      '3',
      Buffer.from(checkpoint.root, 'hex').toString('base64'),
      'first-record 1',
      `previous-hash ${'0'.repeat(64)}`,
      `last-hash ${checkpoint.lastHash}`,
      'time 2026-01-01T00:16:40.003Z',
      'state sealed',
      '',
    ]);
  });

  it('comes back as it was signed', () => {
    expect(verifyCheckpoint(signCheckpoint(checkpoint, KEY), KEY.verifierKey)).toEqual(checkpoint);
    expect(parseCheckpoint(checkpointText(checkpoint))).toEqual(checkpoint);
  });

  it.each([
    ['a larger size', (note: string) => note.replace('\n3\n', '\n4\n')],
    ['another root', (note: string) => note.replace(/\n3\n./, '\n3\nA')],
    ['another time', (note: string) => note.replace('00:16:40', '00:16:41')],
    ['another state', (note: string) => note.replace('sealed', 'open')],
    ['another segment', (note: string) => note.replace('/2\n', '/3\n')],
    ['one line less', (note: string) => note.replace('state sealed\n', '')],
  ])('with %s is not genuine', (_what, change) => {
    const note = signedOver(records(3), { segment: 2, state: 'sealed' });
    expect(change(note)).not.toBe(note);
    const verify = () => verifyCheckpoint(change(note), KEY.verifierKey);
    expect(verify).toThrow(expect.objectContaining({ code: 'AUDIT_CHECKPOINT_INVALID' }));
  });

  it('of another key is not genuine', () => {
    const verify = () => verifyCheckpoint(signedOver(records(3), {}, keyOf(2)), KEY.verifierKey);
    expect(verify).toThrow(expect.objectContaining({ code: 'AUDIT_CHECKPOINT_INVALID' }));
  });

  it('is signed by the key of its own log only', () => {
    expect(() => signCheckpoint(checkpoint, keyOf(1, 'another/log'))).toThrow(RangeError);
    const stray = signNote(checkpointText(checkpoint), keyOf(1, 'another/log'));
    const verify = () => verifyCheckpoint(stray, keyOf(1, 'another/log').verifierKey);
    expect(verify).toThrow(expect.objectContaining({ code: 'AUDIT_CHECKPOINT_INVALID' }));
  });

  it.each([
    ['a size with a leading zero', (text: string) => text.replace('\n3\n', '\n03\n')],
    ['a root in another base64', (text: string) => text.replace('=\n', '\n')],
    ['no time', (text: string) => text.replace(/time .*/, 'time soon')],
    ['a time in another form', (text: string) => text.replace('.003Z', '.003+00:00')],
    ['a state nobody knows', (text: string) => text.replace('sealed', 'lost')],
    ['a line of its own', (text: string) => `${text}hello\n`],
    ['nothing', () => ''],
  ])('is not read from a text with %s', (_what, change) => {
    const text = checkpointText(checkpoint);
    expect(change(text)).not.toBe(text);
    expect(() => parseCheckpoint(change(text))).toThrow(expect.objectContaining({ code: 'AUDIT_CHECKPOINT_INVALID' }));
  });
});

describe('a signing key', () => {
  it('comes back from its PEM and signs the same', () => {
    const again = signingKeyFromPem(LOG, KEY.exportPem());
    expect(again.verifierKey).toBe(KEY.verifierKey);
    expect(again.sign(Buffer.from('text'))).toEqual(KEY.sign(Buffer.from('text')));
  });

  it('follows from its seed alone', () => {
    expect(keyOf(1).verifierKey).toBe(KEY.verifierKey);
    expect(keyOf(2).verifierKey).not.toBe(KEY.verifierKey);
    expect(() => signingKeyFromSeed(LOG, Buffer.alloc(31))).toThrow(RangeError);
  });

  it.each(['', 'with space', 'with+plus', 'with\nline', 'x'.repeat(129), '\ud800'])(
    'has no name that a note could not carry: "%s"',
    (name) => {
      expect(() => keyOf(1, name)).toThrow(expect.objectContaining({ code: 'AUDIT_KEY_UNUSABLE' }));
    },
  );

  it.each([
    ['no PEM', 'hello'],
    [
      'a key of another kind',
      // X25519, RFC 8410
      '-----BEGIN PRIVATE KEY-----\nMC4CAQAwBQYDK2VuBCIEIAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA\n-----END PRIVATE KEY-----\n',
    ],
  ])('is not read from %s', (_what, pem) => {
    expect(() => signingKeyFromPem(LOG, pem)).toThrow(expect.objectContaining({ code: 'AUDIT_KEY_UNUSABLE' }));
  });
});
