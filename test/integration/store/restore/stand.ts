import { seededRandom } from '../../../../src-main/random.ts';
import { backUp, backupState } from '../../../../src-main/store/backup/back-up.ts';
import type { BackupWish } from '../../../../src-main/store/backup/back-up.ts';
import type { SeekableFiles } from '../../../../src-main/store/files.ts';
import { verifyFolder } from '../../../../src-main/store/integrity/verify-folder.ts';
import { recover } from '../../../../src-main/store/opening/recover.ts';
import { restore, type RestoreOptions } from '../../../../src-main/store/restore/restore.ts';
import { bytesIn } from '../../../support/folder-bytes.ts';
import { createSimulatedDisk, type SimulatedDisk } from '../../../support/simulated-disk.ts';
import { createVirtualClock } from '../../../support/virtual-clock.ts';
import { FOLDER, momentOf, names, open, play } from '../opening/lives.ts';

/** Records leave for segments soon. */
export const POLICY = { afterBytes: 1e9, afterMs: 1e12, notBeforeMs: 1e12, segmentRows: 2 };
const OTHER = '/other/data';
export const AT = momentOf(500);

/** Backs a store up as the command line does: from what lies on the disk, whoever works on it meanwhile. */
export async function backUpFolder(
  files: SeekableFiles,
  folder: string,
  changes: Partial<BackupWish> = {},
): Promise<string> {
  const { memory, reached } = await recover(files, folder);
  try {
    const wish = {
      to: '/mnt/backups',
      passphrase: null,
      reason: 'on-demand',
      at: AT,
      consoleVersion: '0.1.0',
    } as const;
    return backUp(files, backupState(memory, folder, reached.sequence), { ...wish, ...changes }).file;
  } finally {
    memory.close();
  }
}

export interface Stand {
  readonly disk: SimulatedDisk;
  readonly files: SeekableFiles;
  /** Of the store of x, y and z and so on, none of whose names the old one knows. */
  readonly backup: string;
}

/** On one disk: a store of a, b, c and so on, and a backup of another one. Both have segments. */
export async function stand(): Promise<Stand> {
  const disk = createSimulatedDisk({ random: seededRandom(1), folders: 'journaled' });
  const { files } = disk;
  const old = await open(files, { policy: POLICY });
  await play(old, 'a b c d | e f |');
  await play(old, 'g h');
  await old.close();
  const other = await open(files, { folder: OTHER, policy: POLICY });
  await play(other, 'u v w x | y z | zz');
  return { disk, files, backup: await backUpFolder(files, OTHER) };
}

export const [OLD, NEW] = ['a b c d e f g h', 'u v w x y z zz'];
/** The last change in the backup: the schema, seven accounts, two segments. */
export const SEQUENCE = 10;

/** Another disk with the same on it. */
export function copyOf({ disk, backup }: Stand, seed: number): Stand {
  const copy = disk.afterPowerCut(seededRandom(seed));
  return { disk: copy, files: copy.files, backup };
}

export const restoreHere = (files: SeekableFiles, backup: string, changes: Partial<RestoreOptions> = {}) =>
  restore(files, FOLDER, backup, { passphrase: null, at: AT, ...changes });

/** Whose accounts are in the store, once opening it has shown that they and their records belong together. */
export async function namesWithRecords(files: SeekableFiles): Promise<string> {
  const store = await open(files, { policy: POLICY });
  const found = await names(store);
  const records = await store.read('audit.page', { limit: 99 });
  const subjects = records
    .map(({ subject }) => subject)
    .toReversed()
    .join(' ');
  if (subjects !== found) throw new Error(`a mixture: accounts ${found}, records ${subjects}`);
  return found;
}

/** The files of the store itself, byte by byte: of the one in the folder, or of one that was set aside. */
export function storeBytes(files: SeekableFiles, folder = FOLDER): Record<string, string> {
  const ofStore = /^(?:snapshot|journal)-\d+\.(?:db|log)$|^segments.audit-/;
  return Object.fromEntries(Object.entries(bytesIn(files, folder)).filter(([name]) => ofStore.test(name)));
}

export const verified = (files: SeekableFiles) =>
  verifyFolder({
    files,
    clock: createVirtualClock(),
    folder: FOLDER,
    kind: 'full',
    canonicalName: (name) => name.toLowerCase(),
  });
