import path from 'node:path';
import type { AuditEvent } from '../audit/record.ts';
import { systemClock } from '../clock.ts';
import { silentLog } from '../log.ts';
import { openStore } from '../store/store.ts';
import { AT_THE_COMMAND_LINE } from './command.ts';
import { systemUser } from './system-user.ts';

/** Does `work`, which writes records of the audit log elsewhere and answers how many, and puts that on the record. */
export type RecordedExport = (folder: string, wish: ExportFacts, work: () => Promise<number>) => Promise<number>;

export interface ExportFacts {
  /** Where it is written. */
  readonly out: string;
  readonly format: string;
  /** What was left out, in words; null: nothing. */
  readonly filter: string | null;
}

/**
 * Does `work` with the folder's store open, and records it there: who at the operating system, what, and how many (IEC
 * 62443-4-2 CR 2.8; 21 CFR 11.10(e)). The store is opened first: one that takes no records gives none away.
 *
 * @throws ConsoleError STORE_LOCKED while a console uses the folder, and whatever else keeps a store from opening
 */
export const recordedExport: RecordedExport = async (folder, { out, ...wish }, work) => {
  const store = await openStore({ dir: folder, clock: systemClock, log: silentLog });
  const record = (outcome: AuditEvent['outcome'], facts: AuditEvent['details']) =>
    store.write(
      'audit.append',
      {},
      {
        actor: AT_THE_COMMAND_LINE,
        action: 'audit.export',
        subject: path.basename(out),
        outcome,
        details: { ...wish, file: path.resolve(out), systemUser: systemUser(), ...facts },
      },
    );
  try {
    const records = await work().catch(async (error: unknown) => {
      // why it failed matters more than that even this could not be recorded
      await record('failed', {}).catch(() => {});
      throw error;
    });
    await record('succeeded', { records });
    return records;
  } finally {
    await store.close();
  }
};
