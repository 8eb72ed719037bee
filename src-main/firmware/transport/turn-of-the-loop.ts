/**
 * Node learns once per turn of its loop what its connections have to tell. The first pause ends in the turn that is
 * running, the second after a whole one: whatever had happened by now, it knows then.
 */
export function turnOfTheLoop(): Promise<void> {
  return new Promise((resolve) => setImmediate(() => setImmediate(resolve)));
}
