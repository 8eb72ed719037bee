/**
 * Regroups bytes: answers a function that takes the next `length` bytes of `pieces` laid end to end. What it answers
 * may share memory with the pieces.
 */
export function takeFrom(pieces: Iterable<Uint8Array>): (length: number) => Uint8Array {
  const source = pieces[Symbol.iterator]();
  let rest: Uint8Array = new Uint8Array();

  function more(): Uint8Array {
    const next = source.next();
    if (next.done) throw new RangeError('more bytes were asked for than there are');
    return next.value;
  }

  function taken(length: number): Uint8Array {
    const bytes = rest.subarray(0, length);
    rest = rest.subarray(bytes.length);
    return bytes;
  }

  return (length) => {
    if (rest.length === 0) rest = more();
    if (rest.length >= length) return taken(length);
    const gathered = Buffer.allocUnsafe(length);
    for (let filled = 0; filled < length;) {
      if (rest.length === 0) rest = more();
      const bytes = taken(length - filled);
      gathered.set(bytes, filled);
      filled += bytes.length;
    }
    return gathered;
  };
}
