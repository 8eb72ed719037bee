import { createHash, createPublicKey, verify, type KeyObject } from 'node:crypto';

/** A public key that may speak for one log. */
export interface VerifierKey {
  /** As it was given: `name+key id+base64`. */
  readonly text: string;
  readonly name: string;
  readonly id: Buffer;
  readonly key: KeyObject;
}

/** Everything of an Ed25519 public key in SubjectPublicKeyInfo but its 32 bytes (RFC 8410, 4). */
const SPKI_ED25519 = Buffer.from('302a300506032b6570032100', 'hex');

/** Reads a verifier key (C2SP signed-note, Ed25519 only), null when it is none. */
export function readVerifierKey(text: string): VerifierKey | null {
  const parts = /^([^\s+]+)\+([0-9a-f]{8})\+([A-Za-z0-9+/]+=*)$/.exec(text);
  if (!parts) return null;
  const [, name = '', id = '', encoded = ''] = parts;
  const typed = Buffer.from(encoded, 'base64');
  const computed = createHash('sha256').update(`${name}\n`).update(typed).digest().subarray(0, 4);
  if (typed.length !== 33 || typed.toString('base64') !== encoded || typed[0] !== 1 || computed.toString('hex') !== id)
    return null;
  const der = Buffer.concat([SPKI_ED25519, typed.subarray(1)]);
  return { text, name, id: computed, key: createPublicKey({ key: der, format: 'der', type: 'spki' }) };
}

export interface OpenedNote {
  readonly text: string;
  /** The key that signed it. */
  readonly by: VerifierKey;
}

/**
 * The text of a note and who of `keys` signed it; null when nobody did, or when a signature under one of the keys is
 * wrong (C2SP signed-note). Signatures of others are passed over.
 */
export function openNote(note: string, keys: readonly VerifierKey[]): OpenedNote | null {
  const blank = note.lastIndexOf('\n\n');
  if (blank === -1 || !note.endsWith('\n')) return null;
  const text = note.slice(0, blank + 1);
  let by: VerifierKey | null = null;
  for (const line of note.slice(blank + 2, -1).split('\n')) {
    const [dash, name, encoded, ...more] = line.split(' ');
    if (dash !== '—' || encoded === undefined || more.length > 0) return null;
    const signature = Buffer.from(encoded, 'base64');
    if (signature.toString('base64') !== encoded) return null;
    const key = keys.find((known) => known.name === name && known.id.equals(signature.subarray(0, 4)));
    if (!key) continue;
    if (!verify(null, Buffer.from(text), key.key, signature.subarray(4))) return null;
    by ??= key;
  }
  return by && { text, by };
}

/** The ids of the keys that a note names as its signers, hexadecimal; whether they are is another question. */
export function statedSigners(note: string): string[] {
  const blank = note.lastIndexOf('\n\n');
  return note
    .slice(blank + 2)
    .split('\n')
    .flatMap((line) => /^— \S+ (\S+)$/.exec(line)?.[1] ?? [])
    .map((encoded) => Buffer.from(encoded, 'base64').toString('hex', 0, 4));
}
