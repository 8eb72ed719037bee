import path from 'node:path';
import { OUTCOMES } from '../audit/record.ts';
import { exportText } from '../audit/export/export.ts';
import { EXPORT_FORMATS, type ExportFormat } from '../audit/export/formats.ts';
import { recordsOf, evidenceFor, inWords, isHere, selectedRecords, type Selection } from '../audit/export/selection.ts';
import { segmentAsJsonLines } from '../audit/export/json-lines.ts';
import { ConsoleError } from '../errors.ts';
import { writeText } from '../audit/export/write-text.ts';
import { openAuditFolder, type AuditFolder } from './audit-folder.ts';
import { parseOperands, parseOptions, wrongUsage } from './command.ts';
import { dataFolder } from './data-folder.ts';
import type { RecordedExport } from './export-record.ts';
import type { CommandIo } from './io.ts';

export interface ExportDependencies {
  /** As `openAuditFolder` takes it. */
  readonly segmentRows?: number;
  readonly recorded: RecordedExport;
}

/**
 * Writes an export, which is on the record: a console that uses the folder must be ended first, or asked for an export
 * on its audit screen. Exit codes: 0 written, 1 refused, 2 wrong usage.
 */
export async function exportCommand(
  argv: string[],
  io: CommandIo,
  { segmentRows, recorded }: ExportDependencies,
): Promise<number> {
  const values = parseOptions(argv, {
    format: { type: 'string', default: 'jsonl' },
    out: { type: 'string' },
    from: { type: 'string' },
    to: { type: 'string' },
    actor: { type: 'string' },
    action: { type: 'string' },
    robot: { type: 'string' },
    outcome: { type: 'string' },
    segments: { type: 'boolean' },
    data: { type: 'string' },
  });
  const { out } = values;
  if (out === undefined) throw wrongUsage('--out: name the file to write');
  const format = oneOf('format', values.format, EXPORT_FORMATS);
  const wanted: Selection = {
    from: moment('from', values.from),
    to: moment('to', values.to),
    actor: values.actor,
    action: values.action,
    robot: values.robot,
    outcome: values.outcome === undefined ? undefined : oneOf('outcome', values.outcome, OUTCOMES),
  };
  const dir = await dataFolder(values.data, 'existing', io.env);
  const folder = await openAuditFolder(dir, Date.now(), segmentRows);
  try {
    const facts = values.segments
      ? { out, format: 'segments', filter: null }
      : { out, format, filter: inWords(wanted) };
    await recorded(dir, facts, () =>
      values.segments ? writeSegments(folder, out) : writeSelection(folder, { out, format, wanted }),
    );
    io.out(out);
    if (folder.archivedUpTo !== null)
      io.err(`The records 1 to ${folder.archivedUpTo} are in the archive, not in this export.`);
    if (!folder.coversAll)
      io.err('The newest records are left out: the console has not signed them yet, and the key cannot be used here.');
    return 0;
  } finally {
    folder.close();
  }
}

interface Selected {
  readonly out: string;
  readonly format: ExportFormat;
  readonly wanted: Selection;
}

/** What is wanted, each record with its proof; answers how many there are. */
async function writeSelection(
  { store, log, verifierKey, signed: all, archivedUpTo }: AuditFolder,
  { out, format, wanted }: Selected,
): Promise<number> {
  const signed = all.filter(isHere(archivedUpTo));
  const archived = archivedUpTo === null ? {} : { archived: { firstRecord: 1, lastRecord: archivedUpTo } };
  const facts = { log, exportedAt: Date.now(), exportedBy: null, verifierKey, filter: inWords(wanted) };
  const header = { ...facts, ...archived };
  const notes = signed.map(({ note }) => note);
  let records = 0;
  async function* counted() {
    for await (const proven of selectedRecords(store, signed, wanted)) {
      records += 1;
      yield proven;
    }
  }
  await writeText(out, exportText(format, header, counted(), notes));
  return records;
}

/**
 * The whole log, a file for each segment, with a stub where its records are in the archive: such a folder proves that
 * nothing is missing. Answers how many records it has.
 */
async function writeSegments(folder: AuditFolder, out: string): Promise<number> {
  const { store, log, verifierKey, signed, archivedUpTo, notesOf } = folder;
  let count = 0;
  for (const one of signed) {
    const { checkpoint } = one;
    const header = { log, exportedAt: Date.now(), exportedBy: null, verifierKey };
    const name = `segment-${String(checkpoint.segment).padStart(6, '0')}.jsonl`;
    const records = isHere(archivedUpTo)(one) ? await recordsOf(store, checkpoint) : [];
    await writeText(path.join(out, name), segmentAsJsonLines(header, records, notesOf(checkpoint.segment)));
    count += records.length;
  }
  return count;
}

/** Writes the evidence for one record. */
export async function proveCommand(argv: string[], io: CommandIo, segmentRows?: number): Promise<number> {
  const { values, positionals } = parseOperands(argv, { out: { type: 'string' }, data: { type: 'string' } });
  const [text = '', ...more] = positionals;
  const id = Number(text);
  if (!Number.isSafeInteger(id) || id < 1 || more.length > 0) throw wrongUsage('name the number of one record');
  const folder = await openAuditFolder(await dataFolder(values.data, 'existing', io.env), Date.now(), segmentRows);
  try {
    const evidence = await evidenceFor(folder.store, folder.signed, id);
    if (!evidence) {
      const message = `there is no record ${id}, or nobody has signed it yet`;
      throw new ConsoleError('AUDIT_CHECKPOINT_INVALID', message, { reason: message });
    }
    const json = `${JSON.stringify(evidence)}\n`;
    if (values.out === undefined) io.out(json.trimEnd());
    else await writeText(values.out, [json]);
    return 0;
  } finally {
    folder.close();
  }
}

function oneOf<T extends string>(name: string, value: string, known: readonly T[]): T {
  const found = known.find((one) => one === value);
  if (found === undefined) throw wrongUsage(`--${name}: ${value} is none of ${known.join(', ')}`);
  return found;
}

function moment(name: string, text: string | undefined): number | undefined {
  if (text === undefined) return undefined;
  const at = Date.parse(text);
  if (Number.isNaN(at)) throw wrongUsage(`--${name}: ${text} is no moment; write 2026-01-31 or 2026-01-31T08:00:00Z`);
  return at;
}
