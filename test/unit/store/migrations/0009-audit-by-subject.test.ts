import { expect, test } from 'vitest';
import { migrations } from '../../../../src-main/store/migrations/all.ts';
import { migratedDatabase } from '../migrated-database.ts';

test('the records about one account are found without reading the others', async () => {
  const { exec } = await migratedDatabase(migrations);
  const plan = exec("EXPLAIN QUERY PLAN SELECT id FROM audit_records WHERE subject = 'ann' ORDER BY id DESC LIMIT 5");
  expect(plan.map(({ detail }) => String(detail)).join()).toMatch(/SEARCH audit_records USING COVERING INDEX/);
});
