import type { BackupListing } from '../../src-main/store/backup/list-backups.ts';
import type { BackupRequest } from '../../src-main/store/backup/store-backups.ts';
import type { Following, Progress } from '../../src-main/store/housekeeping/job.ts';
import type { VerifyReport } from '../../src-main/store/integrity/report.ts';
import type { VerifyRequest } from '../../src-main/store/integrity/store-verifier.ts';
import type { StoreHealth, StoreStatus } from '../../src-main/store/status.ts';
import type { Store } from '../../src-main/store/store.ts';

/** A store that fares as the test says. */
export interface FakeStore extends Pick<Store, 'health' | 'onChange' | 'status' | 'verify' | 'backups'> {
  /** The store's health is this now, and everyone who listens is told. */
  become(health: StoreHealth): void;
  /** Everyone who listens is told of a change that is none. */
  touch(): void;
  /** What is different from a store in order. */
  change: Partial<StoreStatus>;
  readonly check: FakeWork<VerifyRequest, VerifyReport>;
  readonly backup: FakeWork<BackupRequest, BackupListing>;
  /** The backups there are; one that is made does not enter by itself. */
  listed: readonly BackupListing[];
  readonly listeners: number;
  /** How often anyone asked for the status. */
  readonly asked: number;
}

/** A store in order, with figures that tell one from another. */
export const STATUS: StoreStatus = {
  health: { state: 'accepting' },
  refusing: null,
  counts: { commits: 1234, syncs: 1100, reads: 56_789, refused: 0, slow: 2 },
  sequence: 4321,
  journalBytes: 1_234_567,
  lastSnapshot: { sequence: 4000, at: Date.UTC(2026, 0, 1), bytes: 2_345_678, tookMs: 42 },
  snapshotFailure: null,
  statements: { hits: 999, misses: 1 },
  segments: { hits: 3, misses: 1 },
  checkpoints: { lastAt: Date.UTC(2026, 0, 1), failure: null },
  freeBytes: 12_345_678_901,
  opening: {
    fresh: false,
    snapshotSequence: 3900,
    replayed: 17,
    tornBytes: 0,
    findings: [],
    damage: null,
    migrationsApplied: 0,
  },
  reads: { p50: 0.21, p99: 3.4 },
  writes: { p50: 1.4, p99: 12 },
  restarts: 0,
  lastVerify: null,
};

export function createFakeStore(): FakeStore {
  const listeners = new Set<() => void>();
  let health: StoreHealth = { state: 'accepting' };
  let asked = 0;
  const check = createFakeWork<VerifyRequest, VerifyReport>();
  const backup = createFakeWork<BackupRequest, BackupListing>();
  const tell = () => listeners.forEach((listener) => listener());
  const fake: FakeStore = {
    change: {},
    check,
    verify: check.run,
    backup,
    listed: [],
    backups: { list: async () => fake.listed, create: backup.run },
    get health() {
      return health;
    },
    onChange(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    async status() {
      asked += 1;
      return { ...STATUS, health, ...fake.change };
    },
    become(next) {
      health = next;
      tell();
    },
    touch: tell,
    get listeners() {
      return listeners.size;
    },
    get asked() {
      return asked;
    },
  };
  return fake;
}

/** Somebody follows the work and can stop it. */
interface Followed {
  readonly onProgress: (progress: Progress) => void;
  readonly signal: AbortSignal;
}

/** Work that goes on until the test ends it. */
export interface FakeWork<W extends Following, R> {
  readonly run: (wish: W) => Promise<R>;
  /** How often it was asked for. */
  readonly asked: number;
  /** The newest wish; throws when there was none. */
  readonly current: {
    readonly wish: W & Followed;
    readonly resolve: (result: R) => void;
    readonly reject: (error: unknown) => void;
  };
}

export function createFakeWork<W extends Following, R>(): FakeWork<W, R> {
  let current: FakeWork<W, R>['current'] | null = null;
  let asked = 0;
  return {
    run(wish) {
      const { onProgress, signal } = wish;
      if (!onProgress || !signal) throw new Error('nobody follows this work');
      asked += 1;
      const { promise, resolve, reject } = Promise.withResolvers<R>();
      current = { wish: { ...wish, onProgress, signal }, resolve, reject };
      return promise;
    },
    get asked() {
      return asked;
    },
    get current() {
      if (current === null) throw new Error('nobody has asked for this work');
      return current;
    },
  };
}
