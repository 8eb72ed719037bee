import { z } from 'zod';
import { snapshotSequence } from '../snapshot/snapshot-file.ts';
import { isSegmentName, isSnapshotName } from './part-names.ts';

/** Why a backup was made. Only scheduled ones are ever removed by the console itself. */
export const BACKUP_REASONS = ['on-demand', 'scheduled', 'before-migration', 'before-restore'] as const;
export type BackupReason = (typeof BACKUP_REASONS)[number];

export const FORMAT = 1;
export const PRODUCT = 'robot-control-console';

/** Sealing takes more memory than 128 * N * r bytes; a backup that asks for more than 1 GiB is not one of ours. */
const LARGEST_N_TIMES_R = 2 ** 23;
const LARGEST_CHUNK = 16 * 1024 * 1024;
/** The counter in a chunk's nonce has 32 bits. */
const MOST_CHUNKS = 2 ** 32;

const hex = (bytes: number) => z.string().regex(new RegExp(`^[0-9a-f]{${2 * bytes}}$`));
const count = z.int().min(0);

const SCRYPT_COST = z.strictObject({
  /** Work and memory; a power of two. The names are those of RFC 7914. */
  N: z
    .int()
    .min(2)
    .refine((n) => Number.isInteger(Math.log2(n)), 'not a power of two'),
  r: z.int().min(1).max(64),
  p: z.int().min(1).max(16),
});
/** How expensive scrypt (RFC 7914) makes each guess of a passphrase. */
export type ScryptCost = Readonly<z.infer<typeof SCRYPT_COST>>;

const ENCRYPTION = z
  .strictObject({
    cipher: z.literal('aes-256-gcm'),
    kdf: z.literal('scrypt'),
    ...SCRYPT_COST.shape,
    salt: hex(16),
    /** Plaintext in each chunk but the last, bytes. */
    chunkBytes: z.int().min(16).max(LARGEST_CHUNK),
    /** First bytes of every chunk's nonce. */
    noncePrefix: hex(7),
    /** Tells a wrong passphrase from a modified file. */
    keyCheck: hex(16),
  })
  .refine(({ N, r }) => N * r <= LARGEST_N_TIMES_R, 'scrypt would take more than 1 GiB');
export type Encryption = Readonly<z.infer<typeof ENCRYPTION>>;

const PART = z.strictObject({
  name: z.string().refine((name) => isSnapshotName(name) || isSegmentName(name), 'not a name of a snapshot or segment'),
  bytes: z.int().min(1),
  /** Of the plain content. */
  sha256: hex(32),
});

/**
 * What a backup says of itself, readable without its passphrase: what it holds, from when, made by whom. Until a
 * passphrase has opened the backup nobody vouches for it; without a passphrase nobody ever does.
 */
export const MANIFEST = z
  .strictObject({
    format: z.literal(FORMAT),
    product: z.literal(PRODUCT),
    /** Wall clock, ISO 8601 in UTC, with milliseconds. */
    createdAt: z.iso.datetime({ precision: 3 }),
    reason: z.enum(BACKUP_REASONS),
    consoleVersion: z.string().min(1).max(64),
    /** Number of the last migration that the database has seen. */
    schemaStep: count,
    /** Every change up to this one is in it. */
    sequence: count,
    /** In the order in which they lie in the file: one snapshot among them. */
    parts: z.array(PART).refine(areDistinct, 'a part occurs twice'),
    /** Segments that the database relies on, and that were damaged already: the store goes on without them. */
    leftOut: z.array(z.string().refine(isSegmentName, 'not a name of a segment')).optional(),
    encryption: ENCRYPTION.nullable(),
  })
  .refine(({ parts, sequence }) => {
    const snapshots = parts.filter(({ name }) => isSnapshotName(name));
    return snapshots.length === 1 && snapshots.every(({ name }) => snapshotSequence(name) === sequence);
  }, 'there is not exactly one snapshot, of the stated sequence')
  .refine(({ parts, encryption }) => {
    const total = plainBytes(parts);
    return Number.isSafeInteger(total) && total <= MOST_CHUNKS * (encryption?.chunkBytes ?? Infinity);
  }, 'larger than the format can hold');
export type BackupManifest = Readonly<z.infer<typeof MANIFEST>>;
export type PartEntry = BackupManifest['parts'][number];

function areDistinct(parts: readonly { readonly name: string }[]): boolean {
  return new Set(parts.map(({ name }) => name)).size === parts.length;
}

/** Bytes of all parts together. */
export function plainBytes(parts: readonly { readonly bytes: number }[]): number {
  return parts.reduce((total, { bytes }) => total + bytes, 0);
}
