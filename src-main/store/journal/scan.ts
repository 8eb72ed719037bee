import { decodeRecord, nextMagic, type JournalRecord } from './record.ts';

/** How a journal file ends. */
export type JournalEnd =
  /** With its last whole record. */
  | { readonly kind: 'whole' }
  /** With a write that never finished: nobody was told that any of it is done. */
  | { readonly kind: 'torn'; readonly bytes: number }
  /** In the middle: what follows had been on the disk, and some of it can be seen. `lastSeen` was acknowledged. */
  | { readonly kind: 'damaged'; readonly lastSeen: number; readonly lastSeenAt: number };

export interface JournalScan {
  /** Bytes from the start that hold whole records. */
  readonly wholeBytes: number;
  /** Sequence of the last whole record; the file's base when it has none. */
  readonly lastSequence: number;
  /** Wall clock of that record, ms; null when there is none. */
  readonly lastAt: number | null;
  /**
   * The last of the whole records: those that no later one calls synced. They were read, but that is no proof that the
   * disk has them: after a failed sync, the system's memory may hold what the disk never got.
   */
  readonly unproven: Buffer;
  /** Bytes of the whole file. */
  readonly fileBytes: number;
  readonly end: JournalEnd;
}

/**
 * Reads a journal file whose first record follows `base`, handing each whole record to `each` in order.
 *
 * Behind the last whole record there may be the remains of the one write that was under way when the power went, in
 * any order and any state. They are told from damage to acknowledged records by what they say of themselves: a record
 * further on that calls the missing one synced proves that it had been on the disk.
 */
export function scanJournal(bytes: Buffer, base: number, each: (record: JournalRecord) => void): JournalScan {
  let offset = 0;
  let lastSequence = base;
  let lastAt: number | null = null;
  let provenBytes = 0;
  for (;;) {
    const found = decodeRecord(bytes, offset);
    if (found?.record.sequence !== lastSequence + 1) break;
    each(found.record);
    if (found.record.synced === lastSequence) provenBytes = offset;
    offset = found.end;
    lastSequence = found.record.sequence;
    lastAt = found.record.at;
  }
  const unproven = Buffer.from(bytes.subarray(provenBytes, offset));
  const whole = { wholeBytes: offset, lastSequence, lastAt, unproven, fileBytes: bytes.length };
  if (offset === bytes.length) return { ...whole, end: { kind: 'whole' } };
  return {
    ...whole,
    end: damageBehind(bytes, offset, lastSequence + 1) ?? { kind: 'torn', bytes: bytes.length - offset },
  };
}

/** The last record behind `offset` that calls the one `missing` there synced, as the file's end; null when none does. */
function damageBehind(bytes: Buffer, offset: number, missing: number): JournalEnd | null {
  let seen: JournalRecord | null = null;
  for (let at = nextMagic(bytes, offset); at !== -1; at = nextMagic(bytes, at + 1)) {
    const record = decodeRecord(bytes, at)?.record;
    if (record && record.synced >= missing) seen = record;
  }
  return seen && { kind: 'damaged', lastSeen: seen.sequence, lastSeenAt: seen.at };
}
