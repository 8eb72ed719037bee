import { chainRecord, GENESIS_HASH } from '../audit/chain.ts';
import type { Hash } from '../audit/merkle.ts';
import { contentOf } from '../audit/record-content.ts';
import type { AuditEvent } from '../audit/record.ts';
import type { Clock } from '../clock.ts';
import { insertRecord } from './repositories/audit.ts';
import type { Db } from './schema.ts';

/** The end of the chain: what the next record follows. */
export interface ChainHead {
  /** Of the last record that there ever was; 0 before the first. */
  readonly id: number;
  readonly hash: Hash;
}

export const GENESIS: ChainHead = { id: 0, hash: GENESIS_HASH };

/** The audit log as it grows. One at a time writes to a database. */
export interface AuditTrail {
  /** To be set back by whoever undoes what was appended. */
  head: ChainHead;
  /**
   * Chains the event to the head and inserts it, inside the transaction that the caller has begun.
   *
   * @param at wall clock, ms: when it was asked for
   * @throws ConsoleError AUDIT_RECORD_INVALID when the event holds what JSON cannot carry
   */
  append(db: Db, event: AuditEvent, at: number): Promise<void>;
}

export interface AuditTrailOptions {
  readonly clock: Pick<Clock, 'monotonic'>;
  /** Names this run of the monotonic clock. */
  readonly clockId: string;
  /** The machine that the console runs on; null when not known. */
  readonly workstation: string | null;
}

/** A trail that begins at the genesis; set its head to the database's once that can be read. */
export function createAuditTrail({ clock, clockId, workstation }: AuditTrailOptions): AuditTrail {
  return {
    head: GENESIS,
    async append(db, event, at) {
      const { head } = this;
      // whole: what a column of integers gives back must be what was hashed
      const monotonicMs = Math.max(0, Math.round(clock.monotonic()));
      const content = contentOf(event, { id: head.id + 1, at, clockId, monotonicMs, workstation });
      const { chained } = chainRecord(content, head.hash);
      await insertRecord(db, chained);
      this.head = { id: content.id, hash: chained.hash };
    },
  };
}

/** The head of the chain that a database holds. */
export async function readHead(db: Db): Promise<ChainHead> {
  const record = await db
    .selectFrom('audit_records')
    .select(['id', 'hash'])
    .where('id', '>=', 1)
    .orderBy('id', 'desc')
    .limit(1)
    .executeTakeFirst();
  const segment = await db
    .selectFrom('segments')
    .select(['last_id as id', 'last_hash as hash'])
    .where('table_name', '=', 'audit_records')
    .orderBy('first_id', 'desc')
    .limit(1)
    .executeTakeFirst();
  const last = record ?? segment ?? GENESIS;
  // SQLite remembers the highest id that there ever was: what somebody cut off the end is not written over
  const written = await db
    .selectFrom('sqlite_sequence')
    .select('seq')
    .where('name', '=', 'audit_records')
    .executeTakeFirst();
  return { id: Math.max(last.id, written?.seq ?? 0), hash: last.hash };
}
