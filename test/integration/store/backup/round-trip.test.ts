import { readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { readBackup, readManifest } from '../../../../src-main/store/backup/read-backup.ts';
import { writeBackup } from '../../../../src-main/store/backup/write-backup.ts';
import { diskFiles } from '../../../../src-main/store/files.ts';
import { temporaryFolder } from '../../../support/store.ts';
import {
  AT,
  CHUNK,
  contentOf,
  orderOf,
  partsOf,
  PASSPHRASE,
  refusalOf,
  segmentOf,
  SEQUENCE,
  SNAPSHOT,
  snapshotOf,
} from './stand.ts';

const newFile = async (): Promise<string> => path.join(await temporaryFolder(), 'console.rcbackup');

describe.each([
  ['without a passphrase', null],
  ['with a passphrase', PASSPHRASE],
])('a backup %s', (_how, passphrase) => {
  it.each([
    ['a snapshot alone', 10 * CHUNK + 3, []],
    ['a snapshot of exactly one chunk', CHUNK, []],
    ['a snapshot of exactly two chunks', 2 * CHUNK, []],
    ['one segment smaller than a chunk', CHUNK + 1, [1]],
    ['parts that end where chunks end', CHUNK, [CHUNK, 2 * CHUNK]],
    ['several parts within one chunk', CHUNK, [10, 20, 30]],
    ['many parts of many sizes', 1_000, Array.from({ length: 40 }, (_, index) => 1 + 7 * index)],
  ])('gives back %s', async (_what, snapshotBytes, segmentBytes) => {
    const file = await newFile();
    const sources = [
      await snapshotOf(snapshotBytes),
      ...segmentBytes.map((bytes, index) => segmentOf(bytes, index + 1)),
    ];
    writeBackup(diskFiles, file, orderOf(sources, { passphrase }));
    expect(partsOf(file, passphrase)).toEqual(contentOf(sources));
    expect(readdirSync(path.dirname(file))).toEqual(['console.rcbackup']);
  });

  it('gives back parts larger than its usual chunk of a mebibyte, with its usual key', async () => {
    const file = await newFile();
    const sources = [await snapshotOf(1_300_000), segmentOf(1024 * 1024), segmentOf(5, 2)];
    const { scryptCost: _cost, chunkBytes: _bytes, random: _random, ...usual } = orderOf(sources, { passphrase });
    const { encryption } = writeBackup(diskFiles, file, usual);
    if (passphrase !== null) expect(encryption).toMatchObject({ N: 2 ** 17, r: 8, p: 1, chunkBytes: 2 ** 20 });
    expect(partsOf(file, passphrase)).toEqual(contentOf(sources));
  });

  it('says what it holds to whoever has no passphrase', async () => {
    const file = await newFile();
    const sources = [await snapshotOf(100), segmentOf(20)];
    const written = writeBackup(diskFiles, file, orderOf(sources, { passphrase, reason: 'before-restore' }));
    const manifest = readManifest(diskFiles, file);
    expect(manifest).toEqual(written);
    expect(manifest).toMatchObject({
      format: 1,
      product: 'robot-control-console',
      createdAt: '2026-11-26T00:42:30.125Z',
      reason: 'before-restore',
      consoleVersion: '0.1.0',
      schemaStep: 2,
      sequence: SEQUENCE,
      parts: [
        { name: SNAPSHOT, bytes: 100 },
        { name: 'audit-000000000100-000000000199.db', bytes: 20 },
      ],
    });
    expect(Date.parse(manifest.createdAt)).toBe(AT);
  });

  it('is checked again when its parts are taken', async () => {
    const file = await newFile();
    writeBackup(diskFiles, file, orderOf([await snapshotOf(300), segmentOf(300)], { passphrase }));
    const backup = readBackup(diskFiles, file, { passphrase });
    const bytes = readFileSync(file);
    bytes.writeUInt8(bytes.readUInt8(bytes.length - 1) ^ 1, bytes.length - 1);
    writeFileSync(file, bytes);
    const parts = backup.parts();
    expect(parts.next().value).toMatchObject({ name: SNAPSHOT });
    expect(refusalOf(() => parts.next())).toMatchObject({
      code: 'BACKUP_MODIFIED',
      details: { file, part: 'audit-000000000100-000000000199.db' },
    });
  });
});

describe('a sealed backup', () => {
  it('shows nothing of its parts', async () => {
    const plain = await newFile();
    const sealed = await newFile();
    const sources = [await snapshotOf(1_000)];
    writeBackup(diskFiles, plain, orderOf(sources));
    writeBackup(diskFiles, sealed, orderOf(sources, { passphrase: PASSPHRASE }));
    const piece = Buffer.from(sources[0]?.read() ?? []).subarray(100, 116);
    expect(readFileSync(plain).includes(piece)).toBe(true);
    expect(readFileSync(sealed).includes(piece)).toBe(false);
  });

  it('never uses a key twice: two backups of the same state have nothing in common', async () => {
    const [one, other] = [await newFile(), await newFile()];
    const { random: _random, ...order } = orderOf([await snapshotOf(1_000)], { passphrase: PASSPHRASE });
    const first = writeBackup(diskFiles, one, order).encryption;
    const second = writeBackup(diskFiles, other, order).encryption;
    expect(first?.salt).not.toBe(second?.salt);
    expect(first?.keyCheck).not.toBe(second?.keyCheck);
    expect(readFileSync(one).subarray(-CHUNK)).not.toEqual(readFileSync(other).subarray(-CHUNK));
  });

  it('opens with the same words typed on another machine', async () => {
    const file = await newFile();
    const sources = [await snapshotOf(200)];
    writeBackup(diskFiles, file, orderOf(sources, { passphrase: PASSPHRASE.normalize('NFD') }));
    expect(partsOf(file, PASSPHRASE.normalize('NFC'))).toEqual(contentOf(sources));
  });

  it('is for its owner alone', async () => {
    const file = await newFile();
    writeBackup(diskFiles, file, orderOf([await snapshotOf(200)]));
    expect(statSync(file).mode & 0o777).toBe(0o600);
  });
});

describe('the passphrase', () => {
  it('is asked for, and a wrong one is told apart from a modified file', async () => {
    const file = await newFile();
    writeBackup(diskFiles, file, orderOf([await snapshotOf(200)], { passphrase: PASSPHRASE }));
    const refused = (passphrase: string | null) => refusalOf(() => readBackup(diskFiles, file, { passphrase }));
    expect(refused(null)).toEqual({ code: 'BACKUP_PASSPHRASE_NEEDED', details: { file } });
    expect(refused('')).toEqual({ code: 'BACKUP_PASSPHRASE_WRONG', details: { file } });
    expect(refused(`${PASSPHRASE} `)).toEqual({ code: 'BACKUP_PASSPHRASE_WRONG', details: { file } });
  });

  it('is not ignored where nothing is sealed: the file may have been exchanged', async () => {
    const file = await newFile();
    writeBackup(diskFiles, file, orderOf([await snapshotOf(200)]));
    expect(refusalOf(() => readBackup(diskFiles, file, { passphrase: PASSPHRASE }))).toEqual({
      code: 'BACKUP_NOT_ENCRYPTED',
      details: { file },
    });
  });

  it('is refused when weak, before anything is read or written', async () => {
    const file = await newFile();
    const order = orderOf([{ name: SNAPSHOT, read: () => expect.fail('the source was read') }], {
      passphrase: 'short',
    });
    expect(refusalOf(() => writeBackup(diskFiles, file, order)).code).toBe('BACKUP_PASSPHRASE_WEAK');
    expect(readdirSync(path.dirname(file))).toEqual([]);
  });
});
