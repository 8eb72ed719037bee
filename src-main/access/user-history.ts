import type { JsonValue } from '../audit/canonical-json.ts';
import type { AuditEvent } from '../audit/record.ts';
import type { Store } from '../store/store.ts';

/** One event in the life of an account. */
export interface HistoryEntry {
  readonly id: number;
  /** Wall clock, ms. */
  readonly at: number;
  readonly action: string;
  readonly outcome: AuditEvent['outcome'];
  /** Who did it, null where nobody was known. */
  readonly by: string | null;
  readonly origin: AuditEvent['actor']['origin'];
  readonly details: AuditEvent['details'];
  /** What was there before and after, where something was changed. */
  readonly oldValue: JsonValue;
  readonly newValue: JsonValue;
}

export interface HistoryQuery {
  /** Of the account. */
  readonly id: string;
  /** What was done to the account, or what its owner did. */
  readonly side: 'account' | 'person';
  /** The id of the oldest record that is known already. */
  readonly before?: number | undefined;
}

/** What of the log somebody may see in a history. */
export interface HistorySight {
  readonly robots: readonly string[] | null;
  readonly values: boolean;
}

export const HISTORY_PAGE = 50;

/**
 * What was done to an account, or what its owner did, from the audit records: the newest first, so many at a time.
 *
 * @param sight.robots of records about a robot, those about these only; null: all
 * @param sight.values whether what else the person changed is shown, or only that it was: it is everything in the log
 */
export async function userHistory(
  store: Pick<Store, 'read'>,
  { id, side, before }: HistoryQuery,
  { robots, values }: HistorySight,
): Promise<readonly HistoryEntry[]> {
  const shown = values || side === 'account';
  const records = await store.read('audit.page', {
    limit: HISTORY_PAGE,
    ...(side === 'account' ? { subject: id } : { actorUserId: id }),
    ...(before !== undefined && { before }),
    ...(robots !== null && { robots }),
  });
  return records.map(({ id: number, at, action, outcome, actor, details, oldValue, newValue }) => ({
    id: number,
    at,
    action,
    outcome,
    by: actor.username,
    origin: actor.origin,
    details: shown ? scalarsOf(details) : {},
    oldValue: shown ? oldValue : null,
    newValue: shown ? newValue : null,
  }));
}

/** The facts that fit on a line. */
function scalarsOf(details: Readonly<Record<string, JsonValue>>): AuditEvent['details'] {
  return Object.fromEntries(
    Object.entries(details).flatMap(([name, value]) =>
      value === null || typeof value !== 'object' ? [[name, value] as const] : [],
    ),
  );
}
