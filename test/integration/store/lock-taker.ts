/** Run by folder-lock.test.ts: tries to take a folder's lock, says how it went, and holds it until it is killed. */
import { systemClock } from '../../../src-main/clock.ts';
import { ConsoleError } from '../../../src-main/errors.ts';
import { diskFiles } from '../../../src-main/store/files.ts';
import { lockFolder } from '../../../src-main/store/folder-lock.ts';

try {
  await lockFolder(diskFiles, systemClock, process.argv[2] ?? '');
  console.log('taken');
} catch (error) {
  console.log(error instanceof ConsoleError ? error.code : String(error));
}
setInterval(() => {}, 60_000);
