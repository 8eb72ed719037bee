/** Accounts as a table for a spreadsheet: out for a review of who may do what, and in to make many at once. */
import { writeCsv } from '../csv.ts';
import { isBuiltIn } from './roles.ts';
import { scopeInWords } from './scope-text.ts';
import type { UserSummary } from './users.ts';

/** The columns of an export. No secret is among them, nor anything that was made from one. */
export const USER_COLUMNS = ['username', 'displayName', 'role', 'scope', 'createdAt', 'lastSignInAt'] as const;
export type UserColumn = (typeof USER_COLUMNS)[number];

/** One account a line below the header; moments in UTC after ISO 8601, empty where there was none. */
export function exportUsers(users: readonly UserSummary[]): string {
  const records = users.map((user) => USER_COLUMNS.map((column) => CELLS[column](user)));
  return writeCsv([USER_COLUMNS, ...records]);
}

const CELLS: Record<UserColumn, (user: UserSummary) => string> = {
  username: ({ username }) => username,
  displayName: ({ displayName }) => displayName,
  // the id of a built-in role, by which files of every console and language are read
  role: ({ role, roleName }) => (isBuiltIn(role) ? role : roleName),
  scope: ({ scope }) => scopeInWords(scope),
  createdAt: ({ createdAt }) => moment(createdAt),
  lastSignInAt: ({ lastSignInAt }) => (lastSignInAt === null ? '' : moment(lastSignInAt)),
};

const moment = (wall: number) => new Date(wall).toISOString();
