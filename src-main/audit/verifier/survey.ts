import { isObject, parseJson } from './canonical.ts';
import { openCheckpoint, type SeenCheckpoint } from './checkpoint.ts';
import type { Findings } from './findings.ts';
import { forEachLine } from './lines.ts';
import type { VerifierKey } from './note.ts';
import { isPlainRecordLine } from './record-line.ts';

/** What a first look at a file shows: everything but its records. */
export interface Survey {
  readonly file: string;
  readonly content: 'segment' | 'selection' | 'unknown';
  /** The key that the file's first line names; its word alone. */
  readonly statedKey: string | null;
  readonly notes: readonly { readonly line: number; readonly text: string }[];
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
  await forEachLine(
    pieces,
    ({ bytes, number }) => {
      if (isPlainRecordLine(bytes)) return;
      const parsed = parseJson(bytes);
      if (!isObject(parsed)) return;
      const { header, checkpoint } = parsed;
      if (typeof checkpoint === 'string') notes.push({ line: number, text: checkpoint });
      if (number !== 1 || !isObject(header) || header['format'] !== FORMAT || header['version'] !== VERSION) return;
      const stated = header['content'];
      if (stated === 'segment' || stated === 'selection') content = stated;
      statedKey = typeof header['verifierKey'] === 'string' ? header['verifierKey'] : null;
    },
    afterPiece,
  );
  return { file, content, statedKey, notes };
}

/** The genuine checkpoints among those of a file. */
export function openCheckpoints(
  { file, notes }: Pick<Survey, 'file' | 'notes'>,
  keys: readonly VerifierKey[],
  findings: Findings,
): SeenCheckpoint[] {
  return notes.flatMap(({ line, text }) => {
    const opened = openCheckpoint(text, keys, { file, line });
    if (typeof opened !== 'string') return [opened];
    findings.add({ kind: 'forged', file, line, recordId: null, message: `the checkpoint is not genuine: ${opened}` });
    return [];
  });
}
