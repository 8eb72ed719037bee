import { Worker } from 'node:worker_threads';
import type { Clock } from '../../clock.ts';
import { ConsoleError } from '../../errors.ts';
import type { Log } from '../../log.ts';
import { workerEntry } from '../../worker-entry.ts';
import type { Call } from '../engine.ts';
import { asConsoleError, interrupted, unavailable } from '../failure.ts';
import type { Following } from '../housekeeping/job.ts';
import { LARGEST_PAYLOAD } from '../journal/record.ts';
import type { LocalStatus } from '../status.ts';
import type { Request, TaskCall, Tasks, ThreadOptions, Told } from './protocol.ts';

export type Question = Call | TaskCall;

/** One life of the store's thread. */
export interface StoreThread {
  /**
   * Rejects with the store's refusal, or, when the thread ends before it has answered, with an error that says so; with
   * INTERNAL for a question that is no plain data.
   */
  ask(question: Question, following?: Following): Promise<unknown>;
  /** How long the thread has left a question without an answer or a sign that it is at work on it, ms; 0: none waits. */
  waitedMs(): number;
  /** Resolves when the thread has ended, however it ended: only then may another one open the same folder. */
  readonly ended: Promise<void>;
  /** Ends the thread now. */
  kill(): void;
}

export interface StoreThreadOptions {
  readonly opening: ThreadOptions;
  readonly clock: Clock;
  readonly log: Log;
  readonly onChanged: (status: LocalStatus) => void;
  /** The thread's program. */
  readonly entry?: URL;
  /** The thread ends when it is aborted before the store is open. */
  readonly signal?: AbortSignal;
}

interface Asker {
  readonly kind: Question['kind'];
  /** When it was asked, or last heard of. */
  since: number;
  readonly onProgress: Following['onProgress'];
  readonly resolve: (value: unknown) => void;
  readonly reject: (error: ConsoleError) => void;
}

/**
 * Starts the thread; resolves when it has opened the store.
 *
 * @throws ConsoleError what the thread found when it opened the store; STORE_UNAVAILABLE when it ended before
 */
export async function startStoreThread(options: StoreThreadOptions): Promise<StoreThread> {
  const { clock, log, onChanged, opening: workerData } = options;
  const worker = new Worker(options.entry ?? workerEntry('store/store-worker'), { workerData, execArgv: [] });
  const askers = new Map<number, Asker>();
  const opened = Promise.withResolvers<void>();
  const ended = Promise.withResolvers<void>();
  let lastId = 0;
  let gone = false;
  let outbox: string[] = [];

  function post(text: string): void {
    if (outbox.push(text) === 1) process.nextTick(send);
  }

  function send(): void {
    if (!gone) worker.postMessage(`[${outbox.join(',')}]`);
    outbox = [];
  }

  function hear(told: Told): void {
    if (told.kind === 'log') log[told.level](told.message, told.facts ?? undefined);
    else if (told.kind === 'changed') onChanged(told.status);
    else if (told.kind === 'opened') {
      if (told.problem) opened.reject(errorOf(told.problem));
      else opened.resolve();
    } else if (told.kind === 'progress') {
      const asker = askers.get(told.id);
      if (!asker) return;
      asker.since = clock.monotonic();
      if (told.progress) asker.onProgress?.(told.progress);
    } else {
      const asker = askers.get(told.id);
      askers.delete(told.id);
      if (told.kind === 'answer') asker?.resolve(told.value);
      else asker?.reject(errorOf(told.problem));
    }
  }

  let cause: unknown;
  worker.on('message', (text: string) => (JSON.parse(text) as Told[]).forEach(hear));
  worker.on('error', (error) => (cause = error));
  worker.on('exit', () => {
    gone = true;
    opened.reject(unavailable('the store’s thread ended before it had opened the store', cause));
    for (const asker of askers.values()) asker.reject(goneError(asker.kind, cause));
    askers.clear();
    ended.resolve();
  });

  const thread: StoreThread = {
    ask(question, { onProgress, signal } = {}) {
      if (gone) return Promise.reject(unavailable('the store’s thread has ended', cause));
      const id = ++lastId;
      try {
        post(textOf({ id, ...question }));
      } catch (error) {
        return Promise.reject(asConsoleError(error));
      }
      const answered = new Promise((resolve, reject) => {
        askers.set(id, { kind: question.kind, since: clock.monotonic(), onProgress, resolve, reject });
      });
      return signal ? cancellable(answered, signal, () => post(textOf({ id, kind: 'cancel' }))) : answered;
    },
    waitedMs() {
      const since = Math.min(...[...askers.values()].map((asker) => asker.since));
      return askers.size === 0 ? 0 : clock.monotonic() - since;
    },
    ended: ended.promise,
    kill: () => void worker.terminate(),
  };
  options.signal?.addEventListener('abort', thread.kill);
  try {
    options.signal?.throwIfAborted();
    await opened.promise;
    return thread;
  } catch (error) {
    await worker.terminate();
    throw error;
  } finally {
    options.signal?.removeEventListener('abort', thread.kill);
  }
}

/**
 * A request as it crosses.
 *
 * @throws TypeError for what is no plain data (a circle, a bigint); RangeError for more than a change can hold anyway
 */
function textOf(request: Request): string {
  const text = JSON.stringify(request);
  if (text.length <= LARGEST_PAYLOAD) return text;
  throw new RangeError(`a question of ${text.length} characters is larger than the store takes (${LARGEST_PAYLOAD})`);
}

async function cancellable<T>(answered: Promise<T>, signal: AbortSignal, cancel: () => void): Promise<T> {
  if (signal.aborted) cancel();
  signal.addEventListener('abort', cancel);
  try {
    return await answered;
  } finally {
    signal.removeEventListener('abort', cancel);
  }
}

function goneError(kind: Question['kind'], cause: unknown): ConsoleError {
  return kind === 'write' || kind === 'figures'
    ? interrupted('the store’s thread ended while the change was under way: it may or may not have been kept', cause)
    : unavailable('the store’s thread ended before it had answered', cause);
}

function errorOf({
  code,
  message,
  details,
}: { code: ConsoleError['code'] } & Pick<ConsoleError, 'message' | 'details'>) {
  return new ConsoleError(code, message, details);
}

/** Asks the thread for one of its tasks. */
export function askTask<N extends keyof Tasks>(
  thread: Pick<StoreThread, 'ask'>,
  name: N,
  args: Tasks[N]['args'],
  following: Following = {},
): Promise<Tasks[N]['answer']> {
  const question = { kind: 'task', name, args } as TaskCall;
  return thread.ask(question, following) as Promise<Tasks[N]['answer']>;
}
