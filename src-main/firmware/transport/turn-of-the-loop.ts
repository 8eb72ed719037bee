import { setImmediate } from 'node:timers/promises';

/**
 * Node learns once per turn of its loop what its connections have to tell. The first pause ends in the turn that is
 * running, the second after a whole one: whatever had happened by now, it knows then.
 */
export async function turnOfTheLoop(): Promise<void> {
  await setImmediate();
  await setImmediate();
}
