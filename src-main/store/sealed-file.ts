import { createHash } from 'node:crypto';

/**
 * An SQLite file with a footer behind its last page, where SQLite never looks: any tool can open it, and no change of a
 * single byte goes unnoticed. Footer: magic (8), two numbers (8 each), length of the database (8), big-endian; SHA-256
 * (32) of all before it.
 */
export const FOOTER_BYTES = 64;

export interface SealedFile {
  /** What kind of file it is: eight characters. */
  readonly magic: string;
  /** What the kind says of its content: a sequence, a moment, a range. */
  readonly facts: readonly [number, number];
  /** The SQLite database. */
  readonly database: Uint8Array;
}

/** What to write behind the database. */
export function footerOf({ magic, facts, database }: SealedFile): Buffer {
  const footer = Buffer.alloc(FOOTER_BYTES);
  footer.write(magic, 0, 'latin1');
  footer.writeBigUInt64BE(BigInt(facts[0]), 8);
  footer.writeBigUInt64BE(BigInt(facts[1]), 16);
  footer.writeBigUInt64BE(BigInt(database.length), 24);
  hashOf(database, footer).copy(footer, 32);
  return footer;
}

/** The sealed file in `bytes`, or in words what is wrong with them. */
export function openSealed(bytes: Uint8Array, magic: string): SealedFile | string {
  const length = bytes.length - FOOTER_BYTES;
  if (length < 0) return 'it is too short';
  const footer = Buffer.from(bytes.buffer, bytes.byteOffset + length, FOOTER_BYTES);
  if (footer.toString('latin1', 0, 8) !== magic) return 'it does not end as such a file does';
  if (footer.readBigUInt64BE(24) !== BigInt(length)) return 'it is not as long as it says';
  const database = bytes.subarray(0, length);
  if (!hashOf(database, footer).equals(footer.subarray(32))) return 'its checksum does not fit its content';
  return { magic, facts: [Number(footer.readBigUInt64BE(8)), Number(footer.readBigUInt64BE(16))], database };
}

/** The checksum that stands in the footer, hexadecimal. */
export function sealOf(footer: Buffer): string {
  return footer.toString('hex', 32);
}

function hashOf(database: Uint8Array, footer: Buffer): Buffer {
  return createHash('sha256').update(database).update(footer.subarray(0, 32)).digest();
}
