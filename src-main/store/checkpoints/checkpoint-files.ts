import path from 'node:path';
import { replaceFile, writeAll } from '../atomic-file.ts';
import { systemCode, type Files } from '../files.ts';
import { SEGMENTS_FOLDER, segmentName, segmentRange, type SegmentRange } from '../segments/segment-file.ts';

/** The name of the checkpoint that lies beside a segment. */
export const noteName = (range: SegmentRange): string => segmentName(range).replace(/\.db$/, '.note');

/** The segment beside which a checkpoint of this name lies; null when it is no such name. */
export function noteRange(name: string): SegmentRange | null {
  return name.endsWith('.note') ? segmentRange(name.replace(/\.note$/, '.db')) : null;
}

/** Puts the checkpoint of a sealed segment beside its file. */
export function writeNote(files: Files, folder: string, range: SegmentRange, note: string): void {
  replaceFile(files, path.join(folder, SEGMENTS_FOLDER, noteName(range)), [Buffer.from(note)]);
}

/** The file in a witness folder that gathers the checkpoints of a log: JSON Lines, as the verifier's `--witness` takes. */
export function witnessFile(folder: string, log: string): string {
  return path.join(folder, `${log.replaceAll(/[^A-Za-z0-9.-]/g, '_')}.jsonl`);
}

/**
 * Appends checkpoints to a witness file, and never takes one away: what the log says later must not hide what it said
 * before. When it returns, they are on the disk.
 */
export function bearWitness(files: Files, file: string, notes: readonly string[]): void {
  files.makeFolder(path.dirname(file));
  const before = readIfThere(files, file);
  const handle = files.open(file, before === null ? 'create' : 'existing');
  try {
    // a line that a power cut left half written is ended, so that it spoils no other
    const start = before === null || before.length === 0 || before.at(-1) === LINE_FEED ? '' : '\n';
    const lines = notes.map((checkpoint) => `${JSON.stringify({ checkpoint })}\n`);
    writeAll(handle, Buffer.from(start + lines.join('')), before?.length ?? 0);
    handle.sync();
  } finally {
    handle.close();
  }
  if (before === null) files.syncFolder(path.dirname(file));
}

const LINE_FEED = 0x0a;

function readIfThere(files: Files, file: string): Uint8Array | null {
  try {
    return files.read(file);
  } catch (error) {
    if (systemCode(error) === 'ENOENT') return null;
    throw error;
  }
}
