import { ConsoleError } from '../../errors.ts';
import type { Db } from '../schema.ts';

export interface Enrolment {
  readonly id: string;
  readonly sealedKey: string;
  /** Of the first code, by which its owner has shown that the app works. */
  readonly lastStep: number;
  /** By their numbers. */
  readonly recoveryHashes: readonly string[];
  /** Wall clock, ms. */
  readonly at: number;
}

/** Gives an account a second factor with recovery codes, in place of those it had. */
export async function enrolSecondFactor(db: Db, { id, sealedKey, lastStep, recoveryHashes, at }: Enrolment) {
  await removeSecondFactor(db, { id });
  const factor = { user_id: id, sealed_key: sealedKey, last_step: lastStep, enrolled_at: at };
  await db.insertInto('second_factors').values(factor).execute();
  await insertCodes(db, id, recoveryHashes);
}

export async function removeSecondFactor(db: Db, { id }: { readonly id: string }): Promise<void> {
  await db.deleteFrom('recovery_codes').where('user_id', '=', id).execute();
  await db.deleteFrom('second_factors').where('user_id', '=', id).execute();
}

/** New codes for old, spent or not. @throws ConsoleError SECOND_FACTOR_MISSING */
export async function replaceRecoveryCodes(
  db: Db,
  { id, recoveryHashes }: Pick<Enrolment, 'id' | 'recoveryHashes'>,
): Promise<void> {
  const factor = await db.selectFrom('second_factors').select('user_id').where('user_id', '=', id).executeTakeFirst();
  if (!factor) throw new ConsoleError('SECOND_FACTOR_MISSING', 'the account has no second factor');
  await db.deleteFrom('recovery_codes').where('user_id', '=', id).execute();
  await insertCodes(db, id, recoveryHashes);
}

async function insertCodes(db: Db, id: string, hashes: readonly string[]): Promise<void> {
  for (const [number, hash] of hashes.entries()) {
    await db.insertInto('recovery_codes').values({ user_id: id, number, hash }).execute();
  }
}

/** How a second factor was proved. */
export type SecondFactorProof =
  | { readonly kind: 'code'; readonly stepBefore: number; readonly step: number }
  | { readonly kind: 'recovery'; readonly number: number; readonly hash: string };

/**
 * Keeps that a code was used: of two who use the same one at the same moment one comes through.
 *
 * @throws ConsoleError SECOND_FACTOR_FAILED {rule: used}
 */
export async function spendProof(db: Db, id: string, proof: SecondFactorProof): Promise<void> {
  const { numUpdatedRows } =
    proof.kind === 'code'
      ? await db
          .updateTable('second_factors')
          .set({ last_step: proof.step })
          .where('user_id', '=', id)
          .where('last_step', '=', proof.stepBefore)
          .executeTakeFirstOrThrow()
      : await db
          .updateTable('recovery_codes')
          .set({ hash: null })
          .where('user_id', '=', id)
          .where('number', '=', proof.number)
          .where('hash', '=', proof.hash)
          .executeTakeFirstOrThrow();
  if (numUpdatedRows === 1n) return;
  throw new ConsoleError('SECOND_FACTOR_FAILED', 'the code was used meanwhile', { rule: 'used' });
}
