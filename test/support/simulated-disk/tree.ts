import path from 'node:path';
import { systemError } from '../system-error.ts';
import { emptyFolder, setSyncedEntry, type FolderNode, type Node } from './folder.ts';

/** Where an entry is, or would be. */
export interface Place {
  readonly folder: FolderNode;
  readonly name: string;
  readonly node: Node | undefined;
}

const namesIn = (file: string): string[] =>
  path
    .resolve(file)
    .split(path.sep)
    .filter((name) => name !== '');

/** @throws ENOENT, ENOTDIR about the folders on the way */
export function placeOf(root: FolderNode, file: string): Place {
  const names = namesIn(file);
  const name = names.pop();
  if (name === undefined) throw systemError('EISDIR', file);
  let folder = root;
  for (const step of names) folder = asFolder(folder.entries.get(step), file);
  return { folder, name, node: folder.entries.get(name) };
}

/** Null when nothing is there. */
export function placeIfThere(root: FolderNode, file: string): (Place & { readonly node: Node }) | null {
  let folder: Node | undefined = root;
  const names = namesIn(file);
  const name = names.pop() ?? '';
  for (const step of names) folder = folder?.kind === 'folder' ? folder.entries.get(step) : undefined;
  const node = folder?.kind === 'folder' ? folder.entries.get(name) : undefined;
  return folder?.kind === 'folder' && node ? { folder, name, node } : null;
}

/** @throws EISDIR, ENOTDIR, ENOTEMPTY, EINVAL as rename(2) does */
export function checkRename(source: Place & { readonly node: Node }, target: Place): void {
  const { node } = source;
  if (node.kind === 'folder' && isBelow(node, target.folder)) throw systemError('EINVAL', 'rename');
  if (!target.node) return;
  if (node.kind === 'file' && target.node.kind === 'folder') throw systemError('EISDIR', 'rename');
  if (node.kind === 'folder' && target.node.kind === 'file') throw systemError('ENOTDIR', 'rename');
  if (target.node.kind === 'folder' && target.node.entries.size > 0) throw systemError('ENOTEMPTY', 'rename');
}

function isBelow(folder: FolderNode, sought: FolderNode): boolean {
  if (folder === sought) return true;
  return [...folder.entries.values()].some((node) => node.kind === 'folder' && isBelow(node, sought));
}

/** @throws ENOENT, ENOTDIR */
export function folderAt(root: FolderNode, file: string): FolderNode {
  return namesIn(file).length === 0 ? root : asFolder(placeOf(root, file).node, file);
}

function asFolder(node: Node | undefined, file: string): FolderNode {
  if (!node) throw systemError('ENOENT', file);
  if (node.kind !== 'folder') throw systemError('ENOTDIR', file);
  return node;
}

/** @throws EEXIST, ENOTDIR when a file is in the way */
export function makeFolders(root: FolderNode, file: string): void {
  const names = namesIn(file);
  let folder = root;
  for (const [index, name] of names.entries()) {
    const node = folder.entries.get(name);
    if (node?.kind === 'file') throw systemError(index === names.length - 1 ? 'EEXIST' : 'ENOTDIR', file);
    const next = node ?? emptyFolder();
    if (!node) setSyncedEntry(folder, name, next);
    folder = next;
  }
}

/** Bytes of all files below. */
export function bytesBelow(folder: FolderNode): number {
  let bytes = 0;
  for (const node of folder.entries.values()) bytes += node.kind === 'file' ? node.length : bytesBelow(node);
  return bytes;
}
