import type { CallFailure, KnownRight, RolePreview, RoleView } from '../../../src-main/bridge/contract.ts';
import { draftOf, fieldOf, NEW_ROLE, problemsOf, typedRole, type FieldProblems, type TypedRole } from './role-draft.ts';

/** One role being written: what is typed, and what the console said about exactly that. */
export interface RoleEditing {
  readonly rights: readonly KnownRight[];
  readonly typed: TypedRole;
  /** Somebody asked for a preview, so what is missing is said. */
  readonly tried: boolean;
  readonly preview: RolePreview | null;
}

export function beginEditing(role: RoleView | null, rights: readonly KnownRight[]): RoleEditing {
  const typed = role ? typedRole(role) : NEW_ROLE;
  return { rights, typed, tried: false, preview: null };
}

/** Whatever is changed, the preview was about something else. */
export function edited(editing: RoleEditing, part: Partial<TypedRole>): RoleEditing {
  return { ...editing, typed: { ...editing.typed, ...part }, preview: null };
}

/** The answer to a preview of what was typed then; it counts only when that still stands there. */
export function previewed(editing: RoleEditing, of: TypedRole, preview: RolePreview): RoleEditing {
  return editing.typed === of ? { ...editing, preview } : editing;
}

/** Saving is possible after a preview of exactly this draft that refuses nothing. */
export function maySave({ preview }: RoleEditing): boolean {
  return preview !== null && preview.refusal === null;
}

/** What stands beside the fields: what this page finds once a preview was asked for, and what the console refused. */
export function shownProblems(editing: RoleEditing, failure: CallFailure | null): FieldProblems {
  const { rights, tried, preview } = editing;
  const found = tried ? problemsOf(draftOf(editing.typed, rights)) : {};
  const refusal = preview?.refusal ?? failure;
  const field = refusal && fieldOf(refusal, rights);
  return field === null ? found : { ...found, [field]: refusal };
}

/** Nothing is missing that this page can tell of. */
export function isComplete({ typed, rights }: RoleEditing): boolean {
  return Object.keys(problemsOf(draftOf(typed, rights))).length === 0;
}
