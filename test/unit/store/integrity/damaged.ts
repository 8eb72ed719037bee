import { diskFiles } from '../../../../src-main/store/files.ts';
import type { CheckName, Finding, VerifyKind } from '../../../../src-main/store/integrity/finding.ts';
import { verify } from '../../../../src-main/store/integrity/verify.ts';
import { migrations } from '../../../../src-main/store/migrations/all.ts';
import { enterSegment } from '../../../../src-main/store/repositories/segments.ts';
import { changeSetting } from '../../../../src-main/store/repositories/settings.ts';
import { createUser } from '../../../../src-main/store/repositories/users.ts';
import { auditEvent, newTrail, newUser, SEGMENT_FACTS } from '../../../support/store.ts';
import { tampered, type Tampering } from '../../../support/tamper.ts';
import { migratedDatabase } from '../migrated-database.ts';

/** Accounts, settings, and twelve audit records of which the first four are in two segments. */
export async function sampleDatabase(): Promise<Uint8Array> {
  const { db, control, record, export: exported } = await migratedDatabase(migrations);
  record();
  control('BEGIN');
  for (const name of ['Ann', 'Bob', 'Cat']) await createUser(db, newUser(name));
  await changeSetting(db, { key: 'language', value: 'vi', at: 1, by: 'id-of-Ann' });
  await changeSetting(db, { key: 'theme', value: 'dark', at: 1, by: null });
  const trail = newTrail();
  for (let at = 1; at <= 12; at++) await trail.append(db, auditEvent(), at);
  for (const first_id of [1, 3]) {
    const span = { last_id: first_id + 1, first_at: first_id, last_at: first_id + 1 };
    await enterSegment(db, { ...SEGMENT_FACTS, first_id, ...span });
  }
  control('COMMIT');
  return exported();
}

/** What a verification finds in a database that lies in no folder; the checks of files have nothing to say then. */
export async function findingsIn(database: Uint8Array, kind: VerifyKind = 'full'): Promise<Finding[]> {
  const context = { files: diskFiles, onProgress: () => {}, signal: { aborted: false } };
  const job = { kind, folder: '/nowhere', inUse: false, database, sequence: 0, verifierKey: null, migrations };
  const { findings } = await verify(context, job);
  // what was recorded is tampered with all over these tests: audit-proof has its own
  const ofFiles: readonly CheckName[] = ['audit-proof', 'segment-files', 'unnamed-files', 'snapshots', 'journals'];
  return findings.filter(({ check }) => !ofFiles.includes(check));
}

export async function findingsAfter(...steps: readonly Tampering[]): Promise<Finding[]> {
  return findingsIn(await tampered(await sampleDatabase(), ...steps));
}
