import { sleep, type Clock } from '../../clock.ts';
import { ConsoleError } from '../../errors.ts';
import { systemCode, type SeekableFiles } from '../files.ts';
import { folderHolder } from '../folder-lock.ts';
import type { Following } from '../housekeeping/job.ts';
import { verifierKeyIn } from '../checkpoints/key-beside.ts';
import { migrations as allMigrations } from '../migrations/all.ts';
import { recover, type Recovered } from '../opening/recover.ts';
import { listNames } from '../repositories/users.ts';
import { begunSwap } from '../restore/swap.ts';
import { snapshotSequence } from '../snapshot/snapshot-file.ts';
import { nameFindings, type AccountName } from './checks/names.ts';
import { found, type Finding, type VerifyKind } from './finding.ts';
import { isWhole, type VerifyReport } from './report.ts';
import { verify } from './verify.ts';

export interface VerifyFolderOptions extends Following {
  readonly files: SeekableFiles;
  readonly clock: Clock;
  readonly folder: string;
  readonly kind: VerifyKind;
  /** The form in which two usernames are the same person. */
  readonly canonicalName: (username: string) => string;
}

/** What is found while a console works on the folder counts only when it is found again. */
const ATTEMPTS = 5;
/** Pause before it is looked again, ms: the console has moved on by then. */
const AGAIN_MS = 2000;

/**
 * Verifies the store in a data folder by reading alone: nothing in it changes, and a console may be using it meanwhile.
 *
 * @throws ConsoleError VERIFY_CANCELLED; the system's error when the folder cannot be read
 */
export async function verifyFolder(options: VerifyFolderOptions): Promise<VerifyReport> {
  const { files, clock, folder, signal } = options;
  const inUse = async (): Promise<boolean> => (await folderHolder(files, clock, folder)) !== null;
  let before: string | null = null;
  for (let attempt = 1; ; attempt++) {
    const used = await inUse();
    const report = await unlessMoved(() => look(options, used));
    if (report !== null) {
      const now = JSON.stringify(report.findings);
      const sure = isWhole(report) || now === before || attempt >= ATTEMPTS;
      if (sure || !(used || (await inUse()))) return report;
      before = now;
    } else if (attempt >= ATTEMPTS) return look(options, used);
    await sleep(clock, AGAIN_MS, signal);
  }
}

/** Null when a file went away between being listed and being read. */
async function unlessMoved<T>(work: () => Promise<T>): Promise<T | null> {
  try {
    return await work();
  } catch (error) {
    if (systemCode(error) === 'ENOENT') return null;
    throw error;
  }
}

/** A folder that is neither the old store nor the new one: nothing in it can be judged. */
const HALF_RESTORED = found('unfinished-restore', 'a restore was begun and not finished');

async function look(options: VerifyFolderOptions, inUse: boolean): Promise<VerifyReport> {
  const { files, clock, folder, kind, canonicalName, ...following } = options;
  const { onProgress = () => {}, signal = { aborted: false } } = following;
  const at = clock.now();
  const started = clock.monotonic();
  const told = { kind, at, repairs: [] };
  if (begunSwap(files, folder)) return { ...told, findings: [HALF_RESTORED], untold: 0, steps: 1, tookMs: 0 };
  const { database, sequence, names, findings } = await stateOf(files, folder);
  const job = {
    kind,
    folder,
    inUse,
    database,
    sequence,
    verifierKey: verifierKeyIn(files, folder),
    migrations: allMigrations,
  };
  const verified = await verify({ files, onProgress, signal }, job);
  const known = new Set(verified.findings.map(({ check, record }) => `${check} ${record}`));
  return {
    ...told,
    ...verified,
    // what opening the folder found stands in a full verification already, where it read the same file
    findings: [
      ...findings.filter(({ check, record }) => !known.has(`${check} ${record}`)),
      ...verified.findings,
      ...(kind === 'full' ? nameFindings(names, canonicalName) : []),
    ],
    tookMs: clock.monotonic() - started,
  };
}

interface FoundState {
  readonly database: Uint8Array | null;
  readonly sequence: number;
  readonly names: readonly AccountName[];
  readonly findings: readonly Finding[];
}

/** The newest state in the folder, and what is already known against it. */
async function stateOf(files: SeekableFiles, folder: string): Promise<FoundState> {
  const recovered = await recoveredOrWhy(files, folder);
  if (recovered instanceof ConsoleError) {
    const record = String(recovered.details['file'] ?? '') || null;
    return { database: null, sequence: 0, names: [], findings: [found('opening', recovered.message, { record })] };
  }
  const { memory, fresh, reached } = recovered;
  try {
    const findings = recovered.findings.map(({ file, finding }) =>
      snapshotSequence(file) === null
        ? found('opening', `${file}: ${finding}`)
        : found('snapshots', finding, { record: file, repair: 'set-snapshot-aside' }),
    );
    if (fresh) return { database: null, sequence: 0, names: [], findings };
    const names = await listNames(memory.db).catch(() => []);
    return { database: memory.export(), sequence: reached.sequence, names, findings };
  } finally {
    memory.close();
  }
}

/** The state as opening it would find it; where opening would refuse, one whose faults can be named. */
async function recoveredOrWhy(files: SeekableFiles, folder: string): Promise<Recovered | ConsoleError> {
  const whole = await recover(files, folder).catch(damage);
  if (!(whole instanceof ConsoleError)) return whole;
  return recover(files, folder, { acceptRepairable: true }).catch(damage);
}

function damage(error: unknown): ConsoleError {
  if (error instanceof ConsoleError && error.code === 'STORE_DAMAGED') return error;
  throw error;
}
