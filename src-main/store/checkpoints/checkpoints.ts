import { signCheckpoint } from '../../audit/checkpoint.ts';
import type { SigningKey } from '../../audit/signing-key.ts';
import type { Clock } from '../../clock.ts';
import type { Log } from '../../log.ts';
import type { Engine } from '../engine.ts';
import type { Files } from '../files.ts';
import { keepCheckpoint, lastCheckpoint, listCheckpoints, type StoredCheckpoint } from '../repositories/checkpoints.ts';
import { listSegments } from '../repositories/segments.ts';
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
  let lastSigned: StoredCheckpoint | null = null;

  /** Signs and keeps; answers the new notes. */
  async function signNow(signer: SigningKey): Promise<string[]> {
    lastSigned ??= await lastCheckpoint(memory.db);
    if (lastSigned && lastSigned.log !== signer.name) {
      throw new Error(`the log was signed as ${lastSigned.log}, and this key signs as ${signer.name}`);
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
        signed_at: at,
        note,
      };
    });
    if (rows.length > 0) {
      await engine.change(async ({ db }) => {
        for (const row of rows) await keepCheckpoint(db, row);
      });
      lastSigned = rows.at(-1) ?? lastSigned;
    }
    status = { lastAt: lastSigned?.signed_at ?? null, failure: null };
    return rows.map(({ note }) => note);
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
    const notes = (await listCheckpoints(memory.db)).filter(({ state }) => state === 'sealed');
    for (const { segment, note } of notes.slice(beside)) {
      const row = segments[segment - 1];
      if (!row) return;
      writeNote(files, folder, { firstId: row.first_id, lastId: row.last_id }, note);
      beside += 1;
    }
  }
  let beside = 0;

  return {
    async sign() {
      if (key === null || engine.refusing) return;
      try {
        const notes = await alone(() => signNow(key));
        copy(key, notes);
        await alone(putBeside);
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

function isSigned(state: SegmentState, last: StoredCheckpoint | null): boolean {
  if (last === null || state.segment > last.segment) return false;
  return state.segment < last.segment || (state.size === last.size && state.state === last.state);
}
