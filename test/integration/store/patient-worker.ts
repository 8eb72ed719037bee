/** A store's thread that never answers: to every task it only says, each time it is asked anything, that it is at work. */
import { parentPort } from 'node:worker_threads';
import type { Request, Told } from '../../../src-main/store/thread/protocol.ts';

const tell = (told: Told): void => parentPort?.postMessage(JSON.stringify([told]));

parentPort?.on('message', (text: string) => {
  for (const { id } of JSON.parse(text) as Request[]) {
    tell({ kind: 'progress', id, progress: { done: id, total: 9, label: 'pages' } });
  }
});
tell({ kind: 'opened', problem: null });
