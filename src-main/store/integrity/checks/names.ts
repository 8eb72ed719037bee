import { found, type Finding } from '../finding.ts';

/** What is compared of an account. */
export interface AccountName {
  readonly id: string;
  readonly username: string;
  readonly canonicalName: string;
}

/**
 * No two accounts are the same person under the rule of today, and each is kept under the name by which that rule looks
 * it up. A rule that was changed, or a record that was tampered with, shows here.
 */
export function nameFindings(accounts: readonly AccountName[], canonicalName: (username: string) => string): Finding[] {
  const findings: Finding[] = [];
  const byName = new Map<string, string[]>();
  for (const { id, username, canonicalName: kept } of accounts) {
    const name = canonicalName(username);
    byName.set(name, [...(byName.get(name) ?? []), id]);
    if (name === kept) continue;
    const words = `the account ${username} is kept under "${kept}", but looked up under "${name}"`;
    findings.push(found('names', words, { table: 'users', record: id }));
  }
  for (const [name, ids] of byName) {
    if (ids.length < 2) continue;
    const words = `${ids.length} accounts have names that are the same person: "${name}"`;
    findings.push(found('names', words, { table: 'users', record: ids.join(', ') }));
  }
  return findings;
}
