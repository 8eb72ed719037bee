import type { AuditRecord } from '../../../src-main/bridge/contract.ts';

/** Records in a page, and in an answer of the console. */
export const PAGE = 100;
/** Pages whose records are kept: several screenfuls either way, some megabytes. */
const KEPT = 30;

/** What stands at a place: a record, one that is not kept any more, or (null) nobody has asked, or it was forgotten. */
export type Slot = AuditRecord | 'gone' | null;

/** A place is a number that stays with its record, higher for newer ones; page 0 holds the places 1 to {@link PAGE}. */
export const pageOf = (place: number): number => Math.floor((place - 1) / PAGE);
export const lowestOf = (page: number): number => page * PAGE + 1;
export const highestOf = (page: number): number => (page + 1) * PAGE;

/** Records by their place, of which only the pages that were used last are kept, however many there are. */
export interface RecordPages {
  at(place: number): Slot;
  /** Counts as use of its page. */
  put(place: number, slot: Slot): void;
  use(page: number): void;
  /** Records, or places known to be empty, that are in memory. */
  readonly size: number;
}

export function createRecordPages(kept = KEPT): RecordPages {
  /** In the order of use: a Map remembers in which order its keys came. */
  const pages = new Map<number, Slot[]>();

  function use(page: number): Slot[] | undefined {
    const slots = pages.get(page);
    if (slots === undefined) return undefined;
    pages.delete(page);
    pages.set(page, slots);
    return slots;
  }

  function added(page: number): Slot[] {
    const slots = Array.from<Slot>({ length: PAGE }).fill(null);
    pages.set(page, slots);
    const [longestUnused = page] = pages.keys();
    if (pages.size > kept) pages.delete(longestUnused);
    return slots;
  }

  return {
    at: (place) => pages.get(pageOf(place))?.[place - lowestOf(pageOf(place))] ?? null,
    put(place, slot) {
      const page = pageOf(place);
      (use(page) ?? added(page))[place - lowestOf(page)] = slot;
    },
    use: (page) => void use(page),
    get size() {
      return [...pages.values()].flat().filter((slot) => slot !== null).length;
    },
  };
}
