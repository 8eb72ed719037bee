import { copyFileSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { MAGIC } from '../../../../src-main/store/backup/header.ts';
import { readBackup, readManifest } from '../../../../src-main/store/backup/read-backup.ts';
import { writeBackup } from '../../../../src-main/store/backup/write-backup.ts';
import { diskFiles } from '../../../../src-main/store/files.ts';
import { temporaryFolder } from '../../../support/store.ts';
import {
  CHUNK,
  contentOf,
  DIGEST_BYTES,
  forgeManifest,
  looseManifest,
  manifestRange,
  orderOf,
  partsOf,
  PASSPHRASE,
  refusalOf,
  segmentOf,
  SNAPSHOT,
  snapshotOf,
} from './stand.ts';

const TAG = 16;

/** A small backup with a snapshot of three chunks and a segment of one, and a second file to ruin. */
async function stand(passphrase: string | null) {
  const folder = await temporaryFolder();
  const [file, ruined] = [path.join(folder, 'good.rcbackup'), path.join(folder, 'ruined.rcbackup')];
  const sources = [await snapshotOf(3 * CHUNK), segmentOf(CHUNK)];
  writeBackup(diskFiles, file, orderOf(sources, { passphrase }));
  copyFileSync(file, ruined);
  const bytes = readFileSync(file);
  const manifest = manifestRange(bytes);
  return {
    file,
    ruined,
    sources,
    bytes,
    manifest,
    bodyAt: manifest.to + DIGEST_BYTES,
    refusal: (content: Uint8Array) => {
      writeFileSync(ruined, content);
      return refusalOf(() => readBackup(diskFiles, ruined, { passphrase }));
    },
    refusalAsItIs: () => refusalOf(() => readBackup(diskFiles, ruined, { passphrase })),
  };
}

describe.each([
  ['plain', null],
  ['sealed', PASSPHRASE],
])('of a %s backup', (_kind, passphrase) => {
  it('every byte that is flipped is found', async () => {
    const { file, ruined, sources, bytes, manifest, bodyAt, refusal } = await stand(passphrase);
    const inLength = (at: number) => at >= MAGIC.length && at < manifest.from;
    let flips = 0;
    for (let at = 0; at < bytes.length; at++) {
      for (const mask of [1 << (at % 8), 0xff]) {
        const flipped = Buffer.from(bytes);
        flipped.writeUInt8(flipped.readUInt8(at) ^ mask, at);
        const { code, details } = refusal(flipped);
        const allowed = at < MAGIC.length ? ['BACKUP_FOREIGN'] : ['BACKUP_MODIFIED'];
        if (inLength(at)) allowed.push('BACKUP_TRUNCATED');
        expect(allowed, `byte ${at} with ${mask}`).toContain(code);
        expect(details['file']).toBe(ruined);
        if (at >= manifest.from) {
          const carried = at - bodyAt;
          const chunk = passphrase === null ? CHUNK : CHUNK + TAG;
          const part = carried < 0 ? 'manifest' : sources[carried < 3 * chunk ? 0 : 1]?.name;
          expect(details['part'], `byte ${at} with ${mask}`).toBe(part);
        }
        flips++;
      }
    }
    expect(flips).toBe(2 * bytes.length);
    expect(bytes.length).toBeGreaterThan(700);
    expect(partsOf(file, passphrase)).toEqual(contentOf(sources));
  });

  it('every shorter length is found', async () => {
    const { ruined, bytes, refusal } = await stand(passphrase);
    for (let length = 0; length < bytes.length; length++) {
      const { code, details } = refusal(bytes.subarray(0, length));
      expect([code, details['actualBytes']], `cut to ${length}`).toEqual(['BACKUP_TRUNCATED', length]);
      expect(refusalOf(() => readManifest(diskFiles, ruined)).code, `cut to ${length}`).toBe('BACKUP_TRUNCATED');
    }
  });

  it('whatever was added is found', async () => {
    const { ruined, bytes, refusal } = await stand(passphrase);
    for (const more of [Buffer.alloc(1), Buffer.from('more'), bytes]) {
      const { code, details } = refusal(Buffer.concat([bytes, more]));
      expect([code, details]).toEqual(['BACKUP_MODIFIED', { file: ruined, part: null, reason: 'trailing' }]);
    }
  });

  it('pieces that changed places are found', async () => {
    const { bytes, bodyAt, refusal } = await stand(passphrase);
    const piece = passphrase === null ? CHUNK : CHUNK + TAG;
    const pieces = [0, 1, 2, 3].map((index) => bytes.subarray(bodyAt + index * piece, bodyAt + (index + 1) * piece));
    const head = bytes.subarray(0, bodyAt);
    const inOrder = (order: readonly number[]) =>
      Buffer.concat([head, ...order.map((index) => pieces[index] ?? Buffer.alloc(0))]);
    expect(inOrder([0, 1, 2, 3])).toEqual(bytes);
    for (const order of [
      [1, 0, 2, 3],
      [0, 2, 1, 3],
      [0, 1, 3, 2],
      [3, 1, 2, 0],
      [0, 0, 2, 3],
    ]) {
      expect(refusal(inOrder(order)).code, order.join()).toBe('BACKUP_MODIFIED');
    }
    expect(refusal(inOrder([0, 1, 2])).code).toBe('BACKUP_TRUNCATED');
  });

  it.each([
    '../evil.db',
    '..\\evil.db',
    '/etc/passwd',
    'C:\\evil.db',
    'folder/audit-000000000100-000000000199.db',
    '../audit-000000000100-000000000199.db',
    'audit-000000000100-000000000199.db/..',
    'audit-000000000100-000000000199.db\n',
    'audit-000000000199-000000000100.db',
    'audit-1-2.db',
    'con',
    '',
    SNAPSHOT,
  ])('a forged part name is refused: %j', async (name) => {
    const { ruined, refusalAsItIs } = await stand(passphrase);
    const manifest = looseManifest(ruined);
    const [snapshot, segment] = manifest['parts'] as [object, object];
    forgeManifest(ruined, { ...manifest, parts: [snapshot, { ...segment, name }] });
    expect(refusalAsItIs()).toEqual({ code: 'BACKUP_FOREIGN', details: { file: ruined, reason: 'manifest' } });
    expect(refusalOf(() => readManifest(diskFiles, ruined)).code).toBe('BACKUP_FOREIGN');
  });
});

describe('of a sealed backup', () => {
  it('a manifest that somebody forged does not open, whatever it says', async () => {
    const { file, ruined, refusalAsItIs } = await stand(PASSPHRASE);
    const manifest = looseManifest(file);
    const parts = manifest['parts'] as [{ name: string; bytes: number }, { name: string; bytes: number }];
    const forgeries = {
      reason: { reason: 'scheduled' },
      createdAt: { createdAt: '2026-11-27T00:00:00.000Z' },
      schemaStep: { schemaStep: 1 },
      order: { parts: parts.toReversed() },
      nonce: { encryption: { ...(manifest['encryption'] as object), noncePrefix: '00'.repeat(7) } },
    };
    for (const [what, changes] of Object.entries(forgeries)) {
      copyFileSync(file, ruined);
      forgeManifest(ruined, { ...manifest, ...changes });
      expect(refusalAsItIs().code, what).toBe('BACKUP_MODIFIED');
    }
    copyFileSync(file, ruined);
    forgeManifest(ruined, manifest);
    expect(readFileSync(ruined)).toEqual(readFileSync(file));
  });

  it('a last chunk that somebody dropped, with a manifest that fits, is missed', async () => {
    const { ruined, bytes, bodyAt, refusalAsItIs } = await stand(PASSPHRASE);
    const manifest = looseManifest(ruined);
    const body = bytes.subarray(bodyAt, -(CHUNK + TAG));
    forgeManifest(ruined, { ...manifest, parts: (manifest['parts'] as object[]).slice(0, 1) }, Buffer.from(body));
    expect(refusalAsItIs()).toMatchObject({ code: 'BACKUP_MODIFIED', details: { part: SNAPSHOT } });
  });

  it('a key that would take all memory is refused before it is made', async () => {
    const { ruined, refusalAsItIs } = await stand(PASSPHRASE);
    const manifest = looseManifest(ruined);
    for (const cost of [{ N: 2 ** 30, r: 8 }, { N: 2 ** 20, r: 64 }, { N: 3 }, { p: 1_000 }, { N: 0 }, { r: 0 }]) {
      forgeManifest(ruined, { ...manifest, encryption: { ...(manifest['encryption'] as object), ...cost } });
      expect(refusalAsItIs(), JSON.stringify(cost)).toMatchObject({
        code: 'BACKUP_FOREIGN',
        details: { reason: 'manifest' },
      });
    }
  });
});

describe('a file that is no backup of ours', () => {
  it.each([
    ['a text', 'Dear operator,\nthis is a letter.\n'],
    ['a database', `SQLite format 3\0${'\0'.repeat(100)}`],
    ['one byte', 'x'],
    ['a backup of something else', 'robot-control-console backup-like thing\n'],
  ])('is called foreign: %s', async (_what, content) => {
    const file = path.join(await temporaryFolder(), 'x.rcbackup');
    writeFileSync(file, content);
    const refused = { code: 'BACKUP_FOREIGN', details: { file, reason: 'magic' } };
    expect(refusalOf(() => readBackup(diskFiles, file, { passphrase: null }))).toEqual(refused);
    expect(refusalOf(() => readManifest(diskFiles, file))).toEqual(refused);
  });

  it('is told apart when a newer console wrote it', async () => {
    const { ruined, bytes, refusal } = await stand(null);
    for (const format of ['2', '12', '999']) {
      const newer = Buffer.concat([
        Buffer.from(`robot-control-console backup ${format}\n`),
        bytes.subarray(MAGIC.length),
      ]);
      expect(refusal(newer), format).toEqual({ code: 'BACKUP_FOREIGN', details: { file: ruined, reason: 'version' } });
    }
  });

  it('is called foreign when its manifest is another product’s, or lacks or adds something', async () => {
    const { ruined, refusalAsItIs } = await stand(null);
    const { sequence, ...rest } = looseManifest(ruined);
    for (const manifest of [
      { ...rest, sequence, product: 'another-console' },
      { ...rest, sequence, format: 2 },
      { ...rest, sequence: Number(sequence) + 1 },
      { ...rest, sequence, more: 1 },
      { ...rest, sequence, createdAt: 'yesterday' },
      { ...rest, sequence, parts: [] },
      rest,
    ]) {
      forgeManifest(ruined, manifest);
      expect(refusalAsItIs()).toMatchObject({ code: 'BACKUP_FOREIGN', details: { reason: 'manifest' } });
    }
  });

  it('is called unreadable, with the system’s reason, when it is not there or is a folder', async () => {
    const folder = await temporaryFolder();
    const missing = path.join(folder, 'missing.rcbackup');
    expect(refusalOf(() => readBackup(diskFiles, missing, { passphrase: null }))).toEqual({
      code: 'BACKUP_UNREADABLE',
      details: { file: missing, reason: 'ENOENT' },
    });
    expect(refusalOf(() => readManifest(diskFiles, folder))).toEqual({
      code: 'BACKUP_UNREADABLE',
      details: { file: folder, reason: 'EISDIR' },
    });
  });
});
