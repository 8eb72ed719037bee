import type { CheckName, Finding, RepairName } from './finding.ts';

const AFTER_REPAIR: Readonly<Record<RepairName, string>> = {
  reindex: 'verify with --repair: the index is made again from its table',
  'set-segment-aside': 'verify with --repair: the file goes to quarantine',
  'set-snapshot-aside': 'verify with --repair: the file goes to quarantine, and a new snapshot takes its place',
  'forget-account': 'verify with --repair: the setting stays, and no longer names the account that is gone',
};

const RESTORE = 'restore the newest backup from before the damage';
const BY_A_PERSON: Readonly<Record<CheckName, string>> = {
  opening: RESTORE,
  'unfinished-restore': 'start the console, or verify with --repair: either finishes it',
  pages: RESTORE,
  'schema-history': 'use the console that made this data, or a newer one',
  schema: `find out who changed the tables, and ${RESTORE}`,
  types: `find out who wrote the record, and ${RESTORE}`,
  duplicates: `decide which record is the right one, and ${RESTORE}`,
  names: 'an administrator decides which of the accounts stays',
  orphans: RESTORE,
  'audit-proof':
    'someone may have changed the audit log behind the console; keep the folder as it is, and compare with a backup and the witness',
  'audit-chain': 'take a copy of the data folder for whoever investigates: audit records do not vanish by themselves',
  'segment-chain': 'take a copy of the data folder for whoever investigates: segments do not vanish by themselves',
  'segment-files': 'put the file back from a backup that holds it, under the same name',
  archive:
    'take a copy of the data folder for whoever investigates, and verify the archive: `audit verify` with its files and the witness',
  'unnamed-files': 'find out what the file is, and move it elsewhere',
  snapshots: 'take a snapshot or a backup now',
  journals: 'take a backup now: the state in use is whole, but an older one can no longer take its place',
};

/** What somebody should do about a finding. */
export function adviceFor({ check, repair }: Finding): string {
  return repair === null ? BY_A_PERSON[check] : AFTER_REPAIR[repair];
}
