import path from 'node:path';
import { sql } from 'kysely';
import type { Files } from '../files.ts';
import { QUARANTINE_FOLDER } from '../opening/settle.ts';
import { listSegments } from '../repositories/segments.ts';
import type { Db } from '../schema.ts';
import { SEGMENTS_FOLDER, segmentName } from '../segments/segment-file.ts';
import { snapshotSequence } from '../snapshot/snapshot-file.ts';
import type { RepairName } from './finding.ts';

export interface RepairPlace {
  /** Inside the transaction that also holds the audit record. */
  readonly db: Db;
  readonly files: Files;
  readonly folder: string;
  /** Wall clock, ms. */
  readonly at: number;
}

/**
 * The repairs that need nobody's judgement, each for the record of a finding. They look again before they act: what was
 * found may be true no more.
 */
export const repairs: Readonly<Record<RepairName, (place: RepairPlace, record: string) => Promise<void>>> = {
  /** Deterministic: an index holds what its table holds, so that a replay of the journal makes the same one. */
  async reindex({ db }, index) {
    await sql`REINDEX ${sql.id(index)}`.execute(db);
  },

  async 'set-segment-aside'(place, record) {
    const name = path.basename(record);
    const named = (await listSegments(place.db)).some(
      ({ first_id, last_id }) => segmentName({ firstId: first_id, lastId: last_id }) === name,
    );
    if (named) throw new Error('the database names the segment by now');
    setAside(place, path.join(place.folder, SEGMENTS_FOLDER), name);
  },

  async 'set-snapshot-aside'(place, name) {
    if (snapshotSequence(name) === null) throw new Error(`${name} is no snapshot`);
    setAside(place, place.folder, name);
  },

  async 'forget-account'({ db }, key) {
    // the + keeps IN from asking the index, which may be what is damaged
    const { numAffectedRows } = await sql`
      UPDATE settings SET changed_by = NULL
      WHERE key = ${key} AND changed_by NOT IN (SELECT +id FROM users NOT INDEXED)`.execute(db);
    if (numAffectedRows !== 1n) throw new Error('the setting names an account that is there');
  },
};

function setAside({ files, folder, at }: RepairPlace, from: string, name: string): void {
  const quarantine = path.join(folder, QUARANTINE_FOLDER);
  files.makeFolder(quarantine);
  files.rename(path.join(from, name), path.join(quarantine, `${at}-${name}`));
  for (const changed of [quarantine, from, folder]) files.syncFolder(changed);
}
