/**
 * The store's thread on a disk that obeys: words in what is written to a journal, and files in the data folder, make the
 * thread end, hang, or meet a full disk. Words count only in a journal that this thread has begun itself.
 */
import { existsSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { workerData } from 'node:worker_threads';
import { diskFiles, type OpenFile } from '../../../../src-main/store/files.ts';
import type { ThreadOptions } from '../../../../src-main/store/thread/protocol.ts';
import { systemError } from '../../../support/system-error.ts';
import { END_ME } from './end-me.ts';

const { folder } = workerData as ThreadOptions;
const ordered = (order: string): boolean => existsSync(path.join(folder, order));

function hang(): never {
  for (;;) continue;
}

/** Has the main thread end this one in the middle of what it does: nothing after this call happens. */
function end(): never {
  writeFileSync(path.join(folder, END_ME), '');
  hang();
}

function obeying(file: OpenFile): OpenFile {
  let written = '';
  return {
    ...file,
    write(bytes, position) {
      written = Buffer.from(bytes).toString('latin1');
      if (written.includes('end before the write')) end();
      if (written.includes('hang in the write')) hang();
      if (ordered('full')) throw systemError('ENOSPC', 'write');
      return file.write(bytes, position);
    },
    sync() {
      file.sync();
      if (written.includes('end behind the sync')) end();
    },
    close() {
      if (ordered('hang-at-the-end')) hang();
      file.close();
    },
  };
}

const { open } = diskFiles;
diskFiles.open = (file, mode) =>
  file.endsWith('.log') && mode === 'replace' ? obeying(open(file, mode)) : open(file, mode);

if (ordered('hang-at-the-start')) hang();
if (ordered('end-at-the-start')) process.exit(1);
await import('../../../../src-main/store/store-worker.ts');
if (ordered('short-life')) setTimeout(() => process.exit(1), 20);
