/** `npm run bench -- store [PART...]`: the store against native SQLite (better-sqlite3, WAL, synchronous=FULL). */
import { concurrency } from './store/concurrency.ts';
import { exportPerCommit, snapshotDelay } from './store/exporting.ts';
import { growth } from './store/growth.ts';
import { reopening } from './store/reopening.ts';
import { exitCode } from './support/figures.ts';

const PARTS = { concurrency, exportPerCommit, snapshotDelay, reopening, growth };

const wanted = process.argv.slice(2);
for (const [name, measure] of Object.entries(PARTS)) {
  if (wanted.length === 0 || wanted.includes(name)) await measure();
}
process.exit(exitCode());
