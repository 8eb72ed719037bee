import { copyFileSync, readdirSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';
import type { Actor } from '../../../src-main/audit/record.ts';
import type { Progress } from '../../../src-main/store/housekeeping/job.ts';
import type { Store } from '../../../src-main/store/store.ts';
import { createRecordingLog } from '../../support/recording-log.ts';
import { createUser, openTestStore, refusalOf, usernames } from '../../support/store.ts';
import { manySegments } from '../../support/tamper.ts';
import { tamperSnapshot, usedFolder } from './integrity/used-folder.ts';

const BY: Actor = { userId: 'id-of-Ann', username: 'Ann', role: 'administrator', sessionId: 's', origin: 'loopback' };
const canonicalName = (username: string): string => username.toLowerCase();

const recorded = (store: Store, action: string) => store.read('audit.page', { limit: 9, action });

test('a verification is reported, recorded, and still known after reopening', async () => {
  const dir = await usedFolder();
  const log = createRecordingLog();
  const store = await openTestStore(dir, { canonicalName, log });
  expect((await store.status()).lastVerify).toBeNull();
  const told: Progress[] = [];
  const report = await store.verify({ kind: 'full', by: BY, onProgress: (progress) => told.push(progress) });
  expect(report).toMatchObject({ kind: 'full', findings: [], untold: 0, repairs: [] });
  expect(report.tookMs).toBeGreaterThan(0);
  // all but the comparison of the names, which needs the rule that only this side knows
  expect(told.map(({ done }) => done)).toEqual(Array.from({ length: report.steps - 1 }, (_, index) => index));
  expect(await recorded(store, 'integrity.verify')).toMatchObject([
    { actor: BY, outcome: 'succeeded', details: { kind: 'full', findings: 0, repaired: 0, steps: report.steps } },
  ]);
  expect(log.lines).toContainEqual(expect.objectContaining({ level: 'info', message: 'store verified' }));
  expect((await store.status()).lastVerify).toEqual(report);
  await store.close();
  expect((await (await openTestStore(dir)).status()).lastVerify).toEqual(report);
});

test('what is found is a failure on the record; what is repaired is found no more', async () => {
  const dir = await usedFolder();
  const segments = path.join(dir, 'segments');
  const [first = ''] = readdirSync(segments);
  copyFileSync(path.join(segments, first), path.join(segments, 'audit-000000000901-000000000908.db'));
  const log = createRecordingLog();
  const store = await openTestStore(dir, { log });

  const found = await store.verify({ kind: 'quick', by: BY });
  expect(found).toMatchObject({ findings: [{ check: 'unnamed-files', repair: 'set-segment-aside' }], repairs: [] });
  expect(await recorded(store, 'integrity.verify')).toMatchObject([{ outcome: 'failed', details: { findings: 1 } }]);
  expect(log.lines).toContainEqual(expect.objectContaining({ level: 'error', message: 'store verified' }));

  const repaired = await store.verify({ kind: 'quick', repair: true, by: BY });
  expect(repaired).toMatchObject({ findings: [], repairs: [{ outcome: 'succeeded' }] });
  expect(await recorded(store, 'integrity.repair')).toMatchObject([{ actor: BY, outcome: 'succeeded' }]);
  expect((await store.status()).lastVerify).toEqual(repaired);
});

test('names that are the same person under the rule of today are found', async () => {
  const store = await openTestStore(await usedFolder(), { canonicalName: (username) => username.slice(0, 1) });
  await createUser(store, 'Anna');
  const { findings } = await store.verify({ kind: 'full', by: BY });
  expect(findings).toContainEqual(expect.objectContaining({ check: 'names', record: 'id-of-Ann, id-of-Anna' }));
});

test('reads and writes go on while the store is verified', async () => {
  const dir = await usedFolder();
  await tamperSnapshot(dir, 0, ...manySegments());
  const store = await openTestStore(dir);
  const begun = Promise.withResolvers<void>();
  const order: string[] = [];
  const verifying = store
    .verify({ kind: 'full', by: BY, onProgress: () => begun.resolve() })
    .then(() => order.push('verified'));
  await begun.promise;
  await createUser(store, 'Cat').then(() => order.push('written'));
  await verifying;
  expect(order).toEqual(['written', 'verified']);
  expect(await usernames(store)).toEqual(['Ann', 'Bob', 'Cat']);
});

test('it ends at the signal, as somebody’s wish and not as damage, and the store goes on', async () => {
  const log = createRecordingLog();
  const dir = await usedFolder();
  await tamperSnapshot(dir, 0, ...manySegments());
  const store = await openTestStore(dir, { log });
  const cancel = new AbortController();
  const running = store.verify({ kind: 'full', by: BY, onProgress: () => cancel.abort(), signal: cancel.signal });
  expect((await refusalOf(running)).code).toBe('VERIFY_CANCELLED');
  const aborted = store.verify({ kind: 'full', by: BY, signal: AbortSignal.abort() });
  expect((await refusalOf(aborted)).code).toBe('VERIFY_CANCELLED');
  expect(await store.read('audit.page', { limit: 1 })).toMatchObject([{ action: 'user.create' }]);
  expect((await store.status()).lastVerify).toBeNull();
  expect(log.lines.filter(({ level }) => level === 'error')).toEqual([]);
  expect((await store.verify({ kind: 'quick', by: BY })).steps).toBeGreaterThan(5);
});

test('closing the store ends it', async () => {
  const dir = await usedFolder();
  await tamperSnapshot(dir, 0, ...manySegments());
  const store = await openTestStore(dir);
  const begun = Promise.withResolvers<void>();
  const running = refusalOf(store.verify({ kind: 'full', by: BY, onProgress: () => begun.resolve() }));
  await begun.promise;
  await store.close();
  expect((await running).code).toBe('VERIFY_CANCELLED');
});
