import { expressionBuilder, sql, type Expression, type SqlBool } from 'kysely';
import type { Outcome } from '../../audit/record.ts';
import type { Schema } from '../schema.ts';
import type { SlotFor } from '../sqlite/prepared.ts';

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
  /** Of records about a robot, those about these only. */
  readonly robots?: readonly string[] | undefined;
  readonly outcome?: Outcome | undefined;
  /** Stands, in whatever letters of a to z, in a name, the action, the subject, the reason, a value or the details. */
  readonly text?: string | undefined;
  /** Only what this person did, and what anybody did to these kinds of things. */
  readonly limitedTo?: { readonly userId: string; readonly objects: readonly string[] } | undefined;
}

/** What must be the same, and where it stands. */
const EQUALS = [
  ['actorUserId', 'actor_user_id'],
  ['action', 'action'],
  ['subject', 'subject'],
  ['robot', 'robot'],
  ['outcome', 'outcome'],
] as const;

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

/** Equal for two filters whose conditions differ in their values only. */
export function shapeOf({ outcome, limitedTo, ...filter }: AuditFilter): string {
  const asked = Object.entries(filter).flatMap(([name, value]) => (value === undefined ? [] : [name]));
  const failures = outcome === undefined ? '' : outcome === 'succeeded' ? 'succeeded' : 'failures';
  return [...asked, failures, limitedTo?.objects.length ?? ''].join(' ');
}

/**
 * The condition on audit records that the filter means.
 *
 * @param valueOf what to put in the place of a value: the value itself, or a stand-in for it
 */
export function fits<F extends AuditFilter>(filter: F, valueOf: SlotFor<F> = (valueIn) => valueIn(filter)) {
  const is = expressionBuilder<Schema, 'audit_records'>();
  const terms: Expression<SqlBool>[] = [];
  // whole segments of other times are passed over; in one, walking along the ids needs no sorting
  if (filter.from !== undefined) terms.push(sql<SqlBool>`+at >= ${valueOf(({ from }) => from)}`);
  if (filter.to !== undefined) terms.push(sql<SqlBool>`+at < ${valueOf(({ to }) => to)}`);
  for (const [name, column] of EQUALS) {
    if (filter[name] !== undefined) terms.push(is(column, '=', valueOf((args) => args[name]) ?? ''));
  }
  // the words of the partial index, without which SQLite does not see that it will do
  if (filter.outcome !== undefined && filter.outcome !== 'succeeded') terms.push(sql<SqlBool>`outcome <> 'succeeded'`);
  if (filter.text !== undefined) {
    const pattern = valueOf(({ text = '' }) => `%${text.replaceAll(/[\\%_]/g, (sign) => `\\${sign}`)}%`);
    terms.push(is.or(TEXTS.map((column) => sql<SqlBool>`${sql.ref(column)} LIKE ${pattern} ESCAPE '\\'`)));
  }
  if (filter.robots !== undefined) {
    const robots = valueOf((args) => JSON.stringify(args.robots ?? []));
    // without the index of robots: it would leave the records to be sorted
    terms.push(sql<SqlBool>`(+robot IS NULL OR +robot IN (SELECT value FROM json_each(${robots})))`);
  }
  if (filter.limitedTo !== undefined) {
    const kinds = filter.limitedTo.objects.map((_, index) => valueOf((args) => `${args.limitedTo?.objects[index]}.*`));
    terms.push(
      is.or([
        is('actor_user_id', '=', valueOf(({ limitedTo }) => limitedTo?.userId) ?? ''),
        ...kinds.map((kind) => sql<SqlBool>`action GLOB ${kind}`),
      ]),
    );
  }
  return is.and(terms);
}
