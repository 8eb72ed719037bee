import type { Files, OpenFile } from '../../src-main/store/files.ts';

export type Fault = 'EIO' | 'ENOSPC' | 'EACCES';

/** A file system whose operations can be counted and made to fail. */
export interface FailingFiles extends Files {
  /** How many operations were begun so far. */
  operations(): number;
  /** The `count`-th operation from now (1 is the next) fails, and with `lasting` every one after it. */
  failAfter(count: number, fault: Fault, lasting?: boolean): void;
  /** Everything works again. */
  heal(): void;
}

export function createFailingFiles(inner: Files): FailingFiles {
  let begun = 0;
  let failing: { from: number; to: number; fault: Fault } | null = null;

  function step(): void {
    begun++;
    if (failing && begun >= failing.from && begun <= failing.to) {
      throw Object.assign(new Error(`${failing.fault}: injected at operation ${begun}`), { code: failing.fault });
    }
  }

  async function attempt<T>(operation: () => Promise<T>): Promise<T> {
    step();
    return operation();
  }

  function openFile(file: OpenFile): OpenFile {
    return {
      write: (bytes) => attempt(() => file.write(bytes)),
      sync: () => attempt(() => file.sync()),
      async close() {
        // Even a close that reports a failure has closed (close(2)): tests must not run out of file descriptors.
        await file.close();
        step();
      },
    };
  }

  return {
    operations: () => begun,
    failAfter(count, fault, lasting = false) {
      failing = { from: begun + count, to: lasting ? Infinity : begun + count, fault };
    },
    heal() {
      failing = null;
    },
    makeFolder: (path) => attempt(() => inner.makeFolder(path)),
    list: (folder) => attempt(() => inner.list(folder)),
    read: (path) => attempt(() => inner.read(path)),
    open: (path, mode) => attempt(async () => openFile(await inner.open(path, mode))),
    rename: (from, to) => attempt(() => inner.rename(from, to)),
    remove: (path) => attempt(() => inner.remove(path)),
    syncFolder: (folder) => attempt(() => inner.syncFolder(folder)),
  };
}
