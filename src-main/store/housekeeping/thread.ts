import { Worker } from 'node:worker_threads';
import { ConsoleError } from '../../errors.ts';
import { workerEntry } from '../../worker-entry.ts';
import { oneAtATime } from '../one-at-a-time.ts';
import type { Housekeeper } from './housekeeper.ts';
import type { Following } from './job.ts';
import type { JobAnswer, JobArgs, JobName } from './jobs.ts';
import type { Order, Told } from './protocol.ts';

/**
 * Does the work in a thread of its own, which starts with the first job, and again with the first after it has died.
 *
 * @param entry the thread's program
 */
export function threadedHousekeeper(entry: URL = workerEntry('store/housekeeping-worker')): Housekeeper {
  const inTurn = oneAtATime();
  let thread: HousekeepingThread | null = null;
  return {
    run<N extends JobName>(name: N, args: JobArgs<N>, following: Following = {}) {
      return inTurn(() => {
        if (thread === null || thread.gone()) thread = startThread(entry);
        return thread.work(name, args, following);
      }) as Promise<JobAnswer<N>>;
    },
    close: () => inTurn(async () => thread?.end()),
  };
}

interface HousekeepingThread {
  gone(): boolean;
  work(name: JobName, args: object, following: Following): Promise<unknown>;
  end(): Promise<void>;
}

/** One life of the thread. */
function startThread(entry: URL): HousekeepingThread {
  const worker = new Worker(entry, { execArgv: [] });
  let cause: unknown = null;
  let gone = false;
  let current: { hear(told: Told): void; reject(error: unknown): void } | null = null;

  worker.on('message', (told: Told) => current?.hear(told));
  worker.on('error', (error) => (cause = error));
  worker.on('exit', (code) => {
    gone = true;
    current?.reject(cause ?? new Error(`the housekeeping thread ended (${code})`));
  });

  async function work(name: JobName, args: object, { onProgress, signal }: Following): Promise<unknown> {
    const { promise, resolve, reject } = Promise.withResolvers<unknown>();
    const cancelled = new SharedArrayBuffer(Int32Array.BYTES_PER_ELEMENT);
    const cancel = (): void => void Atomics.store(new Int32Array(cancelled), 0, 1);
    const hear = (told: Told): void => {
      if (told.kind === 'progress') onProgress?.(told.progress);
      else if (told.kind === 'done') resolve(told.answer);
      else reject(errorOf(told));
    };
    current = { hear, reject };
    signal?.addEventListener('abort', cancel);
    if (signal?.aborted) cancel();
    try {
      worker.postMessage({ name, args, cancelled } satisfies Order, ownBuffers(args));
      return await promise;
    } finally {
      signal?.removeEventListener('abort', cancel);
      current = null;
    }
  }

  return { gone: () => gone, work, end: async () => void (await worker.terminate()) };
}

function errorOf({ code, message, details }: Told & { kind: 'failed' }): Error {
  return code === null ? new Error(message) : new ConsoleError(code, message, details);
}

/** The buffers to hand over instead of copying them: of bytes among the arguments that are all of their buffer. */
function ownBuffers(args: object): ArrayBuffer[] {
  const bytes = Object.values(args).filter((arg): arg is Uint8Array => arg instanceof Uint8Array);
  return bytes.flatMap(({ buffer, byteLength }) =>
    buffer instanceof ArrayBuffer && buffer.byteLength === byteLength ? [buffer] : [],
  );
}
