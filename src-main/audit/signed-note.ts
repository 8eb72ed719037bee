import { createPublicKey, verify, type KeyObject } from 'node:crypto';
import { ConsoleError } from '../errors.ts';
import { ED25519, keyIdOf, type SigningKey } from './signing-key.ts';

/**
 * Signs a text in the form of C2SP signed-note: the text, an empty line, and a line `— name base64(key id || signature)`.
 *
 * @param text ends in a newline
 */
export function signNote(text: string, key: SigningKey): string {
  const signature = Buffer.concat([key.keyId, key.sign(Buffer.from(text))]);
  return `${text}\n— ${key.name} ${signature.toString('base64')}\n`;
}

/** The text of a note, whoever has signed it: the last empty line ends it. */
export function textOf(note: string): string {
  return note.slice(0, note.lastIndexOf('\n\n') + 1);
}

/**
 * The text of a note that the owner of `verifierKey` has signed. Signatures of others are passed over (a witness may
 * have added its own).
 *
 * @throws ConsoleError AUDIT_CHECKPOINT_INVALID when the key did not sign it
 */
export function openNote(note: string, verifierKey: string): string {
  const { name, keyId, publicKey } = readVerifierKey(verifierKey);
  // The text may hold empty lines: the last one ends it.
  const end = note.lastIndexOf('\n\n');
  const text = note.slice(0, end + 1);
  const signatures = note
    .slice(end + 2)
    .split('\n')
    .map((line) => /^— (\S+) (\S+)$/.exec(line))
    .filter((line) => line?.[1] === name)
    .map((line) => strictBase64(line?.[2] ?? ''))
    .filter((signature) => signature.subarray(0, 4).equals(keyId));
  // C2SP: one wrong signature under a known key makes the whole note worth nothing.
  const genuine =
    end > 0 &&
    signatures.length > 0 &&
    signatures.every((signature) => verify(null, Buffer.from(text), publicKey, signature.subarray(4)));
  if (!genuine) throw new ConsoleError('AUDIT_CHECKPOINT_INVALID', `the note is not signed by ${name}`, { name });
  return text;
}

/** The bytes of a text, none when it is not the one way to write them: a note must not be changeable in any bit. */
function strictBase64(text: string): Buffer {
  const bytes = Buffer.from(text, 'base64');
  return bytes.toString('base64') === text ? bytes : Buffer.alloc(0);
}

function readVerifierKey(text: string): { name: string; keyId: Buffer; publicKey: KeyObject } {
  const [, name = '', id = '', encoded = ''] = /^([^\s+]+)\+([0-9a-f]{8})\+([A-Za-z0-9+/]+=*)$/.exec(text) ?? [];
  const typed = strictBase64(encoded);
  const keyId = keyIdOf(name, typed);
  if (typed.length !== 33 || typed[0] !== ED25519 || keyId.toString('hex') !== id) {
    throw new ConsoleError('AUDIT_KEY_UNUSABLE', `not a verifier key: ${JSON.stringify(text)}`, { key: text });
  }
  const jwk = { kty: 'OKP', crv: 'Ed25519', x: typed.subarray(1).toString('base64url') };
  return { name, keyId, publicKey: createPublicKey({ key: jwk, format: 'jwk' }) };
}
