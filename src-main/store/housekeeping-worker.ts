/** The program of the housekeeping thread: long work, so that the store's thread need not do it. */
import { parentPort } from 'node:worker_threads';
import { ConsoleError } from '../errors.ts';
import { diskFiles } from './files.ts';
import { doJob } from './housekeeping/jobs.ts';
import type { Order, Told } from './housekeeping/protocol.ts';

const tell = (told: Told): void => parentPort?.postMessage(told);

async function carryOut({ name, args, cancelled }: Order): Promise<void> {
  const flag = new Int32Array(cancelled);
  const signal = {
    get aborted() {
      return Atomics.load(flag, 0) !== 0;
    },
  };
  try {
    const context = { files: diskFiles, signal, onProgress: tellProgress };
    tell({ kind: 'done', answer: await doJob(context, name, args) });
  } catch (error) {
    const { code, details } = error instanceof ConsoleError ? error : { code: null, details: {} };
    tell({ kind: 'failed', code, message: error instanceof Error ? error.message : String(error), details });
  }
}

const tellProgress = (progress: (Told & { kind: 'progress' })['progress']): void =>
  tell({ kind: 'progress', progress });

parentPort?.on('message', (order: Order) => void carryOut(order));
