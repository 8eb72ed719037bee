import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { toConsoleError, type BackupListing, type VerifyReport } from '../../../src-main/bridge/contract.ts';
import { ConsoleError } from '../../../src-main/errors.ts';
import type { BridgeClient } from '../../support/bridge-client.ts';
import {
  createBridgeStand,
  PASSWORD,
  TRANSPORTS,
  type BridgeStand,
  type Transport,
} from '../../support/bridge-stand.ts';

const codeOf = (call: Promise<unknown>): Promise<string> =>
  call.then(
    () => 'none',
    (error: unknown) => toConsoleError(error).code,
  );

const REPORT: VerifyReport = { kind: 'full', at: 1, tookMs: 2, steps: 3, findings: [], untold: 0, repairs: [] };
const LISTING: BackupListing = {
  file: 'console-2026-01-01T00-00-00Z-on-demand.rcbackup',
  createdAt: 1,
  reason: 'on-demand',
  sequence: 2,
  encrypted: true,
  bytes: 3,
  problem: null,
};

describe.each(Object.entries(TRANSPORTS))('The store over %s', (_name, open) => {
  let stand: BridgeStand;
  let transport: Transport;
  let newTab: () => Promise<BridgeClient>;
  let tab: BridgeClient;

  beforeEach(async () => {
    stand = createBridgeStand();
    transport = await open(stand.bridge);
    newTab = await transport.newSeat();
    tab = await newTab();
  });
  afterEach(() => transport.stop());

  const signIn = (username: string) => tab.client.session.signIn({ username, password: PASSWORD });

  test('tells anyone, signed in or not, whether changes are kept, and tells every page when that changes', async () => {
    const second = await newTab();
    const pages = await Promise.all([tab.client.store.watch(), second.client.store.watch()]);
    const next = () => Promise.all(pages.map(async (page) => (await page.next()).value));
    expect(await next()).toEqual([{ state: 'accepting' }, { state: 'accepting' }]);
    const full = { state: 'refusing', reason: 'ENOSPC', since: 7 } as const;
    stand.store.become(full);
    expect(await next()).toEqual([full, full]);
    stand.store.touch();
    stand.store.become({ state: 'accepting' });
    expect(await next()).toEqual([{ state: 'accepting' }, { state: 'accepting' }]);
    tab.close();
    await expect.poll(() => stand.store.listeners).toBe(1);
  });

  test('a sign-out does not end that', async () => {
    await signIn('supervisor');
    const page = await tab.client.store.watch();
    await page.next();
    await tab.client.session.signOut();
    stand.store.become({ state: 'restarting' });
    expect((await page.next()).value).toEqual({ state: 'restarting' });
  });

  test('shows its figures and backups to supervisors and administrators alone', async () => {
    stand.store.listed = [LISTING];
    for (const role of ['supervisor', 'administrator']) {
      await signIn(role);
      expect(await tab.client.store.status()).toMatchObject({
        counts: { commits: 1234 },
        health: { state: 'accepting' },
      });
      expect(await tab.client.backups.list()).toEqual([LISTING]);
    }
    for (const role of ['operator', 'viewer']) {
      await signIn(role);
      expect(await codeOf(tab.client.store.status())).toBe('PERMISSION_DENIED');
      expect(await codeOf(tab.client.backups.list())).toBe('PERMISSION_DENIED');
    }
  });

  test.each([
    ['check', 'verify', false],
    ['repair', 'repair', true],
  ] as const)(
    'a %s is asked for in the person’s name, tells its progress and ends with its report',
    async (_what, ask, repair) => {
      const { id: sessionId } = await signIn('supervisor');
      const events = await tab.client.store[ask]({ kind: 'full' });
      const first = events.next();
      await expect.poll(() => stand.store.check.asked).toBe(1);
      const { wish, resolve } = stand.store.check.current;
      expect(wish).toMatchObject({ kind: 'full', repair, by: { username: 'supervisor', sessionId } });
      wish.onProgress({ done: 1, total: 9, label: 'types' });
      expect((await first).value).toEqual({ kind: 'progress', done: 1, total: 9, label: 'types' });
      resolve(REPORT);
      expect((await events.next()).value).toEqual({ kind: 'done', result: REPORT });
      expect((await events.next()).done).toBe(true);
    },
  );

  test('a backup is asked for with its passphrase, and none of it stands in the log', async () => {
    await signIn('administrator');
    const events = await tab.client.backups.create({ passphrase: 'seven geese cross the yard' });
    const first = events.next();
    await expect.poll(() => stand.store.backup.asked).toBe(1);
    const { wish, resolve } = stand.store.backup.current;
    expect(wish).toMatchObject({
      reason: 'on-demand',
      passphrase: 'seven geese cross the yard',
      by: { role: 'administrator' },
    });
    resolve(LISTING);
    expect((await first).value).toEqual({ kind: 'done', result: LISTING });
    expect(JSON.stringify(stand.log.lines)).not.toContain('geese');
  });

  test('an empty or endless passphrase is refused before anything begins', async () => {
    await signIn('administrator');
    for (const passphrase of ['', 'x'.repeat(1025)]) {
      expect(await codeOf(tab.client.backups.create({ passphrase }))).toBe('INPUT_INVALID');
    }
    expect(stand.store.backup.asked).toBe(0);
  });

  test('what the work fails with reaches whoever follows it', async () => {
    await signIn('supervisor');
    const events = await tab.client.backups.create({ passphrase: null });
    const first = codeOf(events.next());
    await expect.poll(() => stand.store.backup.asked).toBe(1);
    stand.store.backup.current.reject(new ConsoleError('BACKUP_NOT_WRITTEN', 'full', { file: 'f', reason: 'ENOSPC' }));
    expect(await first).toBe('BACKUP_NOT_WRITTEN');
  });

  test.each<[string, (events: AsyncIterator<unknown>) => unknown]>([
    ['stops reading', (events) => events.return?.()],
    ['is gone', () => tab.close()],
    ['signs out', () => tab.client.session.signOut()],
  ])('a check is cancelled when whoever asked for it %s', async (_how, leave) => {
    await signIn('supervisor');
    const events = await tab.client.store.verify({ kind: 'quick' });
    const first = codeOf(events.next());
    await expect.poll(() => stand.store.check.asked).toBe(1);
    const { signal } = stand.store.check.current.wish;
    expect(signal.aborted).toBe(false);
    await leave(events);
    await expect.poll(() => signal.aborted).toBe(true);
    await first;
  });
});
