import path from 'node:path';
import { writeAll } from '../atomic-file.ts';
import type { Files, OpenFile } from '../files.ts';
import { encodeRecord, type Statement } from './record.ts';

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

const NAME = /^journal-(\d{12})\.log$/;

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

/** Goes on with a journal that was read: `wholeBytes` of whole records up to `lastSequence`; the rest is cut off. */
export function continueJournal(
  files: Files,
  file: string,
  { wholeBytes, lastSequence }: { readonly wholeBytes: number; readonly lastSequence: number },
): Journal {
  const handle = files.open(file, 'existing');
  try {
    handle.truncate(wholeBytes);
    handle.sync();
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

  function cutBack(): void {
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
      const records = changes.map(({ at, statements }, index) =>
        encodeRecord({ sequence: lastSequence + 1 + index, synced: lastSequence, at, statements }),
      );
      const written = Buffer.concat(records);
      sound = false;
      writeAll(handle, written, bytes);
      handle.sync();
      sound = true;
      bytes += written.length;
      lastSequence += records.length;
    },
    cutBack,
    repair() {
      cutBack();
      writeAll(handle, new Uint8Array(ROOM_TO_GO_ON), bytes);
      handle.sync();
      cutBack();
      sound = true;
    },
    close: () => handle.close(),
  };
}
