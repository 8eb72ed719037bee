import path from 'node:path';
import { writeAll } from '../atomic-file.ts';
import { systemCode, type Files, type OpenFile } from '../files.ts';
import { encodeRecords, type Statement } from './record.ts';
import type { JournalScan } from './scan.ts';

/** The statements of one transaction, and when it was committed (wall clock, ms). */
export interface Change {
  readonly at: number;
  readonly statements: readonly Statement[];
}

/**
 * The open journal file. After `append` has thrown, nothing more is accepted until `repair` has returned: a failed sync
 * may have thrown the written pages away and call the next one a success (PostgreSQL's "fsyncgate", 2018).
 */
export interface Journal {
  /** Sequence of the last change that is on the disk. */
  readonly lastSequence: number;
  /** Length of what is on the disk, bytes. */
  readonly bytes: number;
  /** Returns when all `changes` are on the disk; they share one sync. Throws the system's error when they are not. */
  append(changes: readonly Change[]): void;
  /** Cuts off what a failed `append` may have left. Returns when it is certain that none of it comes back. */
  cutBack(): void;
  /** Cuts back, and makes sure that there is room to go on; after that `append` works again. */
  repair(): void;
  close(): void;
}

/** Room (bytes) that must be there after a failure before changes are accepted again. */
export const ROOM_TO_GO_ON = 64 * 1024;

const NAME = /^journal-(\d{12,15})\.log$/;

/** The journal that follows the state `base`. */
export const journalName = (base: number): string => `journal-${String(base).padStart(12, '0')}.log`;

/** The base of the journal with this file name; null when it is none. */
export function journalBase(name: string): number | null {
  const digits = NAME.exec(name)?.[1];
  return digits === undefined ? null : Number(digits);
}

/** Makes the journal that follows the state `base`, and returns when its name is on the disk. */
export function createJournal(files: Files, folder: string, base: number): Journal {
  // Whatever has that name was made by a rotation that never finished: no record was ever accepted into it.
  const handle = files.open(path.join(folder, journalName(base)), 'replace');
  try {
    handle.sync();
    files.syncFolder(folder);
  } catch (error) {
    handle.close();
    throw error;
  }
  return openJournal(handle, 0, base);
}

/**
 * Goes on with a journal that was read: what is behind its whole records is cut off. When it returns, all of them and
 * its name are on the disk, whatever happened to whoever wrote them.
 */
export function continueJournal(
  files: Files,
  file: string,
  { wholeBytes, lastSequence, unproven, fileBytes }: Omit<JournalScan, 'lastAt' | 'end'>,
): Journal {
  const handle = files.open(file, 'existing');
  try {
    wipe(handle, wholeBytes, fileBytes);
    handle.truncate(wholeBytes);
    // Written once more, so that the sync cannot take for clean what an earlier, failed one threw away.
    writeAll(handle, unproven, wholeBytes - unproven.length);
    handle.sync();
    // Whoever made it may have ended before its name was there for good.
    files.syncFolder(path.dirname(file));
  } catch (error) {
    handle.close();
    throw error;
  }
  return openJournal(handle, wholeBytes, lastSequence);
}

function openJournal(handle: OpenFile, startBytes: number, startSequence: number): Journal {
  let bytes = startBytes;
  let lastSequence = startSequence;
  let sound = true;
  /** Where what a failed `append` may have left ends. */
  let leftUntil = startBytes;

  function cutBack(): void {
    wipe(handle, bytes, leftUntil);
    leftUntil = bytes;
    handle.truncate(bytes);
    handle.sync();
  }

  return {
    get lastSequence() {
      return lastSequence;
    },
    get bytes() {
      return bytes;
    },
    append(changes) {
      if (!sound) throw new Error('the journal was not repaired after a failed write');
      const written = encodeRecords(
        changes.map(({ at, statements }, index) => ({
          sequence: lastSequence + 1 + index,
          synced: lastSequence,
          at,
          statements,
        })),
      );
      sound = false;
      leftUntil = bytes + written.length;
      writeAll(handle, written, bytes);
      handle.sync();
      sound = true;
      bytes = leftUntil;
      lastSequence += changes.length;
    },
    cutBack,
    repair() {
      cutBack();
      try {
        writeAll(handle, new Uint8Array(ROOM_TO_GO_ON), bytes);
        handle.sync();
      } finally {
        cutBack();
      }
      sound = true;
    },
    close: () => handle.close(),
  };
}

/**
 * Puts zeros on the disk over the bytes `from` to `to`, which are to be cut off. Cutting alone only gives their place
 * back: should the file grow into it again and the power go before the new content is there, some file systems (those
 * that do not order data before lengths) show the old records once more, whole.
 */
function wipe(handle: OpenFile, from: number, to: number): void {
  if (to <= from) return;
  try {
    writeAll(handle, new Uint8Array(to - from), from);
  } catch (error) {
    // A place that the file never got holds nothing of ours, and a full disk must not keep us from cutting.
    if (systemCode(error) !== 'ENOSPC') throw error;
  }
  handle.sync();
}
