import { brokenRules, type CallFailure } from '../../src-main/bridge/contract.ts';

/** What is typed into the form for the first account. */
export interface AccountDraft {
  readonly username: string;
  readonly displayName: string;
  readonly password: string;
  readonly repeat: string;
}

export const EMPTY_DRAFT: AccountDraft = { username: '', displayName: '', password: '', repeat: '' };

export type AccountField = 'username' | 'displayName' | 'password' | 'repeat';

/** Measures a password as the console will: composed (NFC), in code points and in UTF-8 bytes. */
export function passwordSize(password: string): { readonly codePoints: number; readonly bytes: number } {
  const composed = password.normalize('NFC');
  return { codePoints: Array.from(composed).length, bytes: new TextEncoder().encode(composed).length };
}

/** What is wrong with a field: nothing was typed, the repetition differs, or what the console would say. */
export type FieldProblem = 'required' | 'mismatch' | CallFailure;

/** What this page can tell without asking; the console judges again by itself. */
export function problemsOf(draft: AccountDraft): Partial<Record<AccountField, FieldProblem>> {
  const { username, displayName, password } = draft;
  const problems: Partial<Record<AccountField, FieldProblem>> = {};
  if (username.trim() === '') problems.username = 'required';
  // The list of common words is the console's alone.
  const [broken] = brokenRules(password, { blocklist: new Set(), personalNames: [username, displayName] });
  if (broken) problems.password = { code: broken.code, details: broken.details };
  if (draft.repeat !== draft.password) problems.repeat = 'mismatch';
  return problems;
}

/** The field that a refusal of the console is about; null when it is about none in particular. */
export function fieldOf({ code, details }: CallFailure): AccountField | null {
  if (code.startsWith('USERNAME_')) return 'username';
  if (code.startsWith('PASSWORD_')) return 'password';
  if (code !== 'INPUT_INVALID') return null;
  const field = details['field'] ?? details['path'];
  return field === 'username' || field === 'displayName' || field === 'password' ? field : null;
}
