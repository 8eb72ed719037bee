import type { Change } from '../../../../src-main/store/journal/journal.ts';
import { encodeRecord, type JournalRecord } from '../../../../src-main/store/journal/record.ts';
import { scanJournal, type JournalScan } from '../../../../src-main/store/journal/scan.ts';

/** A change that says which one it is, of about `bytes` bytes. */
export function change(name: string, bytes = 0): Change {
  return { at: 1_767_225_600_000, statements: [{ sql: `INSERT ${name}`, parameters: ['x'.repeat(bytes)] }] };
}

/** The name given to a change that came back. */
export function nameOf({ statements }: JournalRecord): string {
  return statements[0]?.sql.replace('INSERT ', '') ?? '';
}

/** The bytes of a journal from the state `base`, written in groups that shared a sync. */
export function journalOf(base: number, groups: readonly (readonly Change[])[]): Buffer[][] {
  let last = base;
  return groups.map((changes) => {
    const synced = last;
    return changes.map(({ at, statements }) => encodeRecord({ sequence: ++last, synced, at, statements }));
  });
}

/** Scans a journal; `records` are what it handed out. */
export function scanned(bytes: Uint8Array, base: number): JournalScan & { readonly records: readonly JournalRecord[] } {
  const records: JournalRecord[] = [];
  const scan = scanJournal(Buffer.from(bytes), base, (record) => void records.push(record));
  return { ...scan, records };
}
