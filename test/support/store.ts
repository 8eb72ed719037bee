import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { onTestFinished } from 'vitest';
import { systemClock } from '../../src-main/clock.ts';
import { ConsoleError } from '../../src-main/errors.ts';
import { silentLog } from '../../src-main/log.ts';
import type { NewUser } from '../../src-main/store/repositories/users.ts';
import { openStore, type Store, type StoreOptions } from '../../src-main/store/store.ts';
import { auditEvent, newUser } from './store-data.ts';

export { auditEvent, newTrail, newUser, SEGMENT_FACTS } from './store-data.ts';

/** A real folder that goes away with the test. */
export async function temporaryFolder(): Promise<string> {
  const folder = await mkdtemp(path.join(tmpdir(), 'robot-console-test-'));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  return folder;
}

/** An open store that is closed with the test, if the test has not done it. */
export async function openTestStore(dir: string, options: Partial<StoreOptions> = {}): Promise<Store> {
  const store = await openStore({ dir, clock: systemClock, log: silentLog, ...options });
  onTestFinished(() => store.close());
  return store;
}

export function createUser(store: Store, name: string, changes: Partial<NewUser> = {}): Promise<void> {
  return store.write('users.create', newUser(name, changes), auditEvent({ subject: `id-of-${name}` }));
}

export async function usernames(store: Store): Promise<string[]> {
  return (await store.read('users.list', {})).map(({ username }) => username);
}

/** The error with which a promise is refused; fails the test when it is not refused by a ConsoleError. */
export async function refusalOf(promise: Promise<unknown>): Promise<ConsoleError> {
  const error = await promise.then(
    () => null,
    (reason: unknown) => reason,
  );
  if (!(error instanceof ConsoleError)) throw new Error('expected a ConsoleError', { cause: error });
  return error;
}
