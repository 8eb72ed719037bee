import type { Random } from '../../../src-main/random.ts';
import { drawing, pick } from './draw.ts';

/** What a disk writes whole or not at all. */
export const SECTOR_BYTES = 512;

const EMPTY_SECTOR: Uint8Array = new Uint8Array(SECTOR_BYTES);

/** The content of one file: what programs see of it, and everything that the disk may hold of it instead. */
export interface FileNode {
  readonly kind: 'file';
  length: number;
  /** What programs see; a sector that is not here is empty. A sector's bytes are replaced, never changed. */
  readonly sectors: Map<number, Uint8Array>;
  /** Sectors of which the disk may hold any one of these, oldest first. Of every other it holds what programs see. */
  readonly held: Map<number, Uint8Array[]>;
  /** Lengths of which the disk may hold any one, oldest first. */
  lengths: number[];
  /** Sectors that the next sync will write. */
  readonly dirty: Set<number>;
  lengthDirty: boolean;
  /** Any one of these lies in a place behind the file's end: it may show when the file grows and its data is lost. */
  readonly stale: Map<number, Uint8Array[]>;
}

export function emptyFile(): FileNode {
  return {
    kind: 'file',
    length: 0,
    sectors: new Map(),
    held: new Map(),
    lengths: [0],
    dirty: new Set(),
    lengthDirty: false,
    stale: new Map(),
  };
}

const sectorOf = (file: FileNode, index: number): Uint8Array => file.sectors.get(index) ?? EMPTY_SECTOR;
const sectorsIn = (length: number): number => Math.ceil(length / SECTOR_BYTES);

export function contentOf(file: FileNode): Uint8Array {
  const content = new Uint8Array(sectorsIn(file.length) * SECTOR_BYTES);
  for (let index = 0; index < sectorsIn(file.length); index++) content.set(sectorOf(file, index), index * SECTOR_BYTES);
  return content.subarray(0, file.length);
}

export function writeTo(file: FileNode, bytes: Uint8Array, position: number): void {
  if (bytes.length === 0) return;
  fillGap(file, position);
  for (let written = 0; written < bytes.length;) {
    const index = Math.floor((position + written) / SECTOR_BYTES);
    const from = (position + written) % SECTOR_BYTES;
    const part = bytes.subarray(written, written + SECTOR_BYTES - from);
    const sector = sectorOf(file, index).slice();
    sector.set(part, from);
    put(file, index, sector);
    written += part.length;
  }
  setLength(file, Math.max(file.length, position + bytes.length));
}

export function truncateTo(file: FileNode, length: number): void {
  if (length === file.length) return; // changes nothing, so it makes nothing dirty either
  fillGap(file, length);
  for (let index = Math.floor(length / SECTOR_BYTES); index < sectorsIn(file.length); index++) {
    const kept = Math.max(0, length - index * SECTOR_BYTES);
    if (kept === 0) file.stale.set(index, heldOf(file, index)); // the place is given up, not overwritten
    put(file, index, kept === 0 ? EMPTY_SECTOR : sectorOf(file, index).slice().fill(0, kept));
  }
  setLength(file, length);
}

/** What lies between the file's end and `position` reads as zeros from now on, if the disk gets to know of it. */
function fillGap(file: FileNode, position: number): void {
  for (let index = sectorsIn(file.length); index < sectorsIn(position); index++) put(file, index, EMPTY_SECTOR);
}

function put(file: FileNode, index: number, sector: Uint8Array): void {
  const held = file.held.get(index) ?? [sectorOf(file, index), ...(file.stale.get(index) ?? [])];
  file.held.set(index, [...held, sector]);
  file.sectors.set(index, sector);
  file.dirty.add(index);
}

function setLength(file: FileNode, length: number): void {
  file.lengths.push(length);
  file.length = length;
  file.lengthDirty = true;
}

/** Everything that is dirty reaches the disk. */
export function syncFile(file: FileNode): void {
  for (const index of file.dirty) {
    file.held.delete(index);
    if (index < sectorsIn(file.length)) file.stale.delete(index);
  }
  if (file.lengthDirty) file.lengths = [file.length];
  markClean(file);
}

/**
 * A sync that fails as Linux fails it: some of what was dirty reaches the disk, the rest never will, though programs go
 * on seeing it and the next sync has nothing to complain of.
 */
export function failSync(file: FileNode, random: Random): void {
  for (const index of file.dirty) file.held.set(index, [pick(random, heldOf(file, index))]);
  if (file.lengthDirty) file.lengths = [pick(random, file.lengths)];
  markClean(file);
}

function markClean(file: FileNode): void {
  file.dirty.clear();
  file.lengthDirty = false;
}

const heldOf = (file: FileNode, index: number): Uint8Array[] => file.held.get(index) ?? [sectorOf(file, index)];

/** The file as it may be found after a power cut; `file` itself stays as it is. */
export function survivorOf(file: FileNode, random: Random): FileNode {
  const [drawSector, drawLength] = [drawing(random), drawing(random)];
  const length = drawLength(file.lengths);
  const survivor: FileNode = { ...emptyFile(), length, lengths: [length] };
  for (const [index, stale] of file.stale) survivor.stale.set(index, [pick(random, stale)]);
  for (const index of new Set([...file.sectors.keys(), ...file.held.keys()])) {
    const sector = drawSector(heldOf(file, index));
    const inside = Math.min(SECTOR_BYTES, length - index * SECTOR_BYTES);
    if (inside <= 0) {
      if (sector !== EMPTY_SECTOR) survivor.stale.set(index, [sector]);
      continue;
    }
    survivor.stale.delete(index);
    survivor.sectors.set(index, inside < SECTOR_BYTES ? sector.slice().fill(0, inside) : sector);
  }
  return survivor;
}
