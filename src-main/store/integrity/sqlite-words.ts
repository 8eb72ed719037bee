/** What one line of SQLite's integrity_check or quick_check is about. https://www.sqlite.org/pragma.html#pragma_integrity_check */
export type CheckLine =
  /** An index disagrees with its table; the table itself is readable. */
  | { readonly about: 'index'; readonly index: string }
  /** A value that its column does not take. */
  | { readonly about: 'value'; readonly table: string }
  | { readonly about: 'constraint'; readonly table: string }
  /** The pages themselves: nothing that rests on them can be trusted. */
  | { readonly about: 'structure' };

const INDEX =
  /^(?:row \S+ (?:missing from|values differ from)|wrong # of entries in|non-unique entry in|rowid not at end-of-record for row \S+ of) index (.+)$/;
const VALUE = /^\S+ value in (.+)\.[^.]+$/;
const CONSTRAINT = /^CHECK constraint failed in (.+)$/;

export function readCheckLine(line: string): CheckLine {
  const index = INDEX.exec(line)?.[1];
  if (index !== undefined) return { about: 'index', index };
  const table = VALUE.exec(line)?.[1];
  if (table !== undefined) return { about: 'value', table };
  const constrained = CONSTRAINT.exec(line)?.[1];
  return constrained === undefined ? { about: 'structure' } : { about: 'constraint', table: constrained };
}
