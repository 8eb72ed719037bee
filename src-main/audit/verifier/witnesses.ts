import { join } from 'node:path';
import type { SeenCheckpoint } from './checkpoint.ts';
import type { Findings } from './findings.ts';
import type { VerifierKey } from './note.ts';
import type { AuditSource } from './source.ts';
import { openCheckpoints, surveyFile, type TrustedKeys } from './survey.ts';

/** A checkpoint is far smaller; a larger file that is no JSON is none (bytes). */
const LARGEST_NOTE = 64 * 1024;

/**
 * The genuine checkpoints in files and folders that were kept elsewhere: JSON Lines with checkpoints (`*.jsonl`; an
 * export is one too), or a file with one signed note. Checkpoints of other logs are passed over.
 */
export async function readWitnesses(
  places: readonly string[],
  source: AuditSource,
  trusted: TrustedKeys,
  findings: Findings,
): Promise<SeenCheckpoint[]> {
  const all: SeenCheckpoint[] = [];
  for (const place of places) {
    const found: SeenCheckpoint[] = [];
    for (const file of await filesIn(place, source)) {
      const notes = (await notesIn(file, source)).filter(({ text }) => speaksFor(text, trusted.keys));
      found.push(...openCheckpoints({ file, notes }, trusted, findings));
    }
    const message = 'nothing here is a genuine checkpoint of this log: it bears witness to nothing';
    if (found.length === 0) findings.add({ kind: 'unreadable', file: place, line: null, recordId: null, message });
    all.push(...found);
  }
  return all;
}

/** The genuine checkpoints in the notes (`*.note`) of a folder that is verified: the stubs that lie in an archive. */
export async function readNotesBeside(
  folder: string,
  source: AuditSource,
  trusted: TrustedKeys,
  findings: Findings,
): Promise<SeenCheckpoint[]> {
  const all: SeenCheckpoint[] = [];
  for (const name of (await source.list(folder)).filter((one) => one.endsWith('.note')).toSorted()) {
    const file = join(folder, name);
    const notes = (await notesIn(file, source)).filter(({ text }) => speaksFor(text, trusted.keys));
    all.push(...openCheckpoints({ file, notes }, trusted, findings));
  }
  return all;
}

async function filesIn(place: string, source: AuditSource): Promise<string[]> {
  if (!(await source.isFolder(place))) return [place];
  return (await source.list(place)).toSorted().map((name) => join(place, name));
}

async function notesIn(file: string, source: AuditSource): Promise<{ line: number; text: string }[]> {
  if (file.endsWith('.jsonl')) return [...(await surveyFile(file, source.read(file), () => {})).notes];
  if ((await source.size(file)) > LARGEST_NOTE) return [];
  const pieces: Uint8Array[] = [];
  for await (const piece of source.read(file)) pieces.push(piece);
  return [{ line: 1, text: Buffer.concat(pieces).toString() }];
}

/** Whether a note claims to be signed by one of the keys. */
function speaksFor(note: string, keys: readonly VerifierKey[]): boolean {
  return keys.some(({ name }) => note.includes(`\n— ${name} `));
}
