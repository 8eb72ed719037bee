import { checkpointText, parseCheckpoint, type Checkpoint } from './checkpoint.ts';
import { signNote } from './signed-note.ts';
import type { SigningKey } from './signing-key.ts';

/** What the console swears to of a segment whose records it has moved into the archive, and no longer keeps itself. */
export interface Stub extends Checkpoint {
  readonly state: 'archived';
  /** Wall clock, ms: of its oldest and of its newest record. */
  readonly firstAt: number;
  readonly lastAt: number;
  /** Wall clock, ms, of the move; `at` is later where another key has signed it anew. */
  readonly archivedAt: number;
  /** Name of the file that holds the records now, and where that was put: as it was called then. */
  readonly file: string;
  readonly folder: string;
  /** Of that file's bytes, hexadecimal. */
  readonly sha256: string;
  /** Who had it moved. */
  readonly by: string;
}

const MARK = 'state archived\n';

/** A checkpoint in the state `archived` with lines that say where its records are (docs/audit-log-format.md, A stub). */
export function stubText(stub: Stub): string {
  return `${checkpointText(stub)}first-at ${new Date(stub.firstAt).toISOString()}
last-at ${new Date(stub.lastAt).toISOString()}
archived-at ${new Date(stub.archivedAt).toISOString()}
archive-file ${JSON.stringify(stub.file)}
archive-folder ${JSON.stringify(stub.folder)}
archive-sha256 ${stub.sha256}
archived-by ${JSON.stringify(stub.by)}
`;
}

export function signStub(stub: Stub, key: SigningKey): string {
  if (stub.log !== key.name) throw new RangeError(`the key of ${key.name} does not sign for ${stub.log}`);
  return signNote(stubText(stub), key);
}

/** Reads the text of a stub, signed or not. @throws ConsoleError AUDIT_CHECKPOINT_INVALID when it is none */
export function parseStub(text: string): Stub {
  const end = text.indexOf(MARK) + MARK.length;
  const checkpoint = parseCheckpoint(text.slice(0, end));
  const lines = new Map(text.slice(end).split('\n').map(nameAndRest));
  const value = (name: string): string => lines.get(name) ?? '';
  const words = (name: string): string => {
    const said: unknown = JSON.parse(value(name) || '""');
    return typeof said === 'string' ? said : '';
  };
  return {
    ...checkpoint,
    state: 'archived',
    firstAt: Date.parse(value('first-at')),
    lastAt: Date.parse(value('last-at')),
    archivedAt: Date.parse(value('archived-at')),
    file: words('archive-file'),
    folder: words('archive-folder'),
    sha256: value('archive-sha256'),
    by: words('archived-by'),
  };
}

function nameAndRest(line: string): [string, string] {
  const cut = line.indexOf(' ');
  return cut === -1 ? [line, ''] : [line.slice(0, cut), line.slice(cut + 1)];
}
