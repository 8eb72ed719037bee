import { growTree } from './hashing.ts';
import { forEachLine, type Line } from './lines.ts';
import { readRecordLine, takeExpected, type RecordLine } from './record-line.ts';
import { followChain, type ChainStart, type Tell } from './sequence.ts';

/** What the records of a segment come to. */
export interface Walked {
  /** Lines that hold a record. */
  readonly records: number;
  /** Null when there is no record. */
  readonly firstId: number | null;
  readonly lastId: number;
  readonly lastHash: string;
  readonly lastLine: number;
  /** Line on which the record after so many stands, for 0 and every size that was wanted; null when there is none. */
  lineOf(size: number): number | null;
  /** Root of the tree after as many records as some checkpoint covers. */
  readonly roots: ReadonlyMap<number, string>;
  /** Whether the chain is disturbed between two sizes, the smaller one excluded. */
  disturbedBetween(from: number, to: number): boolean;
}

export interface Walk {
  readonly pieces: AsyncIterable<Uint8Array>;
  /** What a genuine checkpoint says stands before the segment; null when there is none. */
  readonly start: ChainStart | null;
  /** The sizes at which the root is wanted. */
  readonly sizes: ReadonlySet<number>;
  readonly tell: Tell;
  readonly afterPiece: (bytes: number, records: number) => void;
}

/** Recomputes every hash of a segment, the chain and the tree, in one pass. */
export async function walkSegment({ pieces, start, sizes, tell, afterPiece }: Walk): Promise<Walked> {
  const tree = growTree();
  const roots = new Map<number, string>();
  const linesAfter = new Map<number, number>();
  /** Counted from 1, at which record each disturbance was told. */
  const disturbed: number[] = [];
  let firstId: number | null = null;
  let firstLine: number | null = null;
  let lastLine = 0;

  const note: Tell = (kind, line, recordId, message) => {
    const place = line === null || firstLine === null ? tree.size() : line - firstLine + 1;
    if (disturbed.length < MOST_DISTURBANCES) disturbed.push(place);
    tell(kind, line, recordId, message);
  };
  const chain = followChain(start, note);
  if (sizes.has(0)) roots.set(0, tree.root());

  function count(record: RecordLine): void {
    firstId ??= record.id;
    firstLine ??= record.line;
    lastLine = record.line;
    if (tree.size() === 0 || sizes.has(tree.size())) linesAfter.set(tree.size(), record.line);
    tree.add(record.computed);
    if (sizes.has(tree.size())) roots.set(tree.size(), tree.root());
  }

  function lookAt(line: Line): void {
    const expected = chain.expects();
    const plain = expected && takeExpected(line.bytes, line.number, expected.id + 1, expected.hash);
    if (plain) {
      count(plain);
      chain.follow(plain);
      return;
    }
    const record = readRecordLine(line.bytes, line.number);
    if (record === null) return;
    if (typeof record === 'string') {
      tellUnreadable(line, record, note);
      chain.skip();
      return;
    }
    count(record);
    chain.take(record);
  }

  await forEachLine(pieces, lookAt, (bytes) => afterPiece(bytes, tree.size()));
  chain.end();
  return {
    records: tree.size(),
    firstId,
    lastId: chain.lastId(),
    lastHash: chain.lastHash(),
    lastLine,
    lineOf: (size) => linesAfter.get(size) ?? null,
    roots,
    disturbedBetween: (from, to) => disturbed.some((place) => place > from && place <= to),
  };
}

/** More are not remembered: they only keep one cause from being told twice. */
const MOST_DISTURBANCES = 10_000;

function tellUnreadable({ number, ended }: Line, why: string, tell: Tell): void {
  if (ended) tell('unreadable', number, null, why);
  else tell('truncated', number, null, 'the last line is cut off');
}
