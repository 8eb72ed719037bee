import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import path from 'node:path';
import { systemClock } from '../../../src-main/clock.ts';
import type { Log } from '../../../src-main/log.ts';
import type { SnapshotPolicy } from '../../../src-main/store/snapshot/snapshots.ts';
import { openStore, type Store } from '../../../src-main/store/store.ts';
import { benchEvent } from './store-peer.ts';

/** Says what goes wrong, and nothing else. */
export const errorsOnly: Log = {
  info() {},
  warn() {},
  error: (message, facts) => console.error(message, facts),
};

/** A folder on the project's own disk (the system's may be memory), gone with the answer's disposal. */
export function benchFolder(): Disposable & { readonly dir: string } {
  const parent = path.resolve(import.meta.dirname, '../../../.cache/bench');
  mkdirSync(parent, { recursive: true });
  const dir = mkdtempSync(path.join(parent, 'store-'));
  return { dir, [Symbol.dispose]: () => rmSync(dir, { recursive: true, force: true }) };
}

/** The account that works in the measures. */
export const ANN = {
  id: 'ann',
  username: 'ann',
  canonicalName: 'ann',
  displayName: 'Ann',
  role: 'operator' as const,
  scope: null,
  searchText: 'ann',
  passwordHash: 'hash',
  hasPassword: true,
  secret: null,
  createdAt: 0,
  onlyAsFirst: true,
};

export async function openBenchStore(dir: string, policy: Partial<SnapshotPolicy> = {}): Promise<Store> {
  const store = await openStore({ dir, clock: systemClock, log: errorsOnly, policy });
  if ((await store.read('users.count', {})) === 0) {
    await store.write('users.create', ANN, benchEvent(0));
  }
  return store;
}

/** One durable transaction: an audit record, and the account's last sign-in. */
export function signIn(store: Store, number: number): Promise<void> {
  return store.write('users.recordSignIn', { userId: 'ann', at: number }, benchEvent(number));
}

/** Appends `count` records, many at a time, and says now and then how far it is. */
export async function fill(store: Store, count: number, told: (done: number) => void): Promise<void> {
  let begun = 0;
  let done = 0;
  await Promise.all(
    Array.from({ length: 256 }, async () => {
      while (begun < count) {
        await store.write('audit.append', {}, benchEvent(begun++));
        if (++done % 100_000 === 0) told(done);
      }
    }),
  );
}
