import { readFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import type { ArchivedRange, FileSummary, Finding, VerificationResult } from '../audit/verifier/findings.ts';
import { verifyInclusion } from '../audit/verifier/inclusion.ts';
import { readVerifierKey } from '../audit/verifier/note.ts';
import { verifyAudit } from '../audit/verifier/verify.ts';
import { ConsoleError } from '../errors.ts';
import { systemCode } from '../store/files.ts';
import { archiveCommand } from './audit-archive.ts';
import { newKeyCommand } from './audit-new-key.ts';
import { exportCommand, proveCommand } from './audit-export.ts';
import { commandRun } from './command.ts';
import { errorLine } from './error-line.ts';
import { recordedExport } from './export-record.ts';
import type { CommandIo } from './io.ts';

const USAGE = `usage:
  audit verify FILE|DIR [--key KEY|FILE]... [--witness FILE|DIR]... [--progress] [--json]
    FILE       an export (.jsonl), or the evidence for one record (.json)
    DIR        a folder with exports, verified together
    --key      the verifier key that you know to be the console's: the text, or the file that holds it
    --witness  checkpoints that were kept outside the console
  audit export --out FILE [--format jsonl|csv|html] [--data DIR]
               [--from TIME] [--to TIME] [--actor NAME] [--action ACTION] [--robot ID] [--outcome OUTCOME]
  audit export --segments --out DIR [--data DIR]
    is on record itself: while a console runs, export on its audit screen
  audit prove ID [--out FILE] [--data DIR]
  audit archive [--yes] [--progress] [--data DIR]
    moves records older than audit.keepDays to audit.archiveFolder; without --yes says which, and changes nothing
  audit new-key --reason TEXT [--yes] [--replace-usable] [--data DIR]
    where the key that signs the log is lost or cannot be opened: another one goes on, on record`;

/** Writes and verifies exports of the audit log. Exit codes: 0 nothing found, 1 something found or refused, 2 wrong usage. */
export async function auditCommand(argv: string[], io: CommandIo): Promise<number> {
  const [verb, ...options] = argv;
  try {
    if (verb === 'verify') return await verify(options, io);
    if (verb === 'export') return await commandRun(io, () => exportCommand(options, io, { recorded: recordedExport }));
    if (verb === 'archive') return await commandRun(io, () => archiveCommand(options, io));
    if (verb === 'new-key') return await commandRun(io, () => newKeyCommand(options, io));
    if (verb === 'prove') return await proveCommand(options, io);
    io.err(USAGE);
    return 2;
  } catch (error) {
    if (io.signal.aborted) {
      io.err('interrupted');
      return 1;
    }
    if (error instanceof ConsoleError) {
      io.err(errorLine(error));
      return 2;
    }
    const code = systemCode(error);
    if (code === null) throw error;
    io.err(`cannot be read: ${printable(error instanceof Error ? error.message : code)}`);
    return code === 'ENOENT' ? 2 : 1;
  }
}

async function verify(argv: string[], io: CommandIo): Promise<number> {
  const { path, keys, witnesses, json, progress } = readOptions(argv);
  if (path.endsWith('.json')) return verifyEvidence(path, keys ?? [], json, io);
  let told = -1;
  const onProgress = ({ bytes, totalBytes, records }: { bytes: number; totalBytes: number; records: number }) => {
    const percent = Math.floor((100 * bytes) / totalBytes);
    if (progress && percent > told) io.err(`${percent} %, ${records} records`);
    told = percent;
  };
  const result = await verifyAudit(path, { keys, witnesses, signal: io.signal, onProgress });
  if (json) io.out(JSON.stringify(result));
  else for (const line of report(result)) io.out(line);
  if (result.trust === 'stated') {
    io.err('No --key was given: whoever rewrote everything could also have put in a key of his own. Compare this one:');
    for (const key of result.keys) io.err(`  ${printable(key)}`);
  }
  return result.ok ? 0 : 1;
}

function verifyEvidence(path: string, keys: readonly string[], json: boolean, io: CommandIo): number {
  if (keys.length === 0) throw wrongUsage('the evidence for one record proves nothing without --key');
  const verdict = verifyInclusion(readFileSync(path, 'utf8'), keys);
  io.out(json ? JSON.stringify(verdict) : `${verdict.ok ? 'OK' : 'NOT OK'}: ${verdict.message}`);
  return verdict.ok ? 0 : 1;
}

function readOptions(argv: string[]) {
  let given;
  try {
    given = parseArgs({
      args: argv,
      strict: true,
      allowPositionals: true,
      options: {
        key: { type: 'string', multiple: true },
        witness: { type: 'string', multiple: true },
        json: { type: 'boolean', default: false },
        progress: { type: 'boolean', default: false },
      },
    });
  } catch (error) {
    throw wrongUsage(error instanceof Error ? error.message : String(error));
  }
  const { values, positionals } = given;
  const [path, ...more] = positionals;
  if (path === undefined || more.length > 0) throw wrongUsage('name one file or folder to verify');
  const { key, witness, json, progress } = values;
  return { path, keys: key?.map(keyText), witnesses: witness, json, progress };
}

/** A key as it stands on the command line, or on the first line of the file that holds it. */
function keyText(given: string): string {
  if (readVerifierKey(given)) return given;
  const text = (readFileSync(given, 'utf8').split('\n')[0] ?? '').trim();
  if (readVerifierKey(text)) return text;
  throw wrongUsage(`--key: there is no verifier key in ${printable(given)}`);
}

function report(result: VerificationResult): string[] {
  const { ok, records, findings, unlisted, files, archived } = result;
  const count = findings.length + unlisted;
  return [
    ...findings.map(findingLine),
    ...(unlisted > 0 ? [`and ${unlisted} more`] : []),
    ...files.map(fileLine),
    ...archived.map(archivedLine),
    ok
      ? `OK: ${records} records verified${notChecked(archived)}`
      : `NOT OK: ${count} finding${count === 1 ? '' : 's'} in ${records} records`,
  ];
}

function findingLine({ kind, file, line, recordId, message }: Finding): string {
  const where = line === null ? printable(file) : `${printable(file)}:${line}`;
  return `${kind.toUpperCase()} ${where}${recordId === null ? '' : ` record ${recordId}`}: ${message}`;
}

function fileLine({ file, content, segment, firstRecord, lastRecord, records, checkpointAt }: FileSummary): string {
  const range = records === 0 ? 'no records' : `records ${firstRecord} to ${lastRecord}`;
  const what = content === 'selection' ? 'a selection, which may leave records out' : `segment ${segment ?? 'unknown'}`;
  const signed = checkpointAt === null ? 'not signed' : `signed on ${new Date(checkpointAt).toISOString()}`;
  return `${printable(file)}: ${what}, ${range}, ${signed}`;
}

function archivedLine({ segment, firstRecord, lastRecord, file, folder }: ArchivedRange): string {
  const count = lastRecord - firstRecord + 1;
  const where = file === '' ? '' : ` ${printable(file)} (put into ${printable(folder)})`;
  return `segment ${segment}: ${count} records, ${firstRecord} to ${lastRecord}, are in the archive${where}, not checked here`;
}

function notChecked(archived: readonly ArchivedRange[]): string {
  const count = archived.reduce((sum, { firstRecord, lastRecord }) => sum + lastRecord - firstRecord + 1, 0);
  return count === 0 ? '' : `; ${count} more are in the archive and were not checked`;
}

/** A name from a foreign disk must not steer the terminal. */
function printable(text: string): string {
  return text.replaceAll(/\p{Cc}/gu, '?');
}

function wrongUsage(message: string): ConsoleError {
  return new ConsoleError('CONFIG_INVALID', message);
}
