import { isHash } from './hashing.ts';
import { openNote, type VerifierKey } from './note.ts';

/** A checkpoint whose signature is good, and where it was found. */
export interface SeenCheckpoint {
  readonly file: string;
  readonly line: number;
  readonly log: string;
  readonly segment: number;
  readonly size: number;
  readonly root: string;
  readonly firstRecord: number;
  readonly previousHash: string;
  readonly lastHash: string;
  /** Wall clock, ms. */
  readonly at: number;
  readonly state: string;
  /** Of a stub: where its records went. */
  readonly archive: { readonly file: string; readonly folder: string; readonly sha256: string } | null;
  /** Id of the key that signed it, hexadecimal. */
  readonly keyId: string;
}

/** Opens a checkpoint, or says in a few words why it proves nothing. */
export function openCheckpoint(
  note: string,
  keys: readonly VerifierKey[],
  where: { readonly file: string; readonly line: number },
): SeenCheckpoint | string {
  const opened = openNote(note, keys);
  if (!opened) return 'no trusted key has signed it';
  const [origin = '', size = '', root = '', ...extensions] = opened.text.split('\n');
  const extension = (name: string) =>
    extensions.find((line) => line.startsWith(`${name} `))?.slice(name.length + 1) ?? '';
  const cut = origin.lastIndexOf('/');
  const checkpoint = {
    ...where,
    log: origin.slice(0, cut),
    segment: wholeNumber(origin.slice(cut + 1)),
    size: wholeNumber(size),
    root: Buffer.from(root, 'base64').toString('hex'),
    firstRecord: wholeNumber(extension('first-record')),
    previousHash: extension('previous-hash'),
    lastHash: extension('last-hash'),
    at: Date.parse(extension('time')),
    state: extension('state'),
    archive:
      extension('state') === 'archived'
        ? {
            file: quotedText(extension('archive-file')),
            folder: quotedText(extension('archive-folder')),
            sha256: extension('archive-sha256'),
          }
        : null,
    keyId: opened.by.id.toString('hex'),
  };
  if (checkpoint.log !== opened.by.name) return 'its key belongs to another log';
  const { segment, firstRecord, previousHash, lastHash, at } = checkpoint;
  const sound =
    [segment, checkpoint.size, firstRecord, at].every(Number.isSafeInteger) &&
    [checkpoint.root, previousHash, lastHash].every(isHash);
  return sound ? checkpoint : 'it was signed, but has not the form of a checkpoint';
}

/** What a JSON string says; nothing when it is none. */
function quotedText(json: string): string {
  try {
    const value: unknown = JSON.parse(json);
    return typeof value === 'string' ? value : '';
  } catch {
    return '';
  }
}

/** NaN for anything but a decimal number without leading zeros. */
function wholeNumber(text: string): number {
  return /^(0|[1-9]\d{0,15})$/.test(text) ? Number(text) : Number.NaN;
}

/** Id of the last record that a checkpoint covers. */
export function lastRecordOf({ firstRecord, size }: SeenCheckpoint): number {
  return firstRecord + size - 1;
}
