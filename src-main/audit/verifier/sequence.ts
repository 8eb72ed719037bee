import type { FindingKind } from './findings.ts';
import type { RecordLine } from './record-line.ts';

/** Tells of one disturbance: what, at which line, concerning which record. */
export type Tell = (kind: FindingKind, line: number | null, recordId: number | null, message: string) => void;

/** What a record must follow. */
export interface ChainStart {
  /** Id of the record before the first one. */
  readonly id: number;
  readonly hash: string;
}

/**
 * Follows the chain from record to record, as the lines come, and names what disturbs it. A line that does not follow is
 * put aside until the chain goes on, either from where it was left (then the lines between do not belong there) or behind
 * the lines put aside (then the chain is broken in front of them).
 */
export interface Sequence {
  /** What the next record must follow; null while lines are put aside. */
  expects(): ChainStart | null;
  /** A record that was found to be exactly the one expected. */
  follow(record: RecordLine): void;
  /** Any other record. */
  take(record: RecordLine): void;
  /** A line that may have been a record and cannot be read: nothing is said about how the chain goes on behind it. */
  skip(): void;
  end(): void;
  /** Id of the last record of the chain. */
  lastId(): number;
  lastHash(): string;
}

type Link = Pick<RecordLine, 'line' | 'id' | 'hash' | 'computed' | 'previousHash'>;

/** Lines that are put aside at most, and accepted ones that are remembered: what is further apart is told separately. */
const REACH = 256;

/** @param start null when nothing is known of what stands before the first record */
export function followChain(start: ChainStart | null, tell: Tell): Sequence {
  let tail: Link = linkOf(start ?? { id: 0, hash: '' });
  /** Nothing is known about what comes next: whatever comes is believed. */
  let blind = start === null;
  /** Lines that could not be read since the tail. */
  let unread = 0;
  let aside: Link[] = [];
  let recent: Link[] = [tail];
  let edited = new Set<number>();
  /** The numbers that were missed so far, and may turn up elsewhere. */
  let gaps: { readonly first: number; readonly last: number }[] = [];
  /** Where the chain goes on behind a block of records that were moved. */
  let resumesAfter: Link | null = null;

  function accept(link: Link): void {
    if (link.id > tail.id + 1) tellMissing(tail.id + 1, link.id - 1, link.line);
    else if (link.id <= tail.id) tellInserted(link, 'its number was used before');
    advance(link);
  }

  function advance(link: Link): void {
    tail = link;
    recent.push(link);
    if (recent.length > 2 * REACH) recent = recent.slice(-REACH);
  }

  /** The chain went on from where it was left: what was put aside stands where it does not belong. */
  function settleDetour(link: Link): void {
    const strays = aside;
    aside = [];
    accept(link);
    for (let next = strays.find(follows); next; next = strays.find(follows)) {
      strays.splice(strays.indexOf(next), 1);
      tell('swapped', next.line, next.id, `record ${next.id} stands before record ${tail.id}, which it follows`);
      advance(next);
    }
    for (const stray of strays) tellInserted(stray, 'the chain knows no record here');
  }

  /**
   * Something is wrong between the end of the chain and what was put aside.
   *
   * @param goesOn the chain goes on behind the last line put aside, which is therefore part of it
   */
  function settleBreak(goesOn: boolean): void {
    const resumed = aside.pop();
    if (!resumed) return;
    const strays = aside;
    aside = [];
    if (strays.length === 0 && gaps.some(({ first, last }) => resumed.id >= first && resumed.id <= last)) {
      tell('swapped', resumed.line, resumed.id, `record ${resumed.id} stands behind record ${tail.id}`);
      resumesAfter ??= tail;
      advance(resumed);
      return;
    }
    const forked = recent.findLastIndex((link) => leads(link, resumed) && resumed.id === link.id + 1);
    const putIn = forked === -1 ? [] : recent.slice(forked + 1);
    if (putIn.length === 1 || (putIn.length > 1 && goesOn)) {
      // It follows a record before the tail: what came after that one had been put in between.
      for (const link of [...putIn, ...strays]) tellInserted(link, 'the chain goes on without it');
    } else {
      explainBreak(strays, resumed);
    }
    if (goesOn || resumed.id > tail.id) advance(resumed);
  }

  function explainBreak(strays: readonly Link[], resumed: Link): void {
    const missing = resumed.id - tail.id - 1;
    if (missing === strays.length) {
      // Every place is taken: by the right number with another content, or by a record from elsewhere.
      let before = tail;
      for (const [index, link] of [...strays, resumed].entries()) {
        const place = tail.id + 1 + index;
        if (link.id !== place && leads(before, link)) {
          tellEdited({ ...link, id: place }, `its number is ${link.id}`);
        } else if (link.id !== place) {
          tell('swapped', link.line, link.id, `record ${link.id} stands in the place of record ${place}`);
        } else if (before.id === place - 1) {
          tellOtherVersion(before, link);
        }
        before = link;
      }
      return;
    }
    for (const stray of strays) tellInserted(stray, 'the chain knows no record here');
    if (missing > 0) tellMissing(tail.id + 1, resumed.id - 1, resumed.line);
    else if (missing === 0) tellOtherVersion(tail, resumed);
    else tellInserted(resumed, 'its number was used before');
  }

  /** What a record says of its predecessor is worth nothing when that record itself was changed. */
  function tellOtherVersion(before: Link, link: Link): void {
    if (!edited.has(link.line)) tellEdited(before, `record ${link.id} was written after another version of it`);
  }

  function tellEdited({ line, id }: Link, why: string): void {
    if (edited.has(line)) return;
    if (edited.size > REACH) edited = new Set();
    edited.add(line);
    tell('edited', line, id, `record ${id} was changed: ${why}`);
  }

  function tellInserted({ line, id }: Link, why: string): void {
    tell('inserted', line, id, `a record numbered ${id} was put in: ${why}`);
  }

  function tellMissing(first: number, last: number, line: number): void {
    gaps = [...gaps.slice(-REACH), { first, last }];
    const which = first === last ? `record ${first} is` : `records ${first} to ${last} are`;
    tell('deleted', line, first, `${which} missing before this line`);
  }

  const leads = (one: Link, other: Pick<Link, 'previousHash'>) =>
    other.previousHash === one.hash || other.previousHash === one.computed;
  const follows = (link: Pick<Link, 'previousHash'>) => leads(tail, link);

  return {
    expects: () => (aside.length === 0 && !blind ? tail : null),
    follow: advance,
    take(record) {
      const changed = record.computed !== record.hash;
      // The number of a record that was changed may be what was changed.
      const link = linkOf(changed && follows(record) ? { ...record, id: tail.id + 1 } : record);
      if (changed) tellEdited(link, 'its hash is another one');
      const last = aside.at(-1);
      if (blind) {
        if (unread > 0 && link.id > tail.id + 1 + unread) tellMissing(tail.id + 1, link.id - 1, link.line);
        blind = false;
        unread = 0;
        advance(link);
      } else if (last && follows(link)) {
        settleDetour(link);
      } else if (follows(link) && link.id === tail.id + 1) {
        advance(link);
      } else if (!last && resumesAfter && leads(resumesAfter, link)) {
        tail = resumesAfter;
        resumesAfter = null;
        accept(link);
      } else if (last && leads(last, link)) {
        settleBreak(true);
        accept(link);
      } else {
        aside.push(link);
        if (aside.length > REACH) settleBreak(false);
      }
    },
    skip() {
      settleBreak(false);
      blind = true;
      unread++;
    },
    end() {
      settleBreak(false);
      tail = resumesAfter ?? tail;
    },
    lastId: () => tail.id,
    lastHash: () => tail.hash,
  };
}

function linkOf(record: ChainStart & Partial<Link>): Link {
  const { id, hash, line = 0, computed = hash, previousHash = '' } = record;
  return { id, hash, line, computed, previousHash };
}
