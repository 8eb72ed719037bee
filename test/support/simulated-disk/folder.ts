import type { Random } from '../../../src-main/random.ts';
import { drawing } from './draw.ts';
import { survivorOf as fileSurvivor, type FileNode } from './file.ts';

export type Node = FileNode | FolderNode;

/** One folder: what programs see in it, and everything that the disk may hold under each name instead. */
export interface FolderNode {
  readonly kind: 'folder';
  readonly entries: Map<string, Node>;
  /** Names whose entry was not synced: everything that the disk may hold there, oldest first; null is no entry. */
  readonly held: Map<string, (Node | null)[]>;
}

export function emptyFolder(): FolderNode {
  return { kind: 'folder', entries: new Map(), held: new Map() };
}

/** Every name is a write of its own: of a rename, the disk may know the new name, the old one, both or neither. */
export function setEntry(folder: FolderNode, name: string, node: Node | null): void {
  const held = folder.held.get(name) ?? [folder.entries.get(name) ?? null];
  folder.held.set(name, [...held, node]);
  if (node) folder.entries.set(name, node);
  else folder.entries.delete(name);
}

/** An entry that is on the disk at once. */
export function setSyncedEntry(folder: FolderNode, name: string, node: Node): void {
  folder.entries.set(name, node);
  folder.held.delete(name);
}

export function syncFolder(folder: FolderNode): void {
  folder.held.clear();
}

/** The folder and all below it as they may be found after a power cut; `folder` itself stays as it is. */
export function survivorOf(folder: FolderNode, random: Random): FolderNode {
  const survivors = new Map<Node, Node>();

  function folderSurvivor(of: FolderNode): FolderNode {
    const survivor = emptyFolder();
    survivors.set(of, survivor); // before looking inside: a file may have two names after a cut
    const draw = drawing(random);
    for (const name of new Set([...of.entries.keys(), ...of.held.keys()])) {
      const node = draw(of.held.get(name) ?? [of.entries.get(name) ?? null]);
      if (node) survivor.entries.set(name, nodeSurvivor(node));
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

  return folderSurvivor(folder);
}
