import { ConsoleError } from '../errors.ts';

/** Whether `hash` was made from `password`, as `PasswordHasher.verify` says it. */
export type VerifyPassword = (password: string, hash: string) => Promise<boolean>;

/** Hashes of a person's passwords, the newest (the present one) first. */
export type PasswordHistory = readonly string[];

/**
 * Refuses a password that is one of the newest `remembered`. Each has its own salt, so each costs a run of bcrypt; they
 * run one after the other, so that one person's change does not fill the queue of those who sign in.
 *
 * @param normalized as `acceptPassword` answers it.
 * @throws ConsoleError PASSWORD_REUSED {remembered}; whatever `verify` throws, since a doubt is no permission.
 */
export async function refuseReused(
  normalized: string,
  history: PasswordHistory,
  remembered: number,
  verify: VerifyPassword,
): Promise<void> {
  for (const hash of history.slice(0, remembered)) {
    if (!(await verify(normalized, hash))) continue;
    const message = `the password is one of the last ${remembered}`;
    throw new ConsoleError('PASSWORD_REUSED', message, { remembered });
  }
}

/**
 * The history after a change of password: no longer than needed, because every kept hash is one more to be stolen. The
 * present hash stays even where nothing is remembered.
 */
export function remember(history: PasswordHistory, newHash: string, remembered: number): PasswordHistory {
  return [newHash, ...history].slice(0, Math.max(1, remembered));
}
