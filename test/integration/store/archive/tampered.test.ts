import { rmSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';
import { auditKeyIn } from '../../../../src-main/audit/log-key.ts';
import { signingKeyFromSeed } from '../../../../src-main/audit/signing-key.ts';
import { textOf } from '../../../../src-main/audit/signed-note.ts';
import { parseStub, signStub, type Stub } from '../../../../src-main/audit/stub.ts';
import { openInThread } from '../../../support/local-store.ts';
import { temporaryFolder } from '../../../support/store.ts';
import { sql, unnoticed } from '../../../support/tamper.ts';
import { findingsOf, tamperBoth } from '../integrity/used-folder.ts';
import { append } from '../segments/records.ts';
import { ROWS, TASK } from './stand.ts';

const POLICY = { afterBytes: 1e9, afterMs: 1e12, notBeforeMs: 1e12, segmentRows: ROWS };

/** A data folder of a signed log, the two oldest of whose three segments are in the archive. */
async function archivedFolder() {
  const [folder, to] = [await temporaryFolder(), await temporaryFolder()];
  const key = auditKeyIn(folder);
  const options = { policy: POLICY, auditKey: { name: key.name, pem: key.exportPem() } };
  const store = await openInThread(folder, options);
  await append(store, 1, 18);
  await store.close();
  const again = await openInThread(folder, options);
  await again.archive({ ...TASK, to });
  const stubs = (await again.read('audit.stubs', {})).map(({ note }) => note);
  await again.snapshot();
  await append(again, 21, 21);
  await again.close();
  return { folder, key, stubs };
}

const GUARDS = ['audit_checkpoints_never_change', 'audit_checkpoints_go_when_sealed', 'archived_segments_never_go'];
const archiveFindings = async (folder: string) =>
  (await findingsOf(folder, 'quick')).map(({ check, record, finding }) => [check, record, finding]);

test('a log with stubs is in order, and a segment that goes without leaving one is missed', async () => {
  const { folder } = await archivedFolder();
  expect(await archiveFindings(folder)).toEqual([]);
  const name = 'audit-000000000009-000000000012.db';
  rmSync(path.join(folder, 'segments', name));
  expect(await archiveFindings(folder)).toContainEqual(['segment-files', name, 'it is missing']);
});

const FORGER = { is: 'forged by another key' };
test.each([
  ['is gone', () => null, 'no stub stands in its place'],
  ['was changed', (note: string) => note.replace('state archived', 'state archived '), 'is not genuine'],
  ['is of another segment', (_: string, other: string) => other, 'something else than the log'],
  ['is over other records', { firstRecord: 2 }, 'something else than the log'],
  ['names another file', { file: 'elsewhere.jsonl' }, 'something else than the log'],
  ['is signed by somebody else', FORGER, 'is not genuine'],
])('that a stub %s is found, and where', async (_, change, words) => {
  const { folder, key, stubs } = await archivedFolder();
  const [first = '', second = ''] = stubs;
  const signer = change === FORGER ? signingKeyFromSeed(key.name, Buffer.alloc(32, 9)) : key;
  const stub: Stub = {
    ...parseStub(textOf(first)),
    ...(change === FORGER || typeof change === 'function' ? {} : change),
  };
  const note = typeof change === 'function' ? change(first, second) : signStub(stub, signer);
  const step =
    note === null
      ? "DELETE FROM audit_checkpoints WHERE segment = 1 AND state = 'archived'"
      : `UPDATE audit_checkpoints SET note = '${note.replaceAll("'", "''")}' WHERE segment = 1 AND state = 'archived'`;
  await tamperBoth(folder, ...unnoticed(GUARDS, sql(step)));
  expect(await archiveFindings(folder)).toContainEqual(['archive', '1', expect.stringContaining(words)]);
});

test('that a segment is said to be in the archive no more is found', async () => {
  const { folder } = await archivedFolder();
  await tamperBoth(folder, ...unnoticed(GUARDS, sql('DELETE FROM archived_segments WHERE segment = 2')));
  const findings = await archiveFindings(folder);
  expect(findings).toContainEqual(['archive', '2', 'there is a stub of a segment that is not in the archive']);
  expect(findings).toContainEqual(['segment-files', 'audit-000000000005-000000000008.db', 'it is missing']);
});
