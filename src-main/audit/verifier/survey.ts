import { isObject, parseJson } from './canonical.ts';
import { openCheckpoint, type SeenCheckpoint } from './checkpoint.ts';
import type { Findings } from './findings.ts';
import { forEachLine } from './lines.ts';
import { statedSigners, type VerifierKey } from './note.ts';
import { isPlainRecordLine } from './record-line.ts';
import {
  looksLikeSuccession,
  readSuccession,
  readSuccessionLine,
  type KnownSuccessions,
  type Succession,
} from './successions.ts';

/** What a first look at a file shows: everything but its records. */
export interface Survey {
  readonly file: string;
  readonly content: 'segment' | 'selection' | 'unknown';
  /** The key that the file's first line names; its word alone. */
  readonly statedKey: string | null;
  readonly notes: readonly { readonly line: number; readonly text: string }[];
  /** What its records say of keys that follow others. */
  readonly successions: readonly Succession[];
}

/** The keys to rely on, and how others stand to them. */
export interface TrustedKeys extends KnownSuccessions {
  readonly keys: readonly VerifierKey[];
}

const FORMAT = 'robot-console-audit';
const VERSION = 1;

/** Finds the header and the checkpoints of a file, wherever they stand. */
export async function surveyFile(
  file: string,
  pieces: AsyncIterable<Uint8Array>,
  afterPiece: (bytes: number) => void,
): Promise<Survey> {
  let content: Survey['content'] = 'unknown';
  let statedKey: string | null = null;
  const notes: { line: number; text: string }[] = [];
  const successions: Succession[] = [];
  await forEachLine(
    pieces,
    ({ bytes, number }) => {
      if (isPlainRecordLine(bytes)) {
        if (looksLikeSuccession(bytes)) successions.push(...asList(readSuccessionLine(file, number, bytes)));
        return;
      }
      const parsed = parseJson(bytes);
      if (!isObject(parsed)) return;
      successions.push(...asList(readSuccession(file, number, parsed)));
      const { header, checkpoint } = parsed;
      if (typeof checkpoint === 'string') notes.push({ line: number, text: checkpoint });
      if (number !== 1 || !isObject(header) || header['format'] !== FORMAT || header['version'] !== VERSION) return;
      const stated = header['content'];
      if (stated === 'segment' || stated === 'selection') content = stated;
      statedKey = typeof header['verifierKey'] === 'string' ? header['verifierKey'] : null;
    },
    afterPiece,
  );
  return { file, content, statedKey, notes, successions };
}

const asList = <T>(value: T | null): T[] => (value === null ? [] : [value]);

/** The genuine checkpoints among those of a file. */
export function openCheckpoints(
  { file, notes }: Pick<Survey, 'file' | 'notes'>,
  { keys, predecessors, claimants }: TrustedKeys,
  findings: Findings,
): SeenCheckpoint[] {
  return notes.flatMap(({ line, text }) => {
    const opened = openCheckpoint(text, keys, { file, line });
    if (typeof opened !== 'string') return [opened];
    const signers = statedSigners(text);
    // told once, at the record that names the key
    if (signers.some((id) => predecessors.has(id))) return [];
    const claim = signers.map((id) => claimants.get(id)).find((one) => one !== undefined);
    const why = claim
      ? `its key (${claim.newId}) was not given; that it follows one that was, record ${claim.recordId} says, as anybody ` +
        'could who had the data folder: ask whoever installed the console'
      : opened;
    findings.add({ kind: 'forged', file, line, recordId: null, message: `the checkpoint is not genuine: ${why}` });
    return [];
  });
}
