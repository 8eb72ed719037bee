import { sql, type SelectQueryBuilder } from 'kysely';
import type { ChainedRecord } from '../../audit/chain.ts';
import type { Hash } from '../../audit/merkle.ts';
import type { RecordContent } from '../../audit/record-content.ts';
import { RawJson } from '../raw-json.ts';
import type { Db, Schema } from '../schema.ts';
import type { SealedSegments, Span } from '../segments/sealed-segments.ts';
import { prepared, preparedByShape, type SlotFor } from '../sqlite/prepared.ts';
import { fits, shapeOf, type AuditFilter } from './audit-filter.ts';
import { chainedFrom, COLUMNS, contentFrom, rowOf, type AuditRow, type RowValues } from './audit-row.ts';

/** An event as it was recorded. */
export interface AuditRecord extends RecordContent {
  readonly previousHash: Hash;
  readonly hash: Hash;
}

export interface AuditPage extends AuditFilter {
  /** Records older than this one only; all when absent. */
  readonly before?: number | undefined;
  /** At most so many. */
  readonly limit: number;
}

type PageBelow = AuditPage & { readonly before: number };

/** Without the names of the columns, which the journal would hold again with every record. */
const insert = prepared<AuditRow, unknown>((db, slot) => ({
  compile: () => sql`INSERT INTO audit_records VALUES (${sql.join(COLUMNS.map((column) => slot(column)))})`.compile(db),
}));

export async function insertRecord(db: Db, chained: ChainedRecord): Promise<void> {
  await insert(db, rowOf(chained));
}

interface Places {
  readonly db: Db;
  readonly sealed: SealedSegments;
}

/** A part of a page as it crosses: rows for {@link auditRecordsOf}, and the id below which to look for the rest. */
export interface AuditPagePart {
  readonly rows: readonly (readonly unknown[])[];
  /** Null when the page is whole, or nothing older is left. */
  readonly restBelow: number | null;
}

/**
 * Sealed segments that are looked through in one turn. Opening one takes some 10 ms, in which nothing else happens in
 * the store: a filter that fits few of very many records would keep commits waiting for as many segments as there are.
 */
const SEGMENTS_IN_ONE_TURN = 8;

const NOTHING = { rows: '[]', count: 0 };

/** The newest records that fit, newest first, wherever they lie: an {@link AuditPagePart}. */
export async function auditPage(places: Places, page: AuditPage): Promise<RawJson> {
  const texts: string[] = [];
  const before = page.before ?? Number.MAX_SAFE_INTEGER;
  let missing = page.limit;
  let restBelow: number | null = null;
  let looked = 0;
  for await (const { db, firstId } of newestFirst(places, before, page)) {
    const [found] = (await pageIn(db, { ...page, before, limit: missing })).rows;
    const { rows, count } = found ?? NOTHING;
    if (count > 0) texts.push(rows.slice(1, -1));
    missing -= count;
    restBelow = looked++ === SEGMENTS_IN_ONE_TURN && missing > 0 ? firstId : null;
    if (missing === 0 || restBelow !== null) break;
  }
  return new RawJson(`{"rows":[${texts.join(',')}],"restBelow":${restBelow}}`);
}

/** What to ask for when this was a part of a page only. */
export function restOfPage(page: AuditPage, { rows, restBelow }: AuditPagePart): AuditPage | null {
  return restBelow === null ? null : { ...page, before: restBelow, limit: page.limit - rows.length };
}

/**
 * The main database, then the segments that hold older records than `before`, of the span of time, the newest first;
 * each when asked for.
 */
async function* newestFirst({ db, sealed }: Places, before: number, span: Span) {
  yield { db, firstId: before };
  for (let below = before; ;) {
    const older = await sealed.newestBelow(db, 'audit_records', below, span);
    if (older === null) return;
    yield older;
    below = older.firstId;
  }
}

/**
 * One page out of one database, as one text: handing out a thousand values one by one takes longer than finding them.
 * The order survives because the inner query is limited.
 */
export function pageQuery(db: Db, page: PageBelow, valueOf: SlotFor<PageBelow> = (valueIn) => valueIn(page)) {
  const records = db
    .selectFrom('audit_records')
    .selectAll()
    .where(
      'id',
      '<',
      valueOf(({ before }) => before),
    )
    .where(fits(page, valueOf))
    .orderBy('id', 'desc')
    .limit(valueOf(({ limit }) => limit));
  return asText(db, records);
}

const pageIn = preparedByShape<PageBelow, { readonly rows: string; readonly count: number }>(shapeOf, pageQuery);

function asText(db: Db, page: SelectQueryBuilder<Schema, 'audit_records', AuditRow>) {
  return db
    .selectFrom(page.as('page'))
    .select(({ fn }) => [
      sql<string>`json_group_array(json_array(${sql.join(COLUMNS.map((column) => sql.ref(column)))}))`.as('rows'),
      fn.countAll<number>().as('count'),
    ]);
}

/** The records from one id to another, in their order, wherever they lie: rows for {@link chainedRecordsOf}. */
export async function auditRange(
  { db, sealed }: Places,
  { firstId, lastId }: { readonly firstId: number; readonly lastId: number },
): Promise<RawJson> {
  const texts: string[] = [];
  const take = async (source: Db): Promise<void> => {
    const range = source
      .selectFrom('audit_records')
      .selectAll()
      .where('id', '>=', firstId)
      .where('id', '<=', lastId)
      .orderBy('id')
      .limit(lastId - firstId + 1);
    const { rows, count } = await asText(source, range).executeTakeFirstOrThrow();
    if (count > 0) texts.unshift(rows.slice(1, -1));
  };
  await take(db);
  for (let below = lastId + 1; below > firstId;) {
    const older = await sealed.newestBelow(db, 'audit_records', below);
    if (older === null || older.lastId < firstId) break;
    await take(older.db);
    below = older.firstId;
  }
  return new RawJson(`[${texts.join(',')}]`);
}

/** The records in the parts of a page; the table's own checks vouch for their types. */
export function auditRecordsOf(parts: readonly AuditPagePart[]): AuditRecord[] {
  return parts.flatMap(({ rows }) => (rows as unknown as readonly RowValues[]).map(auditRecordFrom));
}

function auditRecordFrom(values: RowValues): AuditRecord {
  const record = contentFrom(values) as { -readonly [Field in keyof AuditRecord]: AuditRecord[Field] };
  record.previousHash = values[20];
  record.hash = values[21];
  return record;
}

/** The records in the rows of {@link auditRange}. */
export const chainedRecordsOf = (rows: readonly (readonly unknown[])[]): ChainedRecord[] =>
  (rows as unknown as readonly RowValues[]).map(chainedFrom);
