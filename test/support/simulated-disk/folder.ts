import type { Random } from '../../../src-main/random.ts';
import { drawing, pick } from './draw.ts';
import { survivorOf as fileSurvivor, type FileNode } from './file.ts';

export type Node = FileNode | FolderNode;

/** What the disk may hold under a name, since the `change` of that number; null is no entry. */
export interface HeldEntry {
  readonly node: Node | null;
  readonly change: number;
}

/** One folder: what programs see in it, and everything that the disk may hold under each name instead. */
export interface FolderNode {
  readonly kind: 'folder';
  readonly entries: Map<string, Node>;
  /** Names whose entry was not synced: everything that the disk may hold there, oldest first. */
  readonly held: Map<string, HeldEntry[]>;
}

/**
 * How the changes of entries reach the disk. `unordered`: each name is a write of its own, so that of a rename the disk
 * may know the new name, the loss of the old one, both or neither. `journaled`: one after the other and each rename as
 * one, in all folders together (ext4, XFS, NTFS, APFS), so that syncing one folder puts all earlier changes there too.
 */
export type FolderOrder = 'unordered' | 'journaled';

export function emptyFolder(): FolderNode {
  return { kind: 'folder', entries: new Map(), held: new Map() };
}

/** @param change number of the change that this belongs to, higher than those of all before it */
export function setEntry(folder: FolderNode, name: string, node: Node | null, change: number): void {
  const held = folder.held.get(name) ?? [{ node: folder.entries.get(name) ?? null, change: 0 }];
  folder.held.set(name, [...held, { node, change }]);
  if (node) folder.entries.set(name, node);
  else folder.entries.delete(name);
}

/** An entry that is on the disk at once. */
export function setSyncedEntry(folder: FolderNode, name: string, node: Node): void {
  folder.entries.set(name, node);
  folder.held.delete(name);
}

/** Puts the entries of `folder`, one of those below `root`, on the disk. */
export function syncFolder(root: FolderNode, folder: FolderNode, order: FolderOrder): void {
  for (const synced of order === 'journaled' ? foldersFrom(root) : [folder]) synced.held.clear();
}

/** The folder itself and every one that is below it or may be found there after a power cut. */
function foldersFrom(folder: FolderNode, found = new Set<FolderNode>()): Set<FolderNode> {
  found.add(folder);
  const held = [...folder.held.values()].flat().map(({ node }) => node);
  for (const node of [...folder.entries.values(), ...held]) {
    if (node?.kind === 'folder' && !found.has(node)) foldersFrom(node, found);
  }
  return found;
}

/** The folder and all below it as they may be found after a power cut; `root` itself stays as it is. */
export function survivorOf(root: FolderNode, random: Random, order: FolderOrder): FolderNode {
  const survivors = new Map<Node, Node>();
  const last = order === 'journaled' ? lastChange(root, random) : null;

  function folderSurvivor(of: FolderNode): FolderNode {
    const survivor = emptyFolder();
    survivors.set(of, survivor); // before looking inside: a file may have two names after a cut
    const draw = drawing(random);
    for (const name of new Set([...of.entries.keys(), ...of.held.keys()])) {
      const held = of.held.get(name) ?? [{ node: of.entries.get(name) ?? null, change: 0 }];
      const entry = last === null ? draw(held) : held.findLast(({ change }) => change <= last);
      if (entry?.node) survivor.entries.set(name, nodeSurvivor(entry.node));
    }
    return survivor;
  }

  function nodeSurvivor(node: Node): Node {
    const known = survivors.get(node);
    if (known) return known;
    if (node.kind === 'folder') return folderSurvivor(node);
    const survivor = fileSurvivor(node, random);
    survivors.set(node, survivor);
    return survivor;
  }

  return folderSurvivor(root);
}

/** The number of the last change that reached the disk: any that is not synced, or the one before all of them. */
function lastChange(root: FolderNode, random: Random): number {
  const unsynced = [...foldersFrom(root)].flatMap(({ held }) => [...held.values()].flat().map(({ change }) => change));
  return pick(random, [...new Set([0, ...unsynced])]);
}
