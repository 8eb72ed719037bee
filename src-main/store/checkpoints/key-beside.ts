import path from 'node:path';
import { systemCode, type Files } from '../files.ts';

/** The file, in the data folder, with the key that signs the audit log. */
export const AUDIT_KEY_FILE = 'audit-key.json';

/**
 * The verifier key that lies beside it; null when none does. Whoever can change the folder can change this, too: a key
 * from whoever installed the console is worth more.
 */
export function verifierKeyIn(files: Pick<Files, 'read'>, folder: string): string | null {
  try {
    return Buffer.from(files.read(path.join(folder, `${AUDIT_KEY_FILE}.pub`)))
      .toString()
      .trim();
  } catch (error) {
    if (systemCode(error) === 'ENOENT') return null;
    throw error;
  }
}
