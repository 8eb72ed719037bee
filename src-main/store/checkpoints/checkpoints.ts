import { signCheckpoint } from '../../audit/checkpoint.ts';
import { textOf } from '../../audit/signed-note.ts';
import type { SigningKey } from '../../audit/signing-key.ts';
import { parseStub, signStub } from '../../audit/stub.ts';
import type { Clock } from '../../clock.ts';
import type { Log } from '../../log.ts';
import type { Engine } from '../engine.ts';
import type { Files } from '../files.ts';
import { clearArchived } from '../archive/clear-archived.ts';
import { listArchived } from '../repositories/archive.ts';
import {
  keepCheckpoint,
  lastCheckpoint,
  listCheckpoints,
  listStubs,
  type StoredCheckpoint,
} from '../repositories/checkpoints.ts';
import { listSuccessions } from '../repositories/key-successions.ts';
import { listSegments } from '../repositories/segments.ts';
import type { Db } from '../schema.ts';
import type { MemoryDatabase } from '../sqlite/memory-database.ts';
import { bearWitness, witnessFile, writeNote } from './checkpoint-files.ts';
import { createLogStates, type SegmentState } from './log-state.ts';

/** What is known of the signing, for the status. */
export interface CheckpointStatus {
  /** Wall clock, ms, of the newest checkpoint; null before the first. */
  readonly lastAt: number | null;
  /** Why the log is not signed, or its checkpoints are not copied; null when all is well. */
  readonly failure: string | null;
}

export interface Checkpoints {
  /** Signs what nobody has signed yet, if anything; resolves when it is kept, or has failed and been logged. */
  sign(): Promise<void>;
  /** Copies notes that were kept elsewhere to the witness, if there is one. @throws the system's error */
  witness(notes: readonly string[]): Promise<void>;
  readonly status: CheckpointStatus;
}

export interface CheckpointsOptions {
  readonly folder: string;
  readonly files: Files;
  readonly clock: Clock;
  readonly log: Log;
  readonly memory: MemoryDatabase;
  readonly engine: Engine;
  /** Null: nothing is signed. */
  readonly key: SigningKey | null;
  /** Why there is no key where there should be one; null: none is missed. */
  readonly unsigned: string | null;
  /** A folder outside the data folder to which every checkpoint is copied; null: none. */
  readonly witnessFolder: string | null;
  /** Records in a segment: what a checkpoint calls complete must be what is sealed later. */
  readonly segmentRows: number;
  /** Runs `work` while nothing else uses the database. */
  readonly alone: <T>(work: () => Promise<T>) => Promise<T>;
}

export function createCheckpoints(options: CheckpointsOptions): Checkpoints {
  const { folder, files, clock, log, memory, engine, key, unsigned, witnessFolder, alone } = options;
  const states = createLogStates(options.segmentRows);
  let status: CheckpointStatus = { lastAt: null, failure: unsigned };
  /** What the witness has not been given yet; null: not known, since this process has just begun. */
  let unwitnessed: string[] | null = null;
  /** By this key. */
  let lastSigned: StoredCheckpoint | null = null;

  /** Signs and keeps; answers the new notes. */
  async function signNow(signer: SigningKey): Promise<string[]> {
    if (lastSigned === null) {
      await refuseStrangers(memory.db, signer);
      lastSigned = await lastCheckpoint(memory.db, keyIdOf(signer));
    }
    const found = await states.look(memory.db, lastSigned?.segment ?? 1);
    const due = found.filter((state) => !isSigned(state, lastSigned));
    const at = clock.now();
    const rows = due.map((state): StoredCheckpoint => {
      const note = signCheckpoint({ ...state, log: signer.name, at }, signer);
      const { segment, size } = state;
      return {
        segment,
        size,
        state: state.state === 'open' ? 'open' : 'sealed',
        log: signer.name,
        key_id: keyIdOf(signer),
        signed_at: at,
        note,
      };
    });
    const stubs = due.length > 0 ? await stubsAnew(memory.db, signer, at) : [];
    if (rows.length > 0) {
      await engine.change(async ({ db }) => {
        for (const row of [...stubs, ...rows]) await keepCheckpoint(db, row);
      });
      lastSigned = rows.at(-1) ?? lastSigned;
    }
    status = { lastAt: lastSigned?.signed_at ?? null, failure: null };
    return [...stubs, ...rows].map(({ note }) => note);
  }

  function copy(signer: SigningKey, notes: readonly string[]): void {
    if (witnessFolder === null) return;
    // at the first time the newest of before goes along: it may not have got there
    unwitnessed = [...(unwitnessed ?? (lastSigned && notes.length === 0 ? [lastSigned.note] : [])), ...notes];
    if (unwitnessed.length === 0) return;
    bearWitness(files, witnessFile(witnessFolder, signer.name), unwitnessed);
    unwitnessed = [];
  }

  /** A sealed segment's checkpoint also lies beside its file, where whoever copies the one takes the other. */
  async function putBeside(): Promise<void> {
    const segments = await listSegments(memory.db);
    const archived = (await listArchived(memory.db)).length;
    const notes = (await listCheckpoints(memory.db)).filter(({ state }) => state === 'sealed');
    const newest = new Map(notes.map(({ segment, note }) => [segment, note]));
    for (const [index, row] of segments.entries()) {
      const note = newest.get(index + 1);
      if (index < Math.max(beside, archived)) continue;
      if (note === undefined) return;
      writeNote(files, folder, { firstId: row.first_id, lastId: row.last_id }, note);
      beside = index + 1;
    }
  }
  let beside = 0;

  return {
    async witness(notes) {
      if (key) await alone(async () => copy(key, notes));
    },
    async sign() {
      if (key === null || engine.refusing) return;
      try {
        const notes = await alone(() => signNow(key));
        copy(key, notes);
        await alone(putBeside);
        await alone(() => clearArchived({ db: memory.db, files, folder }));
      } catch (error) {
        const failure = error instanceof Error ? error.message : String(error);
        if (failure !== status.failure)
          log.error('the audit log is not signed, or its checkpoint not copied', { failure });
        status = { ...status, failure };
      }
    },
    get status() {
      return status;
    },
  };
}

/** As it stands in the database. */
export const keyIdOf = ({ keyId }: Pick<SigningKey, 'keyId'>): string => Buffer.from(keyId).toString('hex');

function isSigned(state: SegmentState, last: StoredCheckpoint | null): boolean {
  if (last === null || state.segment > last.segment) return false;
  return state.segment < last.segment || (state.size === last.size && state.state === last.state);
}

/**
 * Nobody signs on a log that another key has signed, unless it was put on record that this one follows.
 *
 * @throws Error that says which
 */
async function refuseStrangers(db: Db, signer: SigningKey): Promise<void> {
  const last = await lastCheckpoint(db);
  if (last === null) return;
  if (last.log !== signer.name) {
    throw new Error(`the log was signed as ${last.log}, and this key signs as ${signer.name}`);
  }
  if ((await lastCheckpoint(db, keyIdOf(signer))) !== null) return;
  if ((await listSuccessions(db)).some((one) => one.new_verifier_key === signer.verifierKey)) return;
  throw new Error(`the log was signed by the key ${last.key_id}, and nothing says that ${keyIdOf(signer)} follows it`);
}

/** The stubs that this key has not signed: it says where the records are, as the key before it did. */
async function stubsAnew(db: Db, signer: SigningKey, at: number): Promise<StoredCheckpoint[]> {
  const stubs = await listStubs(db);
  const mine = new Set(stubs.filter((stub) => stub.key_id === keyIdOf(signer)).map(({ segment }) => segment));
  const newest = new Map(stubs.map((stub) => [stub.segment, stub]));
  return [...newest.values()]
    .filter(({ segment }) => !mine.has(segment))
    .map((stub) => {
      const said = { ...parseStub(textOf(stub.note)), at };
      return { ...stub, key_id: keyIdOf(signer), signed_at: at, note: signStub(said, signer) };
    });
}
