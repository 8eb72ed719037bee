import { Worker } from 'node:worker_threads';
import { ConsoleError } from '../errors.ts';
import { workerEntry } from '../worker-entry.ts';
import { decoyHash } from './password-cost.ts';
import { PASSWORD_MAX_BYTES, passwordBytes } from './password-policy.ts';
import type { PasswordAnswer, PasswordQuestion, PasswordTask } from './password-worker.ts';

/** 2^12 rounds: about a quarter of a second of one processor for a guess, and for a sign-in. */
const DEFAULT_COST = 12;
/** Questions that may wait for the thread at once, about 16 s of work; more would only fill the memory. */
const MAX_WAITING = 64;

/** Turns passwords into bcrypt hashes and back into yes or no, away from the thread that everybody shares. */
export interface PasswordHasher {
  /** A hash of the same cost that belongs to no password: what to verify against when there is no account. */
  readonly decoy: string;
  /** @throws ConsoleError PASSWORD_TOO_LONG beyond 72 bytes, SIGN_IN_BUSY, INTERNAL when the thread dies. */
  hash(password: string): Promise<string>;
  /**
   * Whether `hash` was made from `password`. Beyond 72 bytes never, however the first 72 are, after the same time.
   *
   * @throws ConsoleError SIGN_IN_BUSY, INTERNAL when the thread dies or `hash` is none.
   */
  verify(password: string, hash: string): Promise<boolean>;
  /** Ends the thread at once; whoever still waits is refused. */
  close(): Promise<void>;
}

export interface PasswordHasherOptions {
  /** log2 of the rounds, 4 to 31. */
  readonly cost?: number;
  /** The thread's program. */
  readonly entry?: URL;
}

interface Waiting {
  resolve(answer: string | boolean): void;
  reject(error: ConsoleError): void;
}

/** Starts a thread at the first question, and again at the next question after one died. */
export function createPasswordHasher({
  cost = DEFAULT_COST,
  entry = workerEntry('access/password-worker'),
}: PasswordHasherOptions = {}): PasswordHasher {
  const waiting = new Map<number, Waiting>();
  let worker: Worker | null = null;
  let lastId = 0;
  let closed = false;

  function ask(task: PasswordTask): Promise<string | boolean> {
    if (closed) return Promise.reject(new ConsoleError('INTERNAL', 'the password thread is closed'));
    if (waiting.size >= MAX_WAITING) {
      return Promise.reject(new ConsoleError('SIGN_IN_BUSY', `${MAX_WAITING} passwords are being checked already`));
    }
    worker ??= startWorker();
    // Only a pending question may keep the process alive.
    worker.ref();
    const id = ++lastId;
    const answered = new Promise<string | boolean>((resolve, reject) => waiting.set(id, { resolve, reject }));
    const question: PasswordQuestion = { ...task, id };
    worker.postMessage(question);
    return answered;
  }

  function startWorker(): Worker {
    // The flags of this process (how it was given its own program, what it preloads) are none of the thread's.
    const started = new Worker(entry, { execArgv: [] });
    let cause: unknown;
    started.on('message', (message: PasswordAnswer) => {
      const asker = waiting.get(message.id);
      waiting.delete(message.id);
      if (waiting.size === 0) started.unref();
      if ('problem' in message) asker?.reject(new ConsoleError('INTERNAL', `password check: ${message.problem}`));
      else asker?.resolve(message.answer);
    });
    started.on('error', (error) => (cause = error));
    started.on('exit', (code) => {
      worker = null;
      for (const asker of waiting.values()) {
        asker.reject(new ConsoleError('INTERNAL', `the password thread ended (${code})`, {}, cause));
      }
      waiting.clear();
    });
    return started;
  }

  return {
    decoy: decoyHash(cost),

    async hash(password) {
      if (passwordBytes(password) > PASSWORD_MAX_BYTES) {
        const message = `bcrypt reads ${PASSWORD_MAX_BYTES} bytes only`;
        throw new ConsoleError('PASSWORD_TOO_LONG', message, { maximumBytes: PASSWORD_MAX_BYTES });
      }
      return String(await ask({ kind: 'hash', password, cost }));
    },

    async verify(password, hash) {
      const matches = await ask({ kind: 'verify', password, hash });
      return matches === true && passwordBytes(password) <= PASSWORD_MAX_BYTES;
    },

    async close() {
      closed = true;
      await worker?.terminate();
    },
  };
}
