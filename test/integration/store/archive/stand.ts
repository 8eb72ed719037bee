import { seededRandom } from '../../../../src-main/random.ts';
import { signingKeyFromSeed } from '../../../../src-main/audit/signing-key.ts';
import { verifyAudit } from '../../../../src-main/audit/verifier/verify.ts';
import type { VerificationResult } from '../../../../src-main/audit/verifier/findings.ts';
import type { Files, SeekableFiles } from '../../../../src-main/store/files.ts';
import type { Finding } from '../../../../src-main/store/integrity/finding.ts';
import type { LocalStoreOptions } from '../../../../src-main/store/local-store.ts';
import { listIfThere } from '../../../../src-main/store/opening/folder-content.ts';
import type { InThreadStore } from '../../../support/local-store.ts';
import { createSimulatedDisk, type SimulatedDisk } from '../../../support/simulated-disk.ts';
import { auditEvent } from '../../../support/store-data.ts';
import { list, open } from '../opening/lives.ts';
import { append } from '../segments/records.ts';

export const ROWS = 4;
export const KEY = signingKeyFromSeed('plant/hall-3', Buffer.alloc(32, 7));
export const BY = auditEvent().actor;
/** Outside the data folder. */
export const ARCHIVE = '/archive';
const POLICY = { afterBytes: 1e9, afterMs: 1e12, notBeforeMs: 1e12, segmentRows: ROWS };

/** The records 1 to 8, of the two oldest of three sealed segments (each record is from 1000 + its id). */
export const TASK = { before: 1009, to: ARCHIVE, by: BY, systemUser: null };
export const FILES = ['plant_hall-3-segment-000001.jsonl', 'plant_hall-3-segment-000002.jsonl'];

export const openSigned = (files: SeekableFiles, options: Partial<LocalStoreOptions> = {}): Promise<InThreadStore> =>
  open(files, { policy: POLICY, auditKey: { name: KEY.name, pem: KEY.exportPem() }, ...options });

/** A disk with a signed log of 18 records, 12 of them in three sealed segments. */
export async function sealedDisk(seed = 1): Promise<SimulatedDisk> {
  const disk = createSimulatedDisk({ random: seededRandom(seed) });
  const store = await openSigned(disk.files);
  await append(store, 1, 18);
  await store.close();
  return disk;
}

export const segmentsIn = (files: Files): string[] => list(files, 'segments').filter((name) => name.endsWith('.db'));
export const archiveIn = (files: Files): string[] => listIfThere(files, ARCHIVE).toSorted();

export async function idsIn(store: InThreadStore): Promise<number[]> {
  return (await store.read('audit.page', { limit: 99 })).map(({ id }) => id).toReversed();
}

/** What the store finds wrong with itself. */
export async function findingsIn(store: InThreadStore): Promise<readonly Finding[]> {
  return (await store.verify({ kind: 'full', repair: false, by: BY })).findings;
}

/** The verifier's word on files of a simulated disk. */
export function verifyOn(files: Files, path: string, witnesses: string[] = []): Promise<VerificationResult> {
  return verifyAudit(path, {
    keys: [KEY.verifierKey],
    witnesses,
    source: {
      isFolder: async (place) => !place.includes('.'),
      list: async (folder) => files.list(folder),
      size: async (file) => files.read(file).length,
      read: async function* (file) {
        yield files.read(file);
      },
    },
  });
}
