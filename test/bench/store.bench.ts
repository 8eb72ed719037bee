/** `npm run bench -- store [PART...]`: the store against native SQLite (better-sqlite3, WAL, synchronous=FULL). */
import { concurrency } from './store/concurrency.ts';
import { exportPerCommit, snapshotDelay } from './store/exporting.ts';
import { growth } from './store/growth.ts';
import { reopening } from './store/reopening.ts';
import { fromCommandLine, wantedParts } from '../support/campaign-arguments.ts';
import { exitCode } from './support/figures.ts';

const PARTS = { concurrency, exportPerCommit, snapshotDelay, reopening, growth };

for (const measure of fromCommandLine((args) => wantedParts(PARTS, args))) await measure();
process.exit(exitCode());
