import type { OpenFile, ReadableFile, SeekableFiles } from '../../src-main/store/files.ts';
import type { Random } from '../../src-main/random.ts';
import { shuffled } from './simulated-disk/draw.ts';
import { contentOf, emptyFile, failSync, syncFile, truncateTo, writeTo, type FileNode } from './simulated-disk/file.ts';
import {
  emptyFolder,
  setEntry,
  survivorOf,
  syncFolder,
  type FolderNode,
  type FolderOrder,
} from './simulated-disk/folder.ts';
import { bytesBelow, checkRename, folderAt, makeFolders, placeIfThere, placeOf } from './simulated-disk/tree.ts';
import { systemError } from './system-error.ts';

/**
 * A disk in memory that forgets, at a power cut, what a real one may forget.
 *
 * Sectors of 512 bytes are written whole. Of what was written and not synced, any sector may be on the disk or not,
 * whatever the order; a place that a file has grown into may hold zeros, or what lay there before the file was once
 * cut. Its length, grown or cut, arrives or does not, apart from its content. Each change of a folder's entry stays or
 * goes apart from every other (but see `folders`), until that folder is synced; that the file was synced does not help
 * its name.
 */
export interface SimulatedDisk {
  readonly files: SeekableFiles;
  /** The power goes and comes back: what was open is dead, and what is found now is what the disk holds. */
  powerCut(): void;
  /** A disk as a power cut at this moment could leave it, drawn from `random`; this one goes on untouched. */
  afterPowerCut(random: Random): SimulatedDisk;
  /**
   * The next sync of a file throws EIO; what did not reach the disk then never will, though it can still be read and
   * later syncs succeed (what Linux does, known as "fsyncgate").
   */
  failNextSync(): void;
}

export interface SimulatedDiskOptions {
  /** Decides what a power cut leaves, and whatever else the system leaves open. */
  readonly random: Random;
  /** Every write takes a random part of what it is given, at least one byte. */
  readonly shortWrites?: boolean;
  /** Bytes that its files may hold together; beyond, ENOSPC. A file that is open without a name does not count. */
  readonly capacity?: number;
  /** `unordered`, the harshest, when not given. */
  readonly folders?: FolderOrder;
}

const TEBIBYTE = 2 ** 40;

export function createSimulatedDisk(options: SimulatedDiskOptions): SimulatedDisk {
  return diskWith(emptyFolder(), options);
}

function diskWith(content: FolderNode, options: SimulatedDiskOptions): SimulatedDisk {
  const { random, shortWrites = false, capacity = TEBIBYTE, folders = 'unordered' } = options;
  let root = content;
  let cuts = 0;
  let changes = 0;
  let syncFails = false;

  const freeBytes = (): number => Math.max(0, capacity - bytesBelow(root));

  /** How many of `asked` bytes at `position` a write takes. */
  function taken(file: FileNode, asked: number, position: number): number {
    const room = Math.max(0, file.length - position) + freeBytes() - Math.max(0, position - file.length);
    if (asked > 0 && room <= 0) throw systemError('ENOSPC', 'write');
    const possible = Math.min(asked, room);
    return shortWrites && possible > 0 ? 1 + Math.floor(random() * possible) : possible;
  }

  /** What an open file does before anything else; `close` is the last that it lets pass. */
  function descriptor(): (operation: string) => void {
    const cutsAtOpening = cuts;
    let closed = false;
    return (operation) => {
      if (closed || cuts !== cutsAtOpening) throw systemError('EBADF', operation);
      closed = operation === 'close';
    };
  }

  function opened(file: FileNode): OpenFile {
    const alive = descriptor();
    return {
      write(bytes, position) {
        alive('write');
        const count = taken(file, bytes.length, position);
        writeTo(file, bytes.subarray(0, count), position);
        return count;
      },
      truncate(length) {
        alive('ftruncate');
        truncateTo(file, length);
      },
      sync() {
        alive('fdatasync');
        if (!syncFails) return syncFile(file);
        syncFails = false;
        failSync(file, random);
        throw systemError('EIO', 'fdatasync');
      },
      close: () => alive('close'),
    };
  }

  function openedToRead(file: FileNode): ReadableFile {
    const alive = descriptor();
    return {
      length: file.length,
      read(into, position) {
        alive('read');
        const bytes = contentOf(file).subarray(position, position + into.length);
        into.set(bytes);
        return bytes.length;
      },
      close: () => alive('close'),
    };
  }

  /** @throws ENOENT, ENOTDIR, EISDIR */
  function fileAt(path: string): FileNode {
    const { node } = placeOf(root, path);
    if (!node) throw systemError('ENOENT', path);
    if (node.kind === 'folder') throw systemError('EISDIR', path);
    return node;
  }

  const files: SeekableFiles = {
    makeFolder: (path) => makeFolders(root, path),
    list: (path) => shuffled(random, [...folderAt(root, path).entries.keys()]),
    read: (path) => contentOf(fileAt(path)),
    openToRead: (path) => openedToRead(fileAt(path)),
    open(path, mode) {
      const { folder, name, node } = placeOf(root, path);
      if (mode === 'create' && node) throw systemError('EEXIST', path);
      if (mode === 'existing' && !node) throw systemError('ENOENT', path);
      if (node?.kind === 'folder') throw systemError('EISDIR', path);
      const file = node ?? emptyFile();
      if (!node) setEntry(folder, name, file, ++changes);
      if (mode === 'replace') truncateTo(file, 0);
      return opened(file);
    },
    rename(from, to) {
      const source = placeIfThere(root, from);
      if (!source) throw systemError('ENOENT', from);
      const target = placeOf(root, to);
      if (source.node === target.node) return;
      checkRename(source, target);
      changes++;
      setEntry(target.folder, target.name, source.node, changes);
      setEntry(source.folder, source.name, null, changes);
    },
    remove(path) {
      const place = placeIfThere(root, path);
      if (!place) return;
      if (place.node.kind === 'folder') throw systemError('ERR_FS_EISDIR', path);
      setEntry(place.folder, place.name, null, ++changes);
    },
    syncFolder: (path) => syncFolder(root, folderAt(root, path), folders),
    freeBytes(path) {
      folderAt(root, path);
      return freeBytes();
    },
  };

  return {
    files,
    powerCut() {
      root = survivorOf(root, random, folders);
      cuts++;
      syncFails = false;
    },
    afterPowerCut: (choices) => diskWith(survivorOf(root, choices, folders), { ...options, random: choices }),
    failNextSync() {
      syncFails = true;
    },
  };
}
