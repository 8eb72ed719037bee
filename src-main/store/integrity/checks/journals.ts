import { journalName } from '../../journal/journal.ts';
import { scanJournal } from '../../journal/scan.ts';
import type { Check, Step } from '../check.ts';
import { found, type Finding } from '../finding.ts';
import { readListed, type Subject } from '../subject.ts';

/**
 * From the oldest snapshot on, each journal begins where the one before it ends, whole, and the last reaches the state
 * in use. An unfinished write at a journal's end is no damage: nobody was told that it was kept.
 */
export const journals: Check = {
  name: 'journals',
  quick: false,
  plan(subject): Step[] {
    const { snapshots, journals: bases, firstVersion } = subject.content;
    const oldest = snapshots.at(-1) ?? 0;
    const chain = bases.filter((base) => base >= oldest);
    if (firstVersion && snapshots.length === 0 && chain.length === 0) return [];
    const reached: Reached = { sequence: oldest };
    return [
      () => withoutJournal(snapshots, bases),
      ...chain.map((base) => () => follow(subject, base, reached)),
      () => reachesState(subject, reached),
    ];
  },
};

/** How far the chain was followed; null behind what could not be read, where nothing more can be said. */
interface Reached {
  sequence: number | null;
}

const fault = (base: number, words: string): Finding => found('journals', words, { record: journalName(base) });

function withoutJournal(snapshots: readonly number[], bases: readonly number[]): Finding[] {
  const begun = snapshots.length === 0 ? [0] : snapshots;
  return begun.filter((base) => !bases.includes(base)).map((base) => fault(base, 'it is missing'));
}

function follow(subject: Subject, base: number, reached: Reached): Finding[] {
  const read = readListed(subject, journalName(base));
  if (read === null) {
    reached.sequence = null;
    return [];
  }
  const bytes = Buffer.from(read);
  const before = reached.sequence;
  // made for a snapshot that then could not be begun: the journal before it went on
  if (bytes.length === 0 && before !== null && base < before) return [];
  const findings =
    before === null || base === before ? [] : [fault(base, `the journal before it ends at change ${before}`)];
  const { lastSequence, end } = scanJournal(bytes, base, () => {});
  reached.sequence = end.kind === 'damaged' ? null : lastSequence;
  if (end.kind !== 'damaged') return findings;
  const words = `it is damaged in its middle: the changes ${lastSequence + 1} to ${end.lastSeen} cannot all be read`;
  return [...findings, fault(base, words)];
}

function reachesState({ database }: Subject, { sequence }: Reached): Finding[] {
  if (!database || sequence === null || sequence >= database.sequence) return [];
  return [found('journals', `they end at change ${sequence}, the state in use is that of change ${database.sequence}`)];
}
