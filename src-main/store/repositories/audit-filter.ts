import { expressionBuilder, sql, type Expression, type SqlBool } from 'kysely';
import type { Outcome } from '../../audit/record.ts';
import type { Schema } from '../schema.ts';

/** Which records are wanted; what is absent does not matter. */
export interface AuditFilter {
  /** Wall clock, ms: not before this moment. */
  readonly from?: number | undefined;
  /** Wall clock, ms: before this moment. */
  readonly to?: number | undefined;
  readonly actorUserId?: string | undefined;
  readonly action?: string | undefined;
  /** The record or robot that it was done to. */
  readonly subject?: string | undefined;
  readonly robot?: string | undefined;
  readonly outcome?: Outcome | undefined;
  /** Stands, in whatever letters of a to z, in a name, the action, the subject, the reason, a value or the details. */
  readonly text?: string | undefined;
  /** Only what this person did, and what anybody did to these kinds of things. */
  readonly limitedTo?: { readonly userId: string; readonly objects: readonly string[] } | undefined;
}

/** Where a text is looked for. */
const TEXTS = [
  'actor_username',
  'action',
  'subject',
  'robot',
  'reason',
  'details',
  'old_value',
  'new_value',
  'workstation',
] as const satisfies readonly (keyof Schema['audit_records'])[];

/** The condition on audit records that the filter means. */
export function fits({ from, to, actorUserId, action, subject, robot, outcome, text, limitedTo }: AuditFilter) {
  const is = expressionBuilder<Schema, 'audit_records'>();
  const terms: Expression<SqlBool>[] = [];
  // whole segments of other times are passed over; in one, walking along the ids needs no sorting
  if (from !== undefined) terms.push(sql<SqlBool>`+at >= ${from}`);
  if (to !== undefined) terms.push(sql<SqlBool>`+at < ${to}`);
  if (actorUserId !== undefined) terms.push(is('actor_user_id', '=', actorUserId));
  if (action !== undefined) terms.push(is('action', '=', action));
  if (subject !== undefined) terms.push(is('subject', '=', subject));
  if (robot !== undefined) terms.push(is('robot', '=', robot));
  if (outcome !== undefined) terms.push(is('outcome', '=', outcome));
  // the words of the partial index, without which SQLite does not see that it will do
  if (outcome !== undefined && outcome !== 'succeeded') terms.push(sql<SqlBool>`outcome <> 'succeeded'`);
  if (text !== undefined) {
    const pattern = `%${text.replaceAll(/[\\%_]/g, (sign) => `\\${sign}`)}%`;
    terms.push(is.or(TEXTS.map((column) => sql<SqlBool>`${sql.ref(column)} LIKE ${pattern} ESCAPE '\\'`)));
  }
  if (limitedTo !== undefined) {
    terms.push(
      is.or([
        is('actor_user_id', '=', limitedTo.userId),
        ...limitedTo.objects.map((object) => sql<SqlBool>`action GLOB ${`${object}.*`}`),
      ]),
    );
  }
  return is.and(terms);
}
