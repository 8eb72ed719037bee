import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { expect, test } from 'vitest';
import { auditKeyIn } from '../../../src-main/audit/log-key.ts';
import type { Actor } from '../../../src-main/audit/record.ts';
import { createSecurity, type SecurityOptions } from '../../../src-main/security/security.ts';
import { SETTLED } from '../../support/fake-security.ts';
import { createRecordingLog } from '../../support/recording-log.ts';
import { createUser, openTestStore, refusalOf, temporaryFolder } from '../../support/store.ts';
import { createVirtualClock } from '../../support/virtual-clock.ts';

const ANN: Actor = { userId: 'ann', username: 'ann', role: 'administrator', sessionId: 's', origin: 'loopback' };

async function stand(changes: Partial<SecurityOptions> = {}) {
  const dir = await temporaryFolder();
  const key = auditKeyIn(dir);
  const store = await openTestStore(dir, { auditKey: () => key });
  const exportsFolder = path.join(dir, 'exports');
  const security = createSecurity({
    store,
    clock: createVirtualClock(),
    log: createRecordingLog(),
    exportsFolder,
    settled: SETTLED,
    contentPolicy: () => "default-src 'none'",
    demands: async () => [],
    fuses: async () => ({ kind: 'not-applicable' }),
    ...changes,
  });
  const records = () => store.read('audit.page', { limit: 9, action: 'security.export' });
  return { dir, store, security, exportsFolder, records };
}

test('the policy is of this moment: accounts, backups that are there, the newest checkpoint', async () => {
  const { store, security } = await stand();
  expect(await security.policy()).toMatchObject({ checkpoints: { lastAt: null }, backups: { sealed: 0, open: 0 } });
  await createUser(store, 'ole', { role: 'operator' });
  const enrolment = { id: 'id-of-ole', sealedKey: 'sealed', lastStep: 1, recoveryHashes: [], at: 1 };
  const event = {
    actor: ANN,
    action: 'account.enrol',
    subject: 'id-of-ole',
    outcome: 'succeeded',
    details: {},
  } as const;
  await store.write('secondFactor.enrol', enrolment, event);
  await createUser(store, 'kim', { role: 'operator' });
  await store.signAudit();
  const wish = { reason: 'on-demand', by: ANN } as const;
  await store.backups.create({ ...wish, passphrase: null });
  await store.backups.create({ ...wish, passphrase: 'a passphrase that seals a backup' });
  const policy = await security.policy();
  expect(policy.secondFactor).toContainEqual({
    role: 'operator',
    roleName: 'Operator',
    active: 2,
    withSecondFactor: 1,
  });
  expect(policy.backups).toEqual({ sealed: 1, open: 1, unreadable: 0 });
  expect(policy.checkpoints).toEqual({ lastAt: expect.any(Number), failure: null });
});

test('the report is a file for its owner alone, and on the record with who asked for it', async () => {
  const { security, records } = await stand();
  const { file } = await security.export('vi', ANN);
  expect(readFileSync(file, 'utf8')).toContain('Chính sách bảo mật đang có hiệu lực');
  expect(await records()).toMatchObject([
    { actor: { username: 'ann' }, subject: path.basename(file), outcome: 'succeeded', details: { language: 'vi' } },
  ]);
});

test('a report that cannot be written fails, and that is on the record', async () => {
  const { security, exportsFolder, records } = await stand();
  await writeFile(exportsFolder, 'a file where the folder should be');
  await expect(security.export('en', ANN)).rejects.toThrow(/EEXIST|ENOTDIR/);
  expect(await records()).toMatchObject([{ outcome: 'failed' }]);
});

test('of a report that cannot be recorded nothing is left', async () => {
  const { store, security, exportsFolder } = await stand({ contentPolicy: () => '' });
  const deaf = createSecurity({
    store: {
      read: store.read,
      status: store.status,
      backups: store.backups,
      write: () => Promise.reject(new Error('full')),
    },
    clock: createVirtualClock(),
    log: createRecordingLog(),
    exportsFolder,
    settled: SETTLED,
    contentPolicy: () => '',
    demands: async () => [],
    fuses: async () => ({ kind: 'unreadable' }),
  });
  await expect(deaf.export('en', ANN)).rejects.toThrow('full');
  expect(existsSync(exportsFolder) ? readdirSync(exportsFolder) : []).toEqual([]);
  await store.close();
  expect((await refusalOf(security.export('en', ANN))).code).toBe('STORE_UNAVAILABLE');
});
