import type { OneTimeSecret } from '../../access/one-time-secret.ts';
import type { RecoveryCodes } from '../../access/second-factor/recovery-codes.ts';
import type { UserSummary } from '../../access/users.ts';
import { ConsoleError } from '../../errors.ts';
import type { Db } from '../schema.ts';
import { change, requireAdministrator } from './account-changes.ts';
import { dropSecret, findSecret, keepSecret } from './one-time-secrets.ts';
import { endSessionsOf } from './sessions.ts';
import { keepThrottles, type ThrottleChange } from './throttles.ts';
import { findUser } from './users.ts';

/** An account with everything that proves who it is: for checking that, and for nothing else. */
export interface Credentials {
  readonly user: UserSummary;
  readonly passwordHash: string;
  /** Wall clock, ms; null as long as its owner has chosen none. */
  readonly passwordChangedAt: number | null;
  /** The one before the present password first. */
  readonly formerHashes: readonly string[];
  /** While there is one, it stands in for the password. */
  readonly secret: OneTimeSecret | null;
  readonly secondFactor: { readonly sealedKey: string; readonly lastStep: number } | null;
  /** Empty without a second factor. */
  readonly recoveryCodes: RecoveryCodes;
}

/** The credentials of an account, null when there is none. */
export async function findCredentials(
  db: Db,
  by: { readonly canonicalName: string } | { readonly id: string },
): Promise<Credentials | null> {
  const row = await db
    .selectFrom('users')
    .select(['id', 'password_hash', 'password_changed_at'])
    .where('id' in by ? 'id' : 'canonical_name', '=', 'id' in by ? by.id : by.canonicalName)
    .executeTakeFirst();
  const user = row ? await findUser(db, row) : null;
  if (!row || !user) return null;
  const { id } = row;
  const factor = await db.selectFrom('second_factors').selectAll().where('user_id', '=', id).executeTakeFirst();
  const codes = db.selectFrom('recovery_codes').select('hash').where('user_id', '=', id).orderBy('number');
  const former = db.selectFrom('former_passwords').select('hash').where('user_id', '=', id).orderBy('ended_at', 'desc');
  return {
    user,
    passwordHash: row.password_hash,
    passwordChangedAt: row.password_changed_at,
    formerHashes: (await former.execute()).map(({ hash }) => hash),
    secret: await findSecret(db, id),
    secondFactor: factor ? { sealedKey: factor.sealed_key, lastStep: factor.last_step } : null,
    recoveryCodes: (await codes.execute()).map(({ hash }) => hash),
  };
}

export interface PasswordReset {
  readonly id: string;
  /** Of no password. */
  readonly unusableHash: string;
  readonly secret: OneTimeSecret;
  readonly throttles: readonly ThrottleChange[];
  readonly throttleLimit: number;
  /** Also of the last administrator: whoever asks can hand out the next secret, too. */
  readonly mayBeLast: boolean;
  /** Wall clock, ms. */
  readonly at: number;
}

/**
 * Gives an account a one-time secret in place of its password, and ends its sessions.
 *
 * @throws ConsoleError ACCOUNT_UNKNOWN; LAST_ADMINISTRATOR: whoever cannot sign in with a password of their own is none
 */
export async function resetPassword(db: Db, args: PasswordReset): Promise<void> {
  await rememberPassword(db, args);
  await change(db, args.id, { password_hash: args.unusableHash, password_changed_at: null });
  await keepSecret(db, args.id, args.secret);
  await keepThrottles(db, { changes: args.throttles, limit: args.throttleLimit });
  await endSessionsOf(db, { userId: args.id, except: null, at: args.at, by: 'password' });
  if (!args.mayBeLast) await requireAdministrator(db);
}

export interface PasswordChange {
  readonly id: string;
  /** What was verified: of the password, or of the one-time secret. */
  readonly verifiedHash: string;
  readonly passwordHash: string;
  /** The former hashes to keep, the newest first; all others go. */
  readonly formerHashes: readonly string[];
  /** Wall clock, ms. */
  readonly at: number;
  /** The session that goes on; the others of the account end. */
  readonly sessionId: string;
}

/**
 * Puts a password that its owner has chosen in the place of what was verified.
 *
 * @throws ConsoleError SIGN_IN_FAILED when that has been replaced meanwhile
 */
export async function changePassword(db: Db, args: PasswordChange): Promise<void> {
  const { id, verifiedHash, passwordHash, formerHashes, at, sessionId } = args;
  await requireVerified(db, id, verifiedHash);
  await rememberPassword(db, args);
  await change(db, id, { password_hash: passwordHash, password_changed_at: at });
  await dropSecret(db, id);
  await db
    .deleteFrom('former_passwords')
    .where('user_id', '=', id)
    .$if(formerHashes.length > 0, (query) => query.where('hash', 'not in', [...formerHashes]))
    .execute();
  await endSessionsOf(db, { userId: id, except: sessionId, at, by: 'password' });
}

/** @throws ConsoleError SIGN_IN_FAILED when the account is gone, disabled, or `hash` is not what proves it any more */
export async function requireVerified(db: Db, id: string, hash: string): Promise<void> {
  const found = await findCredentials(db, { id });
  const valid = found?.user.status === 'active' && (found.secret?.hash ?? found.passwordHash) === hash;
  if (!valid) throw new ConsoleError('SIGN_IN_FAILED', 'the account has changed meanwhile');
}

/** Only a password that its owner had chosen. */
async function rememberPassword(db: Db, { id, at }: { readonly id: string; readonly at: number }): Promise<void> {
  const present = await db
    .selectFrom('users')
    .select('password_hash as hash')
    .where('id', '=', id)
    .where('password_changed_at', 'is not', null)
    .executeTakeFirst();
  if (!present) return;
  const row = { user_id: id, ended_at: at, hash: present.hash };
  await db
    .insertInto('former_passwords')
    .values(row)
    .onConflict((conflict) => conflict.doNothing())
    .execute();
}
