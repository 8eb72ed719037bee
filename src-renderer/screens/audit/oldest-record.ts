/**
 * The id of the oldest record that is still kept, between 1 and `newest`: after retention the log begins later. Asks
 * once when it begins at 1, and some 20 times for a million records otherwise.
 *
 * @param below the id of the newest record with an id below this one; null when there is none
 */
export async function oldestRecord(below: (before: number) => Promise<number | null>, newest: number): Promise<number> {
  if (newest < 2 || (await below(2)) !== null) return 1;
  let gone = 1;
  let kept = newest;
  while (kept - gone > 1) {
    const middle = Math.floor((gone + kept) / 2);
    const found = await below(middle + 1);
    if (found === null) gone = middle;
    else kept = found;
  }
  return kept;
}
