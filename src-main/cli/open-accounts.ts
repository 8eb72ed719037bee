import path from 'node:path';
import { createAccess } from '../access/access.ts';
import type { Accounts } from '../access/accounts.ts';
import { loadBlocklist } from '../access/blocklist.ts';
import { installationSecrets } from '../access/key-file.ts';
import type { Roles } from '../access/roles/governed-roles.ts';
import { createPasswordHasher } from '../access/password-hasher.ts';
import { systemClock } from '../clock.ts';
import { silentLog } from '../log.ts';
import { systemRandomBytes } from '../random.ts';
import { diskFiles } from '../store/files.ts';
import { openStore } from '../store/store.ts';
import { dataFolder } from './data-folder.ts';
import { RESOURCES_DIR } from './root.ts';

/**
 * The accounts of a data folder, for the command line; of the configured folder when none is named. Where the desktop shell
 * has sealed the key of second factors, everything goes on but what needs that key, which no command does.
 *
 * @throws ConsoleError CONFIG_INVALID as {@link dataFolder}; STORE_LOCKED while a console uses the folder
 */
export async function openAccounts(
  dataDir: string | undefined,
  folder: 'existing' | 'new',
  environment: Readonly<Record<string, string | undefined>>,
): Promise<{ accounts: Accounts; roles: Roles; close(): Promise<void> }> {
  const dir = await dataFolder(dataDir, folder, environment);
  const blocklist = await loadBlocklist(path.join(RESOURCES_DIR, 'password-blocklist.txt'));
  const store = await openStore({ dir, clock: systemClock, log: silentLog });
  const hasher = createPasswordHasher();
  const key = { files: diskFiles, folder: dir, randomBytes: systemRandomBytes, log: silentLog };
  const { accounts, roles } = createAccess({
    store,
    hasher,
    clock: systemClock,
    log: silentLog,
    blocklist,
    randomBytes: systemRandomBytes,
    protection: installationSecrets(key),
  });
  return {
    accounts,
    roles,
    async close() {
      await hasher.close();
      await store.close();
    },
  };
}
