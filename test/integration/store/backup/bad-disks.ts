import { diskFiles, type SeekableFiles } from '../../../../src-main/store/files.ts';

export type Fault = 'ENOSPC' | 'EIO' | 'EACCES';

/** Counts operations; the `failing`-th, and with `lasting` each one after it that takes room, fails. */
export function failingFiles(
  failing: number,
  fault: Fault,
  lasting: boolean,
): SeekableFiles & { readonly begun: string[] } {
  const begun: string[] = [];
  function step<T>(name: string, operation: () => T): T {
    begun.push(name);
    const takesRoom = name === 'write' || name === 'open' || name === 'sync';
    if (begun.length === failing || (lasting && takesRoom && begun.length > failing)) {
      throw Object.assign(new Error(`${fault} at ${name}`), { code: fault });
    }
    return operation();
  }
  return {
    ...diskFiles,
    begun,
    list: (folder) => step('list', () => diskFiles.list(folder)),
    freeBytes: (folder) => step('freeBytes', () => diskFiles.freeBytes(folder)),
    rename: (from, to) => step('rename', () => diskFiles.rename(from, to)),
    syncFolder: (folder) => step('syncFolder', () => diskFiles.syncFolder(folder)),
    open: (name, mode) =>
      step('open', () => {
        const handle = diskFiles.open(name, mode);
        return {
          truncate: (length) => handle.truncate(length),
          // Half of what was asked: the system may always take fewer bytes.
          write: (bytes, position) =>
            step('write', () => handle.write(bytes.subarray(0, Math.ceil(bytes.length / 2)), position)),
          sync: () => step('sync', () => handle.sync()),
          close() {
            handle.close();
            step('close', () => undefined);
          },
        };
      }),
    openToRead: (name) =>
      step('openToRead', () => {
        const handle = diskFiles.openToRead(name);
        return {
          length: handle.length,
          read: (into, position) => step('read', () => handle.read(into.subarray(0, 50), position)),
          close: () => handle.close(),
        };
      }),
  };
}

/** Keeps one bit of the `lie`-th write wrong, and says that all is well. */
export function lyingFiles(lie: number): SeekableFiles & { writes(): number } {
  let writes = 0;
  return {
    ...diskFiles,
    writes: () => writes,
    open(name, mode) {
      const handle = diskFiles.open(name, mode);
      return {
        ...handle,
        write(bytes, position) {
          const kept = Buffer.from(bytes);
          const middle = kept.length >> 1;
          if (++writes === lie) kept.writeUInt8(kept.readUInt8(middle) ^ 4, middle);
          return handle.write(kept, position);
        },
      };
    },
  };
}
