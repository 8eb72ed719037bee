import { assert, asyncProperty, constantFrom, integer, option, record, type Arbitrary } from 'fast-check';
import { expect, test } from 'vitest';
import { migrations } from '../../../../src-main/store/migrations/all.ts';
import { auditPage, pageQuery, type AuditPagePart } from '../../../../src-main/store/repositories/audit.ts';
import type { AuditFilter } from '../../../../src-main/store/repositories/audit-filter.ts';
import { auditEvent, newTrail } from '../../../support/store.ts';
import { migratedDatabase } from '../migrated-database.ts';

const PEOPLE = ['u-1', 'u-2'];
const ACTIONS = ['user.create', 'robot.move', 'robot.stop'];
const TEXTS = ['x', '%', '_', 'shift'];

const asked = <T>(values: readonly T[]) => option(constantFrom(...values), { nil: undefined });
const filters: Arbitrary<AuditFilter> = record(
  {
    from: asked([1000, 1005]),
    to: asked([1008, 1020]),
    actorUserId: asked(PEOPLE),
    action: asked(ACTIONS),
    subject: asked(['s-1', 's-2']),
    robot: asked(['hoist-1', 'hoist-2']),
    outcome: asked(['succeeded', 'refused', 'failed'] as const),
    text: asked(TEXTS),
    limitedTo: asked([
      { userId: 'u-1', objects: ['robot'] },
      { userId: 'u-2', objects: ['user', 'robot'] },
      { userId: 'u-2', objects: [] },
    ]),
  },
  { requiredKeys: [] },
);

test('whatever was asked before, a page is what its own filter asks for', async () => {
  const { db } = await migratedDatabase(migrations);
  const trail = newTrail();
  for (let n = 0; n < 40; n++) {
    const event = auditEvent({
      action: ACTIONS[n % 3] ?? '',
      subject: `s-${n % 4}`,
      robot: n % 5 === 0 ? null : `hoist-${n % 3}`,
      outcome: n % 7 === 0 ? 'refused' : n % 11 === 0 ? 'failed' : 'succeeded',
      reason: TEXTS[n % 9] ?? null,
    });
    const actor = { ...event.actor, userId: PEOPLE[n % 4] ?? null };
    await trail.append(db, { ...event, actor }, 1000 + n);
  }
  const sealed = { newestBelow: async () => null, cache: { hits: 0, misses: 0 }, close() {} };
  await assert(
    asyncProperty(filters, integer({ min: 0, max: 41 }), integer({ min: 1, max: 9 }), async (filter, before, limit) => {
      const page = { ...filter, before, limit };
      const asItStands = await pageQuery(db, page).executeTakeFirstOrThrow();
      const { text } = await auditPage({ db, sealed }, page);
      const part = JSON.parse(text) as AuditPagePart;
      expect(part.rows).toEqual(JSON.parse(asItStands.rows));
    }),
    { seed: 7, numRuns: 400 },
  );
});
