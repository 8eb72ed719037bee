import path from 'node:path';
import { z } from 'zod';
import { sleep, type Clock } from '../clock.ts';
import { ConsoleError } from '../errors.ts';
import { secretToken } from '../random.ts';
import { writeAll } from './atomic-file.ts';
import { systemCode, type Files } from './files.ts';
import { processIdentity } from './process-identity.ts';

/**
 * One process per data folder. The lock is the file with the highest number among `console.lock.1`, `.2`, ...; a taker
 * judges the highest one's holder dead, then creates the next number, which the file system lets only one succeed in.
 * Numbers never go down (a released lock's file stays), so nobody can act on an old look at the folder without
 * noticing: whoever finds a number above his own after creating it has lost.
 */
export interface FolderLock {
  release(): void;
}

const HOLDER = z.object({
  pid: z.number().int().positive(),
  /** See processIdentity. */
  identity: z.string(),
  /** Tells this process's own locks from one left by a dead process that had the same number. */
  token: z.string(),
  /** Wall clock, ms. */
  since: z.number(),
  released: z.boolean(),
});
type Holder = z.infer<typeof HOLDER>;

const PREFIX = 'console.lock.';
const ATTEMPTS = 10;
/** How long a lock file may be unreadable because its taker is between creating and writing it. */
const WRITING_MS = 250;
const LOOK_AGAIN_MS = 50;

/** The locks that this process holds now. */
const heldTokens = new Set<string>();

/**
 * Takes the folder for this process; a lock whose holder was killed is taken over.
 *
 * @throws ConsoleError STORE_LOCKED, naming who holds it (`pid`) and since when (`since`, wall clock, ms)
 */
export async function lockFolder(files: Files, clock: Clock, folder: string): Promise<FolderLock> {
  const holder: Holder = {
    pid: process.pid,
    identity: (await processIdentity(process.pid)) ?? 'running',
    token: secretToken(12),
    since: clock.now(),
    released: false,
  };
  for (let attempt = 1; attempt <= ATTEMPTS; attempt++) {
    const highest = Math.max(0, ...lockNumbers(files, folder));
    const other = highest > 0 ? await readHolder(files, clock, fileOf(folder, highest)) : null;
    if (other && (await isAlive(other))) throw locked(folder, other);
    if (take(files, folder, highest + 1, holder)) return heldLock(files, fileOf(folder, highest + 1), holder);
  }
  throw new ConsoleError('STORE_LOCKED', `${folder}: other processes keep taking the lock`, { folder });
}

/** Who holds the folder at this moment, null when nobody does. Changes nothing. */
export async function folderHolder(
  files: Files,
  clock: Clock,
  folder: string,
): Promise<Pick<Holder, 'pid' | 'since'> | null> {
  const highest = Math.max(0, ...lockNumbers(files, folder));
  const holder = highest > 0 ? await readHolder(files, clock, fileOf(folder, highest)) : null;
  return holder && (await isAlive(holder)) ? holder : null;
}

/** Whether this process is the one that holds number `number`, and none above it is taken. */
function take(files: Files, folder: string, number: number, holder: Holder): boolean {
  const file = fileOf(folder, number);
  try {
    writeHolder(files, file, 'create', holder);
  } catch (error) {
    if (systemCode(error) === 'EEXIST') return false;
    throw error;
  }
  const numbers = lockNumbers(files, folder);
  if (Math.max(...numbers) > number) return false;
  for (const old of numbers.filter((other) => other < number)) files.remove(fileOf(folder, old));
  return true;
}

function heldLock(files: Files, file: string, holder: Holder): FolderLock {
  heldTokens.add(holder.token);
  return {
    release() {
      heldTokens.delete(holder.token);
      writeHolder(files, file, 'replace', { ...holder, released: true });
    },
  };
}

async function isAlive(holder: Holder): Promise<boolean> {
  if (holder.released) return false;
  if (holder.pid === process.pid) return heldTokens.has(holder.token);
  return (await processIdentity(holder.pid)) === holder.identity;
}

const fileOf = (folder: string, number: number): string => path.join(folder, `${PREFIX}${number}`);

function lockNumbers(files: Files, folder: string): number[] {
  return files
    .list(folder)
    .filter((name) => name.startsWith(PREFIX) && /^\d+$/.test(name.slice(PREFIX.length)))
    .map((name) => Number(name.slice(PREFIX.length)));
}

function writeHolder(files: Files, file: string, mode: 'create' | 'replace', holder: Holder): void {
  const handle = files.open(file, mode);
  try {
    writeAll(handle, Buffer.from(JSON.stringify(holder)), 0);
  } finally {
    handle.close();
  }
}

/** Null when the file names nobody: it was removed, or its taker died before writing it. */
async function readHolder(files: Files, clock: Clock, file: string): Promise<Holder | null> {
  for (let waited = 0; ; waited += LOOK_AGAIN_MS) {
    const holder = parseHolder(readIfThere(files, file));
    if (holder || waited >= WRITING_MS) return holder;
    await sleep(clock, LOOK_AGAIN_MS);
  }
}

function readIfThere(files: Files, file: string): string {
  try {
    return Buffer.from(files.read(file)).toString('utf8');
  } catch (error) {
    if (systemCode(error) === 'ENOENT') return '';
    throw error;
  }
}

function parseHolder(text: string): Holder | null {
  try {
    return HOLDER.parse(JSON.parse(text));
  } catch {
    // Not written to the end yet, or never: the caller decides how long to wait.
    return null;
  }
}

function locked(folder: string, { pid, since }: Holder): ConsoleError {
  const when = new Date(since).toISOString();
  return new ConsoleError('STORE_LOCKED', `${folder} is in use by process ${pid} since ${when}`, {
    folder,
    pid,
    since,
  });
}
