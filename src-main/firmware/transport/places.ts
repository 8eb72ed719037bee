/** One's turn at an address. */
export interface Place {
  /** Resolves when nobody who came before is there any more; null: nobody is. */
  readonly turn: Promise<void> | null;
  /** Nothing of one's own is on the wire any more. */
  leave(): void;
}

/**
 * Who has a way to which address. A controller that serves one request at a time knows nothing of robots that were set up
 * anew or tested: of two ways to it, one after the other opens, whoever they belong to.
 */
export interface Places {
  take(address: string): Place;
}

export function createPlaces(): Places {
  const last = new Map<string, Promise<void>>();
  return {
    take(address) {
      const before = last.get(address) ?? null;
      const { promise: left, resolve: leave } = Promise.withResolvers<void>();
      const gone = before ? before.then(() => left) : left;
      last.set(address, gone);
      void gone.then(() => {
        if (last.get(address) === gone) last.delete(address);
      });
      return { turn: before, leave };
    },
  };
}
