import path from 'node:path';
import { openKeyFile } from '../audit/key-file.ts';
import { signCheckpoint } from '../audit/checkpoint.ts';
import type { SigningKey } from '../audit/signing-key.ts';
import { furthest, type SignedCheckpoint } from '../audit/export/selection.ts';
import { ConsoleError } from '../errors.ts';
import { fileRights } from '../key-protection.ts';
import { AUDIT_KEY_FILE, verifierKeyIn } from '../store/checkpoints/key-beside.ts';
import { createLogStates } from '../store/checkpoints/log-state.ts';
import { diskFiles } from '../store/files.ts';
import { recover } from '../store/opening/recover.ts';
import type { StoredCheckpoint } from '../store/repositories/checkpoints.ts';
import { jsonOf } from '../store/raw-json.ts';
import { askWhole, runRead, type Sources } from '../store/reads.ts';
import { sealedSegments } from '../store/segments/sealed-segments.ts';
import { SNAPSHOT_POLICY } from '../store/snapshot/snapshots.ts';
import type { StoreReads } from '../store/store.ts';

/** The audit log of a data folder, as it lies on the disk at one moment. */
export interface AuditFolder {
  readonly store: StoreReads;
  readonly log: string;
  readonly verifierKey: string;
  /** Of each segment the furthest checkpoint. */
  readonly signed: readonly SignedCheckpoint[];
  /** What each key has said last of a segment: of one in the archive its stubs, the newest and fullest last. */
  notesOf(segment: number): readonly string[];
  /** Id of the last record that is in the archive; null when none is. */
  readonly archivedUpTo: number | null;
  /** Whether they cover every record; not so where the key cannot be used here. */
  readonly coversAll: boolean;
  close(): void;
}

/**
 * Reads the log in a data folder without touching it; a console may be using it. What its console has not signed yet is
 * signed here, where the key can be used: by this user, and not when the operating system keeps it.
 *
 * @param segmentRows records in a segment, as the console that wrote the folder had it
 * @throws ConsoleError AUDIT_KEY_UNUSABLE when the folder has no log that was ever signed
 */
export async function openAuditFolder(
  folder: string,
  at: number,
  segmentRows = SNAPSHOT_POLICY.segmentRows,
): Promise<AuditFolder> {
  const verifierKey = verifierKeyIn(diskFiles, folder);
  if (verifierKey === null) {
    const reason = 'no console has signed an audit log here yet';
    throw new ConsoleError('AUDIT_KEY_UNUSABLE', `${folder}: ${reason}`, { file: folder, reason });
  }
  const { memory } = await recover(diskFiles, folder);
  try {
    const sources = { db: memory.db, sealed: sealedSegments(diskFiles, folder) };
    const store = readsOf(sources);
    const states = await createLogStates(segmentRows).look(memory.db, 1);
    const key = usableKey(folder);
    const fresh = key ? states.map((state) => signCheckpoint({ ...state, log: key.name, at }, key)) : [];
    const kept = await store.read('audit.checkpoints', {});
    const signed = furthest([...kept.map(({ note }) => note), ...fresh]);
    const notesOf = lastWords([...kept, ...(await store.read('audit.stubs', {}))], signed);
    const archivedUpTo = (await store.read('audit.archive', { before: null })).archived?.lastId ?? null;
    const last = states.at(-1);
    const reach = signed.at(-1)?.checkpoint;
    const coversAll = !last || (reach?.segment === last.segment && reach.size === last.size);
    const close = (): void => {
      sources.sealed.close();
      memory.close();
    };
    return {
      store,
      log: verifierKey.split('+')[0] ?? '',
      verifierKey,
      signed,
      notesOf,
      archivedUpTo,
      coversAll,
      close,
    };
  } catch (error) {
    memory.close();
    throw error;
  }
}

/** @param kept oldest segment first, the smaller first, and of one segment its stubs last */
function lastWords(kept: readonly StoredCheckpoint[], signed: readonly SignedCheckpoint[]): AuditFolder['notesOf'] {
  return (segment) => {
    const mine = kept.filter((one) => one.segment === segment);
    const stubs = mine.filter(({ state }) => state === 'archived');
    const last = new Map<string, string>();
    for (const { key_id: keyId, note } of stubs.length > 0 ? stubs : mine) {
      last.delete(keyId);
      last.set(keyId, note);
    }
    const fullest = signed.find(({ checkpoint }) => checkpoint.segment === segment)?.note;
    const notes = [...last.values()];
    return stubs.length > 0 || fullest === undefined || notes.includes(fullest) ? notes : [...notes, fullest];
  };
}

function readsOf(sources: Sources): StoreReads {
  return {
    read: (name, args) =>
      askWhole(name, args, async (part) => JSON.parse(jsonOf(await runRead(sources, name, part))) as unknown),
  };
}

/** Null where the key belongs to somebody else, or is sealed by the operating system for the desktop shell. */
function usableKey(folder: string): SigningKey | null {
  try {
    return openKeyFile({ files: diskFiles, file: path.join(folder, AUDIT_KEY_FILE), protection: fileRights });
  } catch (error) {
    const known = error instanceof ConsoleError && ['AUDIT_KEY_UNUSABLE', 'KEY_SEALED'].includes(error.code);
    if (known) return null;
    throw error;
  }
}
