import { readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';
import { installationSecrets } from '../../src-main/access/key-file.ts';
import { totpCode, totpStep } from '../../src-main/access/second-factor/totp.ts';
import { auditCommand } from '../../src-main/cli/audit.ts';
import { openAccounts } from '../../src-main/cli/open-accounts.ts';
import { usersCommand } from '../../src-main/cli/users.ts';
import { verifyStores } from '../../src-main/cli/verify-store.ts';
import { verifyCommand } from '../../src-main/cli/verify.ts';
import { loadConfig } from '../../src-main/config.ts';
import { startConsole } from '../../src-main/console.ts';
import type { KeyProtection } from '../../src-main/key-protection.ts';
import { silentLog } from '../../src-main/log.ts';
import { systemRandomBytes } from '../../src-main/random.ts';
import { keyStore } from '../../src-main/shell/key-store.ts';
import { diskFiles } from '../../src-main/store/files.ts';
import { createAccessStand, nobody, placeAt, SECRET } from '../support/access-stand.ts';
import { createRecordingLog, type RecordingLog } from '../support/recording-log.ts';
import { openTestStore, refusalOf, temporaryFolder } from '../support/store.ts';
import { createVirtualClock } from '../support/virtual-clock.ts';
import { fakeSafeStorage } from '../unit/shell/fakes.ts';
import { runCommand } from './cli/run-command.ts';
import { surroundingsOf } from '../support/console-surroundings.ts';

/** The key store of a desktop shell that has started before. */
async function desktopProtection(): Promise<KeyProtection | undefined> {
  const where = { platform: 'linux', folder: await temporaryFolder(), log: silentLog } as const;
  keyStore(fakeSafeStorage(), where);
  return keyStore(fakeSafeStorage(), where);
}

/** A console that starts, signs what there is to sign, and stops. */
async function run(dir: string, log: RecordingLog, keyProtection?: KeyProtection): Promise<void> {
  const { config, entries } = loadConfig({ argv: ['--data', dir, '--robot', 'http://127.0.0.1:9'], environment: {} });
  const console = await startConsole(config, entries, {
    ...surroundingsOf(log),
    shell: keyProtection ? 'electron' : 'loopback',
    keyProtection,
  });
  if ((await console.accounts.count()) === 0)
    await console.accounts.createFirstAdministrator({ username: 'anna', password: SECRET }, nobody);
  await console.stop();
}

const bytesOf = (dir: string) => ['access.key', 'audit-key.json'].map((name) => readFileSync(path.join(dir, name)));

test('where another shell has sealed the keys the console starts, keeps its log verifiable, and says that it is not signed', async () => {
  const dir = await temporaryFolder();
  await run(dir, createRecordingLog(), await desktopProtection());
  const sealed = bytesOf(dir);
  for (const content of sealed) expect(content.toString()).toContain('"protection":"operating-system"');

  const log = createRecordingLog();
  await run(dir, log);
  expect(bytesOf(dir)).toEqual(sealed);
  const said = log.lines.filter(({ level }) => level !== 'info').map(({ level, message }) => [level, message]);
  expect(said).toContainEqual(['error', 'the audit log is not signed']);
  expect(said).toContainEqual(['warn', 'second factors cannot be checked here']);

  const key = path.join(dir, 'audit-key.json.pub');
  const out = path.join(await temporaryFolder(), 'log.jsonl');
  const exported = await runCommand(auditCommand, ['export', '--data', dir, '--out', out]);
  expect(exported).toMatchObject({ code: 0, err: [expect.stringContaining('the key cannot be used here')] });
  expect(await runCommand(auditCommand, ['verify', out, '--key', key])).toMatchObject({ code: 0 });
  const verify = await runCommand((argv, io) => verifyCommand(argv, io, verifyStores({})), ['--full', '--data', dir]);
  expect(verify).toMatchObject({ code: 0 });
});

test('a store whose key is sealed verifies what was signed before, and has in its status why nothing is signed', async () => {
  const dir = await temporaryFolder();
  await run(dir, createRecordingLog());
  const verifierKey = readFileSync(path.join(dir, 'audit-key.json.pub'), 'utf8').trim();
  const store = await openTestStore(dir, { auditKey: () => ({ verifierKey, sealed: 'the key is elsewhere' }) });
  const signed = (await store.read('audit.checkpoints', {})).length;
  await store.signAudit();
  expect((await store.status()).checkpoints.failure).toBe('the key is elsewhere');
  expect(signed).toBeGreaterThan(0);
  expect(await store.read('audit.checkpoints', {})).toHaveLength(signed);
  expect((await store.verify({ kind: 'full', by: nobody })).findings).toEqual([]);
});

test('the command line brings people back without the sealed key', async () => {
  const dir = await temporaryFolder();
  await run(dir, createRecordingLog(), await desktopProtection());
  const sealed = bytesOf(dir);
  const users = (...argv: string[]) =>
    runCommand(
      (args, io) => usersCommand(args, io, { open: (data, folder) => openAccounts(data, folder, {}) }),
      [...argv, '--data', dir],
    );
  expect((await users('list')).out.join()).toContain('anna');
  for (const change of ['unlock', 'remove-second-factor', 'reset-password']) {
    const ran = await users(change, '--username', 'anna');
    // without a second factor there is none to remove, which is another refusal
    expect([change, ran.err.join().includes('KEY_SEALED')]).toEqual([change, false]);
    if (change !== 'remove-second-factor') expect(ran).toMatchObject({ code: 0, err: [] });
  }
  expect(bytesOf(dir)).toEqual(sealed);
});

test('a second factor whose key is sealed lets nobody in by a code, says so, and a recovery code still works', async () => {
  const [clock, folder, here] = [createVirtualClock(), await temporaryFolder(), placeAt('here')];
  const installation = { files: diskFiles, folder, randomBytes: systemRandomBytes, log: silentLog };
  const desktop = installationSecrets({ ...installation, protection: await desktopProtection() });
  const before = await createAccessStand({ clock, folder, protection: desktop });
  await before.accounts.createFirstAdministrator({ username: 'kim', password: SECRET }, nobody);
  await before.signIn.withPassword({ username: 'kim', password: SECRET }, here);
  const { key } = await before.own.offerSecondFactor(here);
  const code = () => totpCode(key, totpStep(clock.now()));
  const [recovery = ''] = await before.own.confirmSecondFactor(code(), here);
  await before.store.close();

  const { signIn } = await createAccessStand({ clock, folder, protection: installationSecrets(installation) });
  await clock.advance(60_000);
  const first = () => refusalOf(signIn.withPassword({ username: 'kim', password: SECRET }, here));
  expect((await first()).code).toBe('SECOND_FACTOR_REQUIRED');
  expect((await refusalOf(signIn.withSecondFactor(code(), here))).code).toBe('KEY_SEALED');
  await clock.advance(60_000);
  expect((await first()).code).toBe('SECOND_FACTOR_REQUIRED');
  expect(await signIn.withSecondFactor(recovery, here)).toMatchObject({ principal: { username: 'kim' } });
});
