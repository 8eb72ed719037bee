import { diskFiles } from '../../../../src-main/store/files.ts';
import type { CheckName, Finding, VerifyKind } from '../../../../src-main/store/integrity/finding.ts';
import { verify } from '../../../../src-main/store/integrity/verify.ts';
import { migrations } from '../../../../src-main/store/migrations/all.ts';
import { appendAuditRecord } from '../../../../src-main/store/repositories/audit.ts';
import { enterSegment } from '../../../../src-main/store/repositories/segments.ts';
import { changeSetting } from '../../../../src-main/store/repositories/settings.ts';
import { createUser } from '../../../../src-main/store/repositories/users.ts';
import { auditEvent, newUser } from '../../../support/store.ts';
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
  for (let at = 1; at <= 12; at++) await appendAuditRecord(db, auditEvent(), at);
  for (const first_id of [1, 3]) {
    const span = { first_at: first_id, last_at: first_id + 1, sealed_at: 1, sha256: 'a'.repeat(64) };
    await enterSegment(db, { table_name: 'audit_records', first_id, last_id: first_id + 1, ...span });
  }
  control('COMMIT');
  return exported();
}

/** What a verification finds in a database that lies in no folder; the checks of files have nothing to say then. */
export async function findingsIn(database: Uint8Array, kind: VerifyKind = 'full'): Promise<Finding[]> {
  const context = { files: diskFiles, onProgress: () => {}, signal: { aborted: false } };
  const job = { kind, folder: '/nowhere', inUse: false, database, sequence: 0, migrations };
  const { findings } = await verify(context, job);
  const ofFiles: readonly CheckName[] = ['segment-files', 'unnamed-files', 'snapshots', 'journals'];
  return findings.filter(({ check }) => !ofFiles.includes(check));
}

export async function findingsAfter(...steps: readonly Tampering[]): Promise<Finding[]> {
  return findingsIn(await tampered(await sampleDatabase(), ...steps));
}
