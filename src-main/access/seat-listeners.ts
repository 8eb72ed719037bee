/** Who wants to know what happens at which seat. */
export interface SeatListeners<T> {
  announce(seatId: string, news: T): void;
  /** Tells `listener` of everything later; the answer stops that. */
  onChange(seatId: string, listener: (news: T) => void): () => void;
}

export function seatListeners<T>(): SeatListeners<T> {
  const listeners = new Map<string, Set<(news: T) => void>>();
  return {
    announce(seatId, news) {
      for (const listener of listeners.get(seatId) ?? []) listener(news);
    },
    onChange(seatId, listener) {
      const atSeat = listeners.get(seatId) ?? new Set();
      listeners.set(seatId, atSeat.add(listener));
      return () => {
        atSeat.delete(listener);
        if (atSeat.size === 0 && listeners.get(seatId) === atSeat) listeners.delete(seatId);
      };
    },
  };
}
