import path from 'node:path';
import { secretToken } from '../../random.ts';

/**
 * A name for an export that nothing else has: two people may ask in one millisecond, and a clock may be set back.
 *
 * @param at wall clock, ms: stands in the name
 */
export function exportFile(folder: string, what: string, at: number, extension: string): string {
  const moment = new Date(at).toISOString().replaceAll(/[:.]/g, '-');
  return path.join(folder, `${what}-${moment}-${secretToken(6)}.${extension}`);
}
