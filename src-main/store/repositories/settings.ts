import type { Db } from '../schema.ts';

/** A setting made in the console. */
export interface StoredSetting {
  readonly key: string;
  /** Plain JSON. */
  readonly value: unknown;
}

export interface SettingChange extends StoredSetting {
  /** Wall clock, ms. */
  readonly at: number;
  /** The account behind the change; null: the console itself. */
  readonly by: string | null;
}

/** The value of a setting; null when it was never made, as well as when it was made null. */
export async function readSetting(db: Db, { key }: { readonly key: string }): Promise<unknown> {
  const row = await db.selectFrom('settings').select('value').where('key', '=', key).executeTakeFirst();
  return row ? (JSON.parse(row.value) as unknown) : null;
}

export async function changeSetting(db: Db, { key, value, at, by }: SettingChange): Promise<void> {
  const row = { value: JSON.stringify(value), changed_at: at, changed_by: by };
  await db
    .insertInto('settings')
    .values({ key, ...row })
    .onConflict((conflict) => conflict.column('key').doUpdateSet(row))
    .execute();
}
