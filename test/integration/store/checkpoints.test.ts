import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { verifyCheckpoint } from '../../../src-main/audit/checkpoint.ts';
import { auditKeyIn } from '../../../src-main/audit/log-key.ts';
import { createMerkleTree } from '../../../src-main/audit/merkle-tree.ts';
import type { SigningKey } from '../../../src-main/audit/signing-key.ts';
import { witnessFile } from '../../../src-main/store/checkpoints/checkpoint-files.ts';
import { diskFiles } from '../../../src-main/store/files.ts';
import { recover } from '../../../src-main/store/opening/recover.ts';
import { listCheckpoints } from '../../../src-main/store/repositories/checkpoints.ts';
import { openInThread, type InThreadStore } from '../../support/local-store.ts';
import { auditEvent, temporaryFolder } from '../../support/store.ts';
import { sql, unnoticed } from '../../support/tamper.ts';
import { createVirtualClock } from '../../support/virtual-clock.ts';
import { findingsOf, tamperBoth } from './integrity/used-folder.ts';

const ROWS = 4;
const POLICY = { afterBytes: 1e9, afterMs: 1e12, notBeforeMs: 1e12, segmentRows: ROWS };

async function openSigned(folder: string, options: Parameters<typeof openInThread>[1] = {}) {
  const key = auditKeyIn(folder);
  const auditKey = { name: key.name, pem: key.exportPem() };
  return { key, store: await openInThread(folder, { policy: POLICY, auditKey, ...options }) };
}

async function append(store: InThreadStore, count: number): Promise<void> {
  for (let n = 0; n < count; n++) await store.write('audit.append', {}, auditEvent({ details: { n } }));
}

/** What is kept, as it lies on the disk. */
async function keptIn(folder: string, { verifierKey }: SigningKey) {
  const { memory } = await recover(diskFiles, folder);
  const stored = await listCheckpoints(memory.db);
  memory.close();
  return stored.map(({ note }) => verifyCheckpoint(note, verifierKey));
}

test('what is complete is signed as complete, what grows as it stands, and each says the truth', async () => {
  const folder = await temporaryFolder();
  const { store, key } = await openSigned(folder);
  await append(store, 2 * ROWS + 3);
  const hashes = (await store.read('audit.page', { limit: 100 })).map(({ hash }) => hash).toReversed();
  await store.close();
  const kept = await keptIn(folder, key);
  expect(kept.map(({ segment, size, state }) => [segment, size, state])).toEqual([
    [1, ROWS, 'sealed'],
    [2, ROWS, 'sealed'],
    [3, 3, 'open'],
  ]);
  for (const { firstRecord, size, root, lastHash } of kept) {
    const mine = hashes.slice(firstRecord - 1, firstRecord - 1 + size);
    expect(root).toBe(createMerkleTree(mine).root());
    expect(lastHash).toBe(mine.at(-1));
  }
});

test('the next life signs on where the last one stopped, and what grew is signed anew', async () => {
  const folder = await temporaryFolder();
  for (let life = 0; life < 4; life++) {
    const { store } = await openSigned(folder);
    await append(store, 3);
    await store.close();
  }
  const kept = await keptIn(folder, auditKeyIn(folder));
  expect(kept.map(({ segment, size, state }) => [segment, size, state])).toEqual([
    [1, 4, 'sealed'],
    [2, 4, 'sealed'],
    [3, 4, 'sealed'],
  ]);
  expect(await findingsOf(folder)).toEqual([]);
});

test('the checkpoint of a sealed segment lies beside its file', async () => {
  const folder = await temporaryFolder();
  const { store, key } = await openSigned(folder);
  await append(store, 3 * ROWS);
  await store.snapshot();
  const names = readdirSync(path.join(folder, 'segments')).toSorted();
  expect(names.filter((name) => name.endsWith('.note'))).toHaveLength(names.length / 2);
  const note = readFileSync(path.join(folder, 'segments', 'audit-000000000001-000000000004.note'), 'utf8');
  expect(verifyCheckpoint(note, key.verifierKey)).toMatchObject({ segment: 1, size: ROWS, state: 'sealed' });
  await store.close();
  expect(await findingsOf(folder)).toEqual([]);
});

test('a log that grows is signed every so often, and only when it has grown', async () => {
  const folder = await temporaryFolder();
  const clock = createVirtualClock();
  const witness = await temporaryFolder();
  const { store, key } = await openSigned(folder, { clock, witnessFolder: witness, checkpointEveryMs: 60_000 });
  const lines = (): number =>
    existsSync(witnessFile(witness, key.name))
      ? readFileSync(witnessFile(witness, key.name), 'utf8').split('\n').length - 1
      : 0;
  await append(store, 2);
  await clock.advance(59_000);
  expect(lines()).toBe(0);
  await clock.advance(1_000);
  await store.read('audit.page', { limit: 1 });
  expect(lines()).toBe(1);
  await clock.advance(180_000);
  await store.read('audit.page', { limit: 1 });
  expect(lines()).toBe(1);
  await store.close();
});

test('a witness that cannot be written is said, and gets everything later', async () => {
  const folder = await temporaryFolder();
  const witness = path.join(await temporaryFolder(), 'not-there');
  let away = true;
  const files = {
    ...diskFiles,
    makeFolder(wanted: string) {
      if (away && wanted === witness) throw Object.assign(new Error('no such device'), { code: 'ENXIO' });
      diskFiles.makeFolder(wanted);
    },
  };
  const { store, key } = await openSigned(folder, { files, witnessFolder: witness });
  await append(store, 2);
  await store.snapshot();
  expect(store.status().checkpoints.failure).toContain('no such device');
  away = false;
  await append(store, 1);
  await store.close();
  const notes = readFileSync(witnessFile(witness, key.name), 'utf8')
    .trim()
    .split('\n')
    .map((line) => verifyCheckpoint((JSON.parse(line) as { checkpoint: string }).checkpoint, key.verifierKey));
  expect(notes.map(({ size }) => size)).toEqual([2, 3]);
});

test('another key does not sign on as if nothing had happened', async () => {
  const folder = await temporaryFolder();
  const { store } = await openSigned(folder);
  await append(store, 2);
  await store.close();
  const other = auditKeyIn(await temporaryFolder());
  const next = await openInThread(folder, { policy: POLICY, auditKey: { name: other.name, pem: other.exportPem() } });
  await append(next, 1);
  await next.snapshot();
  expect(next.status().checkpoints.failure).toContain(other.name);
  await next.close();
});

describe('behind the console’s back', () => {
  const guards = ['audit_records_never_change', 'audit_records_go_into_segments_only'];
  const notes = ['audit_checkpoints_never_change', 'audit_checkpoints_go_when_sealed'];

  async function signedFolder(): Promise<string> {
    const folder = await temporaryFolder();
    const { store } = await openSigned(folder);
    await append(store, 3 * ROWS + 2);
    await store.snapshot();
    await append(store, 1);
    await store.close();
    return folder;
  }

  test.each([
    ['an edit', `UPDATE audit_records SET reason = 'x' WHERE id = 11`, '11', 'is not what was recorded'],
    ['a deletion', 'DELETE FROM audit_records WHERE id = 11', '12', 'does not follow'],
    [
      'a swap',
      'UPDATE audit_records SET id = CASE id WHEN 10 THEN -11 ELSE -10 END WHERE id IN (10, 11); UPDATE audit_records SET id = -id WHERE id < 0',
      '10',
      'is not what was recorded',
    ],
    ['a cut', 'DELETE FROM audit_records WHERE id > 12', '13', 'the log ends before the record 1'],
  ])('%s of a record is found and located by a quick verification', async (_case, statement, record, words) => {
    const folder = await signedFolder();
    await tamperBoth(
      folder,
      ...unnoticed([...guards, 'audit_records_by_actor', 'audit_records_by_action'], sql(statement)),
    );
    const proofs = (await findingsOf(folder, 'quick')).filter(({ check }) => check === 'audit-proof');
    expect(proofs.find((one) => one.record === record)?.finding).toContain(words);
  });

  test.each([
    ['altered', "UPDATE audit_checkpoints SET note = replace(note, 'time 2', 'time 1')", 'is not genuine'],
    ['moved', 'UPDATE audit_checkpoints SET size = 1 WHERE size = 3', 'in the place of another one'],
  ])('a checkpoint that was %s is found', async (_case, statement, words) => {
    const folder = await signedFolder();
    await tamperBoth(folder, ...unnoticed(notes, sql(statement)));
    const proofs = (await findingsOf(folder, 'quick')).filter(({ table }) => table === 'audit_checkpoints');
    expect(proofs.map(({ finding }) => finding).join()).toContain(words);
  });
});
