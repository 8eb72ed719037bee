import { canonicalUsername } from '../access/username.ts';
import { systemClock } from '../clock.ts';
import { ConsoleError } from '../errors.ts';
import { silentLog } from '../log.ts';
import { diskFiles } from '../store/files.ts';
import { verifyFolder } from '../store/integrity/verify-folder.ts';
import { openStore, type Store } from '../store/store.ts';
import { dataFolder } from './data-folder.ts';
import type { VerifyCommandDependencies } from './verify.ts';

/**
 * Verification of real data folders, for the command line.
 *
 * @throws ConsoleError from both: CONFIG_INVALID when there is no such data; from `repair` also STORE_LOCKED while a
 *   console uses the folder, and STORE_DAMAGED when there is nothing whole to begin with
 */
export function verifyStores(environment: Readonly<Record<string, string | undefined>>): VerifyCommandDependencies {
  return {
    async look(dataDir, kind, following) {
      const folder = await dataFolder(dataDir, 'existing', environment);
      const common = { files: diskFiles, clock: systemClock, canonicalName: canonicalUsername };
      return verifyFolder({ ...common, folder, kind, ...following });
    },
    async repair(dataDir, request) {
      const store = await opened(await dataFolder(dataDir, 'existing', environment));
      try {
        return await store.verify(request);
      } finally {
        await store.close();
      }
    },
  };
}

/** What is whole; only where nothing is, what can be made whole. */
async function opened(dir: string): Promise<Store> {
  const options = { dir, clock: systemClock, log: silentLog, canonicalName: canonicalUsername };
  try {
    return await openStore(options);
  } catch (error) {
    if (!(error instanceof ConsoleError) || error.code !== 'STORE_DAMAGED') throw error;
    return openStore({ ...options, acceptRepairable: true });
  }
}
