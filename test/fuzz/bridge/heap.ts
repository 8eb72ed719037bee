import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';

setFlagsFromString('--expose-gc');
const collect = runInNewContext('gc') as () => void;

/** Bytes that live in this thread, after everything that can go has gone. */
export function livingBytes(): number {
  collect();
  collect();
  return process.memoryUsage().heapUsed;
}
