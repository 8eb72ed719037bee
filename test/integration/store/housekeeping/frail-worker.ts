/** A housekeeping thread that dies of some jobs: by the name of the folder it is given. */
import { parentPort, threadId } from 'node:worker_threads';
import type { Order, Told } from '../../../../src-main/store/housekeeping/protocol.ts';

const tell = (told: Told): void => parentPort?.postMessage(told);

parentPort?.on('message', ({ args }: Order) => {
  const { folder } = args as { readonly folder: string };
  if (folder === 'exit') process.exit(3);
  if (folder === 'throw') throw new Error('the thread stumbled');
  tell({ kind: 'done', answer: threadId });
  if (folder === 'exit afterwards') setImmediate(() => process.exit(3));
});
