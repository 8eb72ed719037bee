import { readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { LIMITED_AUDIT_VIEW } from '../../../src-main/access/audit-view.ts';
import { canonicalUsername } from '../../../src-main/access/username.ts';
import { createAuditLog, type Sight } from '../../../src-main/audit/audit-log.ts';
import { auditKeyIn } from '../../../src-main/audit/log-key.ts';
import type { Actor } from '../../../src-main/audit/record.ts';
import { verifyInclusion } from '../../../src-main/audit/verifier/inclusion.ts';
import { verifyAudit } from '../../../src-main/audit/verifier/verify.ts';
import { auditEvent, openTestStore, refusalOf, temporaryFolder } from '../../support/store.ts';
import { createRecordingLog } from '../../support/recording-log.ts';
import { createVirtualClock } from '../../support/virtual-clock.ts';

const person = (userId: string, role: string): Actor => ({
  userId,
  username: userId,
  role,
  sessionId: `session-of-${userId}`,
  origin: 'loopback',
});
const ANN = person('ann', 'administrator');
const OLE = person('ole', 'operator');
const FULL: Sight = { by: ANN, limits: null, robots: null };
const LIMITED: Sight = { by: OLE, limits: LIMITED_AUDIT_VIEW, robots: null };

async function openLog() {
  const dir = await temporaryFolder();
  const key = auditKeyIn(dir);
  const store = await openTestStore(dir, { auditKey: () => key });
  const clock = createVirtualClock();
  const exportsFolder = path.join(dir, 'exports');
  const log = createRecordingLog();
  const audit = createAuditLog({
    store,
    clock,
    log,
    exportsFolder,
    verifierKey: key.verifierKey,
    canonicalName: canonicalUsername,
  });
  const write = (actor: Actor, action: string, more = {}) =>
    store.write('audit.append', {}, auditEvent({ actor, action, ...more }));
  await write(ANN, 'user.create', { subject: 'ole', newValue: { role: 'operator' } });
  await write(OLE, 'session.sign-in', { details: { username: 'ole' } });
  await write(ANN, 'robot.move', { robot: 'hoist-1', oldValue: 1, newValue: 2, source: 'simulated' });
  await write(OLE, 'user.change-password', { oldValue: { at: 1 }, newValue: { at: 2 } });
  await write(ANN, 'alarm.acknowledge', { reason: 'seen' });
  return { audit, store, clock, key, log, dir };
}

const seen = (records: readonly { readonly action: string }[]) => records.map(({ action }) => action);

test('a record that was signed shows who signed it, as what and why, also to those with the limited view', async () => {
  const { audit, store } = await openLog();
  const details = { signature: 'one', printedName: 'Ann Ngô', meaning: 'approval' };
  const given = { actor: ANN, action: 'signature.give', subject: 'one', reason: 'agreed with the shift', details };
  await store.write('audit.append', {}, auditEvent({ ...given, outcome: 'refused' }));
  await store.write('audit.append', {}, auditEvent(given));
  await store.write('audit.append', {}, auditEvent({ actor: { ...OLE, signatureId: 'one' }, action: 'robot.move' }));
  const [, move, signature] = await audit.page({ limit: 3 }, FULL);
  expect(move?.details).toMatchObject({ signature: 'one' });
  for (const sight of [FULL, LIMITED]) {
    expect((await audit.record(move?.id ?? 0, sight))?.signature).toMatchObject({
      action: 'signature.give',
      outcome: 'succeeded',
      reason: 'agreed with the shift',
      details: { printedName: 'Ann Ngô', meaning: 'approval' },
    });
  }
  expect((await audit.record(signature?.id ?? 0, FULL))?.signature).toBeNull();
});

describe('who looks at the log', () => {
  test('sees everything when he answers for it', async () => {
    const { audit } = await openLog();
    const records = await audit.page({ limit: 10 }, FULL);
    expect(seen(records)).toEqual([
      'audit.view',
      'alarm.acknowledge',
      'user.change-password',
      'robot.move',
      'session.sign-in',
      'user.create',
    ]);
    expect(records.at(-1)?.newValue).toEqual({ role: 'operator' });
  });

  test('else sees what he did himself and what happened to robots and alarms, without the values of users', async () => {
    const { audit } = await openLog();
    const records = await audit.page({ limit: 10 }, LIMITED);
    expect(seen(records)).toEqual([
      'audit.view',
      'alarm.acknowledge',
      'user.change-password',
      'robot.move',
      'session.sign-in',
    ]);
    const [, , password, move] = records;
    expect(password).toMatchObject({ oldValue: null, newValue: null, details: {} });
    expect(move).toMatchObject({ oldValue: 1, newValue: 2 });
    expect(await audit.record(1, LIMITED)).toBeNull();
    expect(await audit.record(3, LIMITED)).toMatchObject({ record: { action: 'robot.move' }, evidence: null });
  });

  test('sees nothing about robots that his rights are not good for, in the full view too, and exports none', async () => {
    const { audit, store } = await openLog();
    const robots = ['hoist-2', 'hoist-3'];
    for (const sight of [FULL, LIMITED]) {
      const here = { ...sight, robots };
      expect(seen(await audit.page({ limit: 10 }, here))).not.toContain('robot.move');
      expect(seen(await audit.page({ limit: 10 }, here))).toContain('alarm.acknowledge');
      expect(await audit.record(3, here)).toBeNull();
      expect(seen(await audit.page({ limit: 10, robot: 'hoist-1' }, here))).toEqual([]);
      expect(await audit.record(3, { ...sight, robots: ['hoist-1'] })).not.toBeNull();
    }
    const { file } = await audit.export({ format: 'jsonl', language: 'en' }, { by: ANN, robots }, {});
    const text = readFileSync(file, 'utf8');
    expect(text).toContain('of robots only hoist-2 hoist-3');
    expect(text).not.toContain('robot.move');
    expect(text).toContain('alarm.acknowledge');
    expect(await store.read('audit.page', { limit: 1 })).toMatchObject([
      { details: { filter: 'of robots only hoist-2 hoist-3' } },
    ]);
  });

  test('is on the record, once for each session and minute', async () => {
    const { audit, store, clock } = await openLog();
    const views = async () => (await store.read('audit.page', { limit: 99, action: 'audit.view' })).length;
    for (let n = 0; n < 5; n++) await audit.page({ limit: 1 }, FULL);
    expect(await views()).toBe(1);
    await audit.page({ limit: 1 }, LIMITED);
    expect(await views()).toBe(2);
    await clock.advance(60_000);
    await audit.record(1, FULL);
    expect(await views()).toBe(3);
  });

  test.each([
    [{ action: 'robot.move' }, ['robot.move']],
    [{ robot: 'hoist-1' }, ['robot.move']],
    [{ person: 'ole' }, ['user.change-password', 'session.sign-in']],
    [{ outcome: 'refused' as const }, []],
    [{ text: 'SEEN' }, ['alarm.acknowledge']],
    [{ text: '%' }, []],
    [{ to: 1 }, []],
    [{ from: 1, before: 3 }, ['session.sign-in', 'user.create']],
  ])('finds what he asks for: %o', async (question, actions) => {
    const { audit } = await openLog();
    expect(seen(await audit.page({ limit: 10, ...question }, FULL))).toEqual(actions);
  });
});

test('the evidence for a record that is signed satisfies the verifier', async () => {
  const { audit, store, key } = await openLog();
  expect((await audit.record(1, FULL))?.evidence).toBeNull();
  await store.signAudit();
  const detail = await audit.record(1, FULL);
  expect(verifyInclusion(JSON.stringify(detail?.evidence), [key.verifierKey]).ok).toBe(true);
});

test('an export proves what it holds, is told of and is on the record', async () => {
  const { audit, store, key, dir } = await openLog();
  const done = await audit.export({ format: 'jsonl', language: 'en', action: 'robot.move' }, FULL, {});
  expect(done.records).toBe(1);
  expect(path.dirname(done.file)).toBe(path.join(dir, 'exports'));
  expect(await verifyAudit(done.file, { keys: [key.verifierKey] })).toMatchObject({ ok: true, records: 1 });
  const html = await audit.export({ format: 'html', language: 'vi' }, FULL, {});
  expect(readFileSync(html.file, 'utf8')).toContain('Báo cáo kiểm toán');
  const [newest] = await store.read('audit.page', { limit: 1 });
  expect(newest).toMatchObject({
    action: 'audit.export',
    actor: ANN,
    details: { format: 'html', records: html.records },
  });
});

test('exports of one moment get a file each, and none takes the place of another', async () => {
  const { audit, key } = await openLog();
  const wish = { format: 'jsonl', language: 'en' } as const;
  const together = await Promise.all([audit.export(wish, FULL, {}), audit.export(wish, LIMITED, {})]);
  const files = [...together, await audit.export(wish, FULL, {})].map(({ file }) => file);
  expect(new Set(files).size).toBe(3);
  for (const file of files) expect(await verifyAudit(file, { keys: [key.verifierKey] })).toMatchObject({ ok: true });
});

test('an export that is ended leaves no file, and that on the record', async () => {
  const { audit, store } = await openLog();
  const signal = AbortSignal.abort(new Error('left'));
  await expect(audit.export({ format: 'csv', language: 'en' }, FULL, { signal })).rejects.toThrow('left');
  expect(await store.read('audit.page', { limit: 1 })).toMatchObject([{ action: 'audit.export', outcome: 'failed' }]);
});

test('looking goes on when that cannot be recorded', async () => {
  const { store, clock, key, log } = await openLog();
  const unwritable = { ...store, write: () => Promise.reject(new Error('full')) };
  const audit = createAuditLog({
    store: unwritable,
    clock,
    log,
    exportsFolder: '/nowhere',
    verifierKey: key.verifierKey,
    canonicalName: canonicalUsername,
  });
  expect(await audit.page({ limit: 10 }, FULL)).toHaveLength(5);
  expect(log.lines.map(({ level }) => level)).toEqual(['warn']);
  await expect(audit.export({ format: 'csv', language: 'en' }, FULL, {})).rejects.toThrow();
  await refusalOf(store.close().then(() => store.read('users.count', {})));
});

test('records that are in the archive are said with the page and with an export, which verifies without them', async () => {
  const [dir, folder, exportsFolder] = [await temporaryFolder(), await temporaryFolder(), await temporaryFolder()];
  const key = auditKeyIn(dir);
  const clock = createVirtualClock();
  const archive = { keepDays: 365, folder };
  const policy = { segmentRows: 4, notBeforeMs: 1e12 };
  const store = await openTestStore(dir, { auditKey: () => key, clock, policy, archive });
  const facts = { store, clock, exportsFolder, log: createRecordingLog(), canonicalName: canonicalUsername };
  const audit = createAuditLog({ ...facts, verifierKey: key.verifierKey });
  for (let n = 0; n < 17; n++) await store.write('audit.append', {}, auditEvent({ details: { n } }));
  await store.snapshot();
  expect(await audit.kept(FULL)).toEqual({ policy: archive, archived: null, due: null });
  clock.jumpWall(400 * 24 * 60 * 60_000);
  expect((await audit.kept(FULL)).due).toMatchObject({ segments: 2, firstId: 1, lastId: 8 });

  expect((await audit.archive(ANN, {})).records).toBe(8);
  const [moved] = await audit.page({ limit: 1, action: 'audit.archive' }, FULL);
  expect(moved).toMatchObject({ actor: ANN, details: { folder, firstRecord: 5, lastRecord: 8 } });
  expect((await audit.page({ limit: 99 }, FULL)).at(-1)?.id).toBe(9);
  expect(await audit.record(8, FULL)).toBeNull();
  expect((await audit.kept(FULL)).archived).toMatchObject({ lastId: 8, folders: [folder] });
  expect(await audit.kept(LIMITED)).toMatchObject({ policy: null, archived: { lastId: 8, folders: [] } });

  for (const [format, words] of [
    ['jsonl', '"archived":{"firstRecord":1,"lastRecord":8}'],
    ['html', '1 to 8 are in the archive'],
  ] as const) {
    const done = await audit.export({ format, language: 'en' }, { by: ANN, robots: null }, {});
    expect(done.archivedUpTo).toBe(8);
    expect(readFileSync(done.file, 'utf8')).toContain(words);
    if (format === 'jsonl') expect((await verifyAudit(done.file, { keys: [key.verifierKey] })).ok).toBe(true);
  }
});

test('a console that keeps records for ever moves none, and says so', async () => {
  const { audit } = await openLog();
  expect(await refusalOf(audit.archive(ANN, {}))).toMatchObject({ details: { reason: 'KEPT' } });
});
