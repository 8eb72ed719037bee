import { CSV_RULES, readCsv, withoutGuard, type CsvRecord } from '../csv.ts';
import { ConsoleError } from '../errors.ts';
import { checkDisplayName } from './display-name.ts';
import type { RoleId } from './roles.ts';
import { readScope } from './scope-text.ts';
import type { Scope } from './scope.ts';
import { USER_COLUMNS, type UserColumn } from './user-csv.ts';
import { canonicalUsername, checkUsername } from './username.ts';

/** Accounts that one file may hold, and the UTF-16 units it may have. */
export const IMPORT_MAX_ACCOUNTS = 5_000;
export const IMPORT_MAX_LENGTH = 2_000_000;

/** An account to be made. Its first password is a one-time secret: no password travels in a file. */
export interface ImportedAccount {
  /** The line of the file on which it stands, from 1. */
  readonly line: number;
  readonly username: string;
  /** The username where the file has none. */
  readonly displayName: string;
  readonly role: RoleId;
  /** The whole plant where the file says nothing. */
  readonly scope: Scope;
}

export interface UserImport {
  /** What can be made, in the order of the file. */
  readonly accounts: readonly ImportedAccount[];
  /** One per line that cannot: any code with `line` in its details. Whoever imports decides whether the rest is made. */
  readonly problems: readonly ConsoleError[];
}

export interface ImportContext {
  /** The role that a name means; null: none. */
  readonly roleNamed: (name: string) => RoleId | null;
  /** Canonical usernames that exist. */
  readonly taken: ReadonlySet<string>;
}

/** The rules of CSV_INVALID; each has a sentence of its own. */
export const USER_CSV_RULES = [
  ...CSV_RULES,
  'too-large',
  'no-account',
  'column-missing',
  'column-unknown',
  'column-twice',
  'column-secret',
  'fields',
  'role',
  'scope',
  'twice',
] as const;
type Rule = (typeof USER_CSV_RULES)[number];

const REQUIRED: readonly UserColumn[] = ['username', 'role'];

/**
 * Reads accounts from an export, or from a table with at least the columns `username` and `role`; without a column
 * `scope` they are for the whole plant; the moments of an export are left out. The separator may be a comma, a semicolon or a tab, as the header has it: spreadsheets write what
 * their country does. Never throws: a fault of the file as a whole is one problem, on the line where it shows.
 */
export function importUsers(text: string, { roleNamed, taken }: ImportContext): UserImport {
  if (text.length > IMPORT_MAX_LENGTH) return refused(invalid(1, 'too-large', { maximum: IMPORT_MAX_ACCOUNTS }));
  const { records, problem } = readCsv(text, separatorOf(text));
  const [header, ...rows] = records;
  if (problem !== null) return refused(invalid(problem.line, problem.rule));
  if (header === undefined || rows.length === 0) return refused(invalid(header?.line ?? 1, 'no-account'));
  if (rows.length > IMPORT_MAX_ACCOUNTS) return refused(invalid(1, 'too-large', { maximum: IMPORT_MAX_ACCOUNTS }));
  const wrong = headerProblem(header);
  if (wrong !== null) return refused(wrong);

  const accounts: ImportedAccount[] = [];
  const problems: ConsoleError[] = [];
  const lines = new Map<string, number>();
  for (const row of rows) {
    try {
      const account = accountOf(row, header.fields, roleNamed);
      const canonical = canonicalUsername(account.username);
      const first = lines.get(canonical);
      if (first !== undefined) throw invalid(row.line, 'twice', { first, username: account.username });
      lines.set(canonical, row.line);
      if (taken.has(canonical)) {
        throw new ConsoleError('USERNAME_TAKEN', 'the username is taken', { username: account.username });
      }
      accounts.push(account);
    } catch (error) {
      if (!(error instanceof ConsoleError)) throw error;
      problems.push(new ConsoleError(error.code, error.message, { ...error.details, line: row.line }));
    }
  }
  return { accounts, problems };
}

function accountOf(
  { line, fields }: CsvRecord,
  header: readonly string[],
  roleNamed: ImportContext['roleNamed'],
): ImportedAccount {
  if (fields.length !== header.length) {
    throw invalid(line, 'fields', { expected: header.length, actual: fields.length });
  }
  const cell = (column: UserColumn) => withoutGuard(fields[header.indexOf(column)] ?? '');
  const username = checkUsername(cell('username'));
  const named = cell('role').trim();
  const role = roleNamed(named);
  if (role === null) throw invalid(line, 'role', { role: named.slice(0, 64) });
  const scope = scopeIn(cell('scope'), line);
  return { line, username, displayName: checkDisplayName(cell('displayName')) || username, role, scope };
}

function scopeIn(words: string, line: number): Scope {
  try {
    return readScope(words);
  } catch (error) {
    if (!(error instanceof ConsoleError)) throw error;
    throw invalid(line, 'scope', { scope: words.slice(0, 64) });
  }
}

function headerProblem({ line, fields }: CsvRecord): ConsoleError | null {
  const secret = fields.find((column) => /pass|secret|hash|token|mật khẩu/iu.test(column.normalize('NFC')));
  if (secret !== undefined) return invalid(line, 'column-secret', { column: secret.slice(0, 64) });
  const unknown = fields.find((column) => !USER_COLUMNS.some((known) => known === column));
  if (unknown !== undefined) return invalid(line, 'column-unknown', { column: unknown.slice(0, 64) });
  const twice = fields.find((column, index) => fields.indexOf(column) !== index);
  if (twice !== undefined) return invalid(line, 'column-twice', { column: twice });
  const missing = REQUIRED.find((column) => !fields.includes(column));
  return missing === undefined ? null : invalid(line, 'column-missing', { column: missing });
}

/** Known columns hold no separator, so the first one in the header is the file's. */
function separatorOf(text: string): string {
  return /[,;\t\r\n]/.exec(text)?.[0].replace(/[\r\n]/, ',') ?? ',';
}

const refused = (problem: ConsoleError): UserImport => ({ accounts: [], problems: [problem] });

function invalid(line: number, rule: Rule, facts: ConsoleError['details'] = {}): ConsoleError {
  return new ConsoleError('CSV_INVALID', `line ${line}: ${rule}`, { line, rule, ...facts });
}
