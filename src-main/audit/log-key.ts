import { randomBytes } from 'node:crypto';
import path from 'node:path';
import { fileRights, type KeyProtection } from '../key-protection.ts';
import { silentLog, type Log } from '../log.ts';
import { AUDIT_KEY_FILE } from '../store/checkpoints/key-beside.ts';
import { diskFiles } from '../store/files.ts';
import { createKeyFile, openKeyFile } from './key-file.ts';
import type { SigningKey } from './signing-key.ts';

/**
 * The key that signs the audit log of a data folder; made when there is none yet, under a name that no other log has.
 *
 * @param protection of the operating system, where there is one
 * @throws ConsoleError AUDIT_KEY_UNUSABLE when there is one that cannot be used, KEY_SEALED when it is protected from us
 */
export function auditKeyIn(folder: string, protection: KeyProtection = fileRights, log: Log = silentLog): SigningKey {
  const place = { files: diskFiles, file: path.join(folder, AUDIT_KEY_FILE), protection, log };
  const name = `robot-console/audit/${randomBytes(8).toString('hex')}`;
  return openKeyFile(place) ?? createKeyFile(place, name, randomBytes(32));
}
