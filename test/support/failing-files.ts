import type { OpenFile, ReadableFile, SeekableFiles } from '../../src-main/store/files.ts';
import { systemError } from './system-error.ts';

/**
 * What can go wrong with one operation: the system's error; `short`, a write that takes only the first half of its
 * bytes (at least one; any other operation just works); `crash`, the end of the process that works with these files.
 */
export type Fault = 'EIO' | 'ENOSPC' | 'EACCES' | 'short' | 'crash';

/** A file system whose operations can be counted and made to fail. */
export interface FailingFiles extends SeekableFiles {
  /** How many operations were begun so far. */
  operations(): number;
  /**
   * The `count`-th operation from now (1 is the next) fails without having done anything, and with `lasting` every one
   * after it; after a crash, always every one after it.
   */
  failAfter(count: number, fault: Fault, lasting?: boolean): void;
  /** Everything works again. */
  heal(): void;
}

/** Thrown by the operation at which a process was to end and by all that it still tries: nothing more reaches the disk. */
export class SimulatedCrash extends Error {
  override readonly name = 'SimulatedCrash';
}

/** Whether it was the end of the simulated process that made something fail with `error`. */
export function hasCrashed(error: unknown): boolean {
  return error instanceof SimulatedCrash || (error instanceof Error && hasCrashed(error.cause));
}

export function createFailingFiles(inner: SeekableFiles): FailingFiles {
  let begun = 0;
  let failing: { readonly from: number; readonly to: number; readonly fault: Fault } | null = null;

  /** Counts an operation; answers whether it is to be cut short. */
  function step(): 'whole' | 'short' {
    begun++;
    if (!failing || begun < failing.from || begun > failing.to) return 'whole';
    const { fault } = failing;
    if (fault === 'short') return 'short';
    if (fault === 'crash') throw new SimulatedCrash(`the process ended at operation ${begun}`);
    throw systemError(fault, `injected at operation ${begun}`);
  }

  function attempt<T>(operation: () => T): T {
    step();
    return operation();
  }

  function openFile(file: OpenFile): OpenFile {
    return {
      write(bytes, position) {
        const count = step() === 'short' ? Math.max(1, Math.floor(bytes.length / 2)) : bytes.length;
        return file.write(bytes.subarray(0, count), position);
      },
      truncate: (length) => attempt(() => file.truncate(length)),
      sync: () => attempt(() => file.sync()),
      close: closing(file),
    };
  }

  function fileToRead(file: ReadableFile): ReadableFile {
    return {
      length: file.length,
      read: (into, position) => attempt(() => file.read(into, position)),
      close: closing(file),
    };
  }

  /** Even a close that reports a failure has closed (close(2)): tests must not run out of file descriptors. */
  function closing(file: { close(): void }): () => void {
    return () => {
      file.close();
      step();
    };
  }

  return {
    operations: () => begun,
    failAfter(count, fault, lasting = false) {
      failing = { from: begun + count, to: lasting || fault === 'crash' ? Infinity : begun + count, fault };
    },
    heal() {
      failing = null;
    },
    makeFolder: (path) => attempt(() => inner.makeFolder(path)),
    list: (folder) => attempt(() => inner.list(folder)),
    read: (path) => attempt(() => inner.read(path)),
    open: (path, mode) => attempt(() => openFile(inner.open(path, mode))),
    openToRead: (path) => attempt(() => fileToRead(inner.openToRead(path))),
    rename: (from, to) => attempt(() => inner.rename(from, to)),
    remove: (path) => attempt(() => inner.remove(path)),
    syncFolder: (folder) => attempt(() => inner.syncFolder(folder)),
    freeBytes: (folder) => attempt(() => inner.freeBytes(folder)),
  };
}
