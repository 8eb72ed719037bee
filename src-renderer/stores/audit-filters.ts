import { create } from 'zustand';
import { OUTCOMES, type AuditWish, type Outcome } from '../../src-main/bridge/contract.ts';

/** The filter as it stands in the form: texts, empty where nothing is asked for. */
export interface AuditDraft {
  /** Local time, as an input of type datetime-local has it. */
  readonly from: string;
  readonly to: string;
  readonly person: string;
  readonly robot: string;
  readonly action: string;
  readonly outcome: Outcome | '';
  readonly text: string;
}

export const EMPTY_DRAFT: AuditDraft = { from: '', to: '', person: '', robot: '', action: '', outcome: '', text: '' };

/** A filter that was kept under a name. */
export interface SavedFilter {
  readonly name: string;
  readonly draft: AuditDraft;
}

const KEY = 'robot-console.audit-filters';
/** More would be no help, and storage is small. */
const MOST = 50;

/** A moment (ms) as an input of type datetime-local has it, in the time zone of this page; undefined when it is none. */
export function momentOf(local: string): number | undefined {
  const at = local === '' ? Number.NaN : new Date(local).getTime();
  return Number.isNaN(at) || at < 0 ? undefined : at;
}

/** What the console is asked for. @param draft its moments in the time zone of this page */
export function wishOf({ from, to, person, robot, action, outcome, text }: AuditDraft): AuditWish {
  const wish = {
    from: momentOf(from),
    to: momentOf(to),
    person: person.trim() || undefined,
    robot: robot.trim() || undefined,
    action: action.trim() || undefined,
    outcome: outcome || undefined,
    text: text.trim() || undefined,
  };
  return Object.fromEntries(Object.entries(wish).filter(([, value]) => value !== undefined));
}

/** The filters in a stored text; what is not one is left out: another version may have written it. */
export function readFilters(stored: string | null): readonly SavedFilter[] {
  try {
    const list: unknown = JSON.parse(stored ?? '[]');
    return Array.isArray(list) ? list.flatMap(filterOf) : [];
  } catch {
    return [];
  }
}

function filterOf(stored: unknown): SavedFilter[] {
  if (typeof stored !== 'object' || stored === null || !('name' in stored) || !('draft' in stored)) return [];
  const { name, draft } = stored;
  if (typeof name !== 'string' || name === '' || typeof draft !== 'object' || draft === null) return [];
  const text = (field: keyof AuditDraft): string => {
    const value: unknown = Reflect.get(draft, field);
    return typeof value === 'string' ? value : '';
  };
  const outcome = OUTCOMES.find((known) => known === text('outcome')) ?? '';
  const [from, to, person, robot] = [text('from'), text('to'), text('person'), text('robot')];
  return [{ name, draft: { from, to, person, robot, action: text('action'), outcome, text: text('text') } }];
}

/** Storage may be forbidden in this browser; the choice then lasts as long as the page. */
function storage(): Storage | null {
  try {
    return globalThis.localStorage ?? null;
  } catch {
    return null;
  }
}

export const useAuditFilters = create<{ readonly saved: readonly SavedFilter[] }>()(() => ({
  saved: readFilters(storage()?.getItem(KEY) ?? null),
}));

function keep(saved: readonly SavedFilter[]): void {
  useAuditFilters.setState({ saved });
  try {
    storage()?.setItem(KEY, JSON.stringify(saved));
  } catch {
    // Full: the filters last as long as the page.
  }
}

/** Keeps a filter under a name, in the place of one that had it. */
export function saveFilter(name: string, draft: AuditDraft): void {
  const others = useAuditFilters.getState().saved.filter((one) => one.name !== name);
  keep([...others, { name, draft }].slice(-MOST));
}

export function forgetFilter(name: string): void {
  keep(useAuditFilters.getState().saved.filter((one) => one.name !== name));
}
