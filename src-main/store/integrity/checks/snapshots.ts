import { readSnapshot, snapshotName } from '../../snapshot/snapshot-file.ts';
import { openMemoryDatabase, type MemoryDatabase } from '../../sqlite/memory-database.ts';
import type { Check } from '../check.ts';
import { found, type Finding } from '../finding.ts';
import { readListed, type Subject } from '../subject.ts';

/** Every generation of snapshots on the disk could be opened. */
export const snapshots: Check = {
  name: 'snapshots',
  quick: false,
  plan: (subject) => subject.content.snapshots.map((sequence) => () => look(subject, sequence)),
};

async function look(subject: Subject, sequence: number): Promise<Finding[]> {
  const record = snapshotName(sequence);
  const fault = (words: string): Finding[] => [found('snapshots', words, { record, repair: 'set-snapshot-aside' })];
  const bytes = readListed(subject, record);
  if (bytes === null) return [];
  const snapshot = readSnapshot(bytes);
  if (typeof snapshot === 'string') return fault(snapshot);
  if (snapshot.sequence !== sequence) return fault(`it holds the state ${snapshot.sequence}`);
  const words = await wrongWithin(snapshot.database);
  return words === null ? [] : fault(words);
}

async function wrongWithin(bytes: Uint8Array): Promise<string | null> {
  let database: MemoryDatabase | null = null;
  try {
    database = await openMemoryDatabase(bytes);
    const check = String(database.exec('PRAGMA quick_check(1)')[0]?.['quick_check']);
    if (check !== 'ok') return check;
    const [orphan] = database.exec('PRAGMA foreign_key_check');
    return orphan ? `a record of ${String(orphan['table'])} refers to one that is not there` : null;
  } catch (error) {
    // a database whose pages contradict each other does not even answer
    return error instanceof Error ? error.message : String(error);
  } finally {
    database?.close();
  }
}
