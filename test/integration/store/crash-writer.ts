/** Run by kill.test.ts: creates accounts as fast as it can, several at a time, and prints each once it is acknowledged. */
import { writeSync } from 'node:fs';
import { systemClock } from '../../../src-main/clock.ts';
import { silentLog } from '../../../src-main/log.ts';
import { openStore } from '../../../src-main/store/store.ts';
import { createUser } from '../../support/store.ts';

const [dir = '', round = ''] = process.argv.slice(2);
const store = await openStore({ dir, clock: systemClock, log: silentLog });

async function work(writer: number): Promise<never> {
  for (let count = 0; ; count++) {
    const name = `round-${round}-writer-${writer}-${count}`;
    await createUser(store, name);
    // Not console.log: a line that waits in a buffer when the kill comes would not count as acknowledged.
    writeSync(1, `${name}\n`);
  }
}

writeSync(1, 'ready\n');
await Promise.all([work(1), work(2), work(3)]);
