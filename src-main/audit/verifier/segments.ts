import type { SeenCheckpoint } from './checkpoint.ts';
import { isSameSegment } from './examine.ts';
import type { WalkedFile } from './judge-file.ts';
import type { Segment } from './judge-log.ts';

/** The segments of each log, ascending, with all that was found of them. */
export function segmentsByLog(files: readonly WalkedFile[], checkpoints: readonly SeenCheckpoint[]): Segment[][] {
  const bySegment = new Map<string, [SeenCheckpoint, ...SeenCheckpoint[]]>();
  for (const checkpoint of checkpoints) {
    const key = `${checkpoint.log}/${checkpoint.segment}`;
    const found = bySegment.get(key);
    if (found) found.push(checkpoint);
    else bySegment.set(key, [checkpoint]);
  }
  const byLog = new Map<string, Segment[]>();
  for (const found of bySegment.values()) {
    const [{ log, segment: number }] = found;
    const segment = { number, checkpoints: found, files: files.filter(({ own }) => isSameSegment(found[0], own[0])) };
    byLog.set(log, [...(byLog.get(log) ?? []), segment]);
  }
  return [...byLog.values()].map((segments) => segments.toSorted((one, other) => one.number - other.number));
}
