import { ConsoleError } from '../errors.ts';
import type { Hash } from './merkle.ts';
import { openNote, signNote } from './signed-note.ts';
import type { SigningKey } from './signing-key.ts';

/** `open`: records still come; `sealed`: it is complete; `archived`: complete, and its records are kept elsewhere. */
export const SEGMENT_STATES = ['open', 'sealed', 'archived'] as const;
export type SegmentState = (typeof SEGMENT_STATES)[number];

/** What the console swears to: the state of one segment of the log at one moment. */
export interface Checkpoint {
  /** Name of the log, unique in the world, and the name of its key. */
  readonly log: string;
  /** Number of the segment, from 1. */
  readonly segment: number;
  /** Records of the segment so far. */
  readonly size: number;
  /** Root of the Merkle tree over the hashes of these records. */
  readonly root: Hash;
  /** Id of the segment's first record, also while it has none yet. */
  readonly firstRecord: number;
  /** Hash of the record before the segment. */
  readonly previousHash: Hash;
  /** Hash of the last of these records; `previousHash` while there is none. */
  readonly lastHash: Hash;
  /** Wall clock, whole ms. */
  readonly at: number;
  readonly state: SegmentState;
}

/**
 * The checkpoint as text (C2SP tlog-checkpoint): origin, size, root, then extension lines. Every segment is a tree of its
 * own, and therefore has an origin of its own: `log/segment`.
 */
export function checkpointText(checkpoint: Checkpoint): string {
  const { log, segment, size, root, firstRecord, previousHash, lastHash, at, state } = checkpoint;
  return `${log}/${segment}
${size}
${Buffer.from(root, 'hex').toString('base64')}
first-record ${firstRecord}
previous-hash ${previousHash}
last-hash ${lastHash}
time ${new Date(at).toISOString()}
state ${state}
`;
}

export function signCheckpoint(checkpoint: Checkpoint, key: SigningKey): string {
  if (checkpoint.log !== key.name) {
    throw new RangeError(`the key of ${key.name} does not sign for ${checkpoint.log}`);
  }
  return signNote(checkpointText(checkpoint), key);
}

/** @throws ConsoleError AUDIT_CHECKPOINT_INVALID when `verifierKey` has not signed it, or it is no checkpoint of that log */
export function verifyCheckpoint(note: string, verifierKey: string): Checkpoint {
  const checkpoint = parseCheckpoint(openNote(note, verifierKey));
  if (verifierKey.startsWith(`${checkpoint.log}+`)) return checkpoint;
  throw invalid(`it speaks for the log ${checkpoint.log}, which has another key`);
}

const HASH = '[0-9a-f]{64}';
const TEXT = new RegExp(
  `^(?<log>[^\\s+]+)/(?<segment>[1-9]\\d{0,14})\n(?<size>0|[1-9]\\d{0,14})\n(?<root>[A-Za-z0-9+/]{43}=)\n` +
    `first-record (?<firstRecord>[1-9]\\d{0,14})\nprevious-hash (?<previousHash>${HASH})\nlast-hash (?<lastHash>${HASH})\n` +
    `time (?<time>\\S+)\nstate (?<state>${SEGMENT_STATES.join('|')})\n$`,
);

/** Reads the text of a checkpoint, signed or not. @throws ConsoleError AUDIT_CHECKPOINT_INVALID */
export function parseCheckpoint(text: string): Checkpoint {
  const fields = TEXT.exec(text)?.groups;
  const at = Date.parse(fields?.['time'] ?? '');
  const checkpoint: Checkpoint = {
    log: fields?.['log'] ?? '',
    segment: Number(fields?.['segment']),
    size: Number(fields?.['size']),
    root: Buffer.from(fields?.['root'] ?? '', 'base64').toString('hex'),
    firstRecord: Number(fields?.['firstRecord']),
    previousHash: fields?.['previousHash'] ?? '',
    lastHash: fields?.['lastHash'] ?? '',
    at,
    state: SEGMENT_STATES.find((state) => state === fields?.['state']) ?? 'open',
  };
  // What reads back as another text was not written by us: there is one way to write a checkpoint.
  if (!fields || Number.isNaN(at) || checkpointText(checkpoint) !== text) throw invalid('it has not the form of one');
  return checkpoint;
}

function invalid(reason: string): ConsoleError {
  return new ConsoleError('AUDIT_CHECKPOINT_INVALID', `not a checkpoint of an audit log: ${reason}`, { reason });
}
