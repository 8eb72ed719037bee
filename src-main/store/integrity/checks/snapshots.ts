import path from 'node:path';
import { readSnapshot, snapshotName } from '../../snapshot/snapshot-file.ts';
import { openMemoryDatabase } from '../../sqlite/memory-database.ts';
import type { Check } from '../check.ts';
import { found, type Finding } from '../finding.ts';
import type { Subject } from '../subject.ts';

/** Every generation of snapshots on the disk could be opened. */
export const snapshots: Check = {
  name: 'snapshots',
  quick: false,
  plan: (subject) => subject.content.snapshots.map((sequence) => () => look(subject, sequence)),
};

async function look({ files, folder }: Subject, sequence: number): Promise<Finding[]> {
  const record = snapshotName(sequence);
  const fault = (words: string): Finding[] => [found('snapshots', words, { record, repair: 'set-snapshot-aside' })];
  const snapshot = readSnapshot(files.read(path.join(folder, record)));
  if (typeof snapshot === 'string') return fault(snapshot);
  if (snapshot.sequence !== sequence) return fault(`it holds the state ${snapshot.sequence}`);
  const { exec, close } = await openMemoryDatabase(snapshot.database);
  try {
    const check = String(exec('PRAGMA quick_check(1)')[0]?.['quick_check']);
    if (check !== 'ok') return fault(check);
    const [orphan] = exec('PRAGMA foreign_key_check');
    return orphan ? fault(`a record of ${String(orphan['table'])} refers to one that is not there`) : [];
  } finally {
    close();
  }
}
