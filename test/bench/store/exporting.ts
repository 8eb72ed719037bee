import { closeSync, fsyncSync, openSync, renameSync, writeSync } from 'node:fs';
import path from 'node:path';
import initSqlJs, { type Database } from 'sql.js';
import type { Store } from '../../../src-main/store/store.ts';
import { benchFolder, openBenchStore } from '../support/bench-store.ts';
import { figure, progress } from '../support/figures.ts';
import { paired } from '../support/samples.ts';
import { benchEvent } from '../support/store-peer.ts';
import { ourWriters } from './writers.ts';

const MEGABYTE = 1024 * 1024;

/** The usual way to keep a database of sql.js: the whole of it into the file, on the main thread. */
function exportTo(file: string, database: Database): void {
  const bytes = database.export();
  const descriptor = openSync(`${file}.tmp`, 'w');
  writeSync(descriptor, bytes);
  fsyncSync(descriptor);
  closeSync(descriptor);
  renameSync(`${file}.tmp`, file);
}

async function bulky(megabytes: number): Promise<Database> {
  const database = new (await initSqlJs()).Database();
  database.exec('CREATE TABLE bulk (id INTEGER PRIMARY KEY, filler TEXT); CREATE TABLE small (n INTEGER)');
  for (let count = 0; count < megabytes; count++) {
    database.run('INSERT INTO bulk (filler) VALUES (?)', ['x'.repeat(MEGABYTE)]);
  }
  return database;
}

async function storeOf(dir: string, megabytes: number): Promise<Store> {
  const store = await openBenchStore(dir, { afterBytes: Number.MAX_SAFE_INTEGER, afterMs: 1e9 });
  for (let count = 0; count < megabytes; count++) {
    const bulk = { key: `bulk-${count}`, value: 'x'.repeat(MEGABYTE), at: 0, by: null };
    await store.write('settings.change', bulk, benchEvent(count));
  }
  return store;
}

/** Commits against exporting the file at every commit, with 10 MB in it. */
export async function exportPerCommit(): Promise<void> {
  using folder = benchFolder();
  const file = path.join(folder.dir, 'exported.db');
  const database = await bulky(10);
  const store = await storeOf(path.join(folder.dir, 'store'), 10);
  progress('a commit against an export, 10 MB');
  const peerMs = async (): Promise<number> => {
    const begun = performance.now();
    for (let count = 0; count < 10; count++) {
      database.run('INSERT INTO small VALUES (?)', [count]);
      exportTo(file, database);
    }
    return 10_000 / (performance.now() - begun);
  };
  const many = await paired(4, async () => (await ourWriters(store, 64, 1000)).commitsPerSecond, peerMs);
  figure('store.export-per-commit', many.ratio, 'ratio', { atLeast: 100 }, many);
  await store.close();
}

/** How long the main thread's loop is held up while 100 MB go to the disk. */
export async function snapshotDelay(): Promise<void> {
  using folder = benchFolder();
  const file = path.join(folder.dir, 'exported.db');
  const database = await bulky(100);
  const store = await storeOf(path.join(folder.dir, 'store'), 100);
  progress('a snapshot of 100 MB');
  const ours = async (): Promise<number> => {
    await store.write('audit.append', {}, benchEvent(0));
    return delayDuring(() => store.snapshot());
  };
  const peer = (): Promise<number> => delayDuring(async () => exportTo(file, database));
  const delay = await paired(4, ours, peer);
  figure('store.snapshot-loop-delay', delay.ratio, 'ratio', { atMost: 0.1 }, delay);
  await store.close();
}

/** The longest time between two turns of a loop that wants one every millisecond, ms. */
async function delayDuring(work: () => Promise<void>): Promise<number> {
  let longest = 0;
  let last = performance.now();
  const look = (): void => {
    const now = performance.now();
    longest = Math.max(longest, now - last);
    last = now;
  };
  const timer = setInterval(look, 1);
  await new Promise((resolve) => setTimeout(resolve, 20));
  longest = 0;
  await work();
  look();
  clearInterval(timer);
  return longest;
}
