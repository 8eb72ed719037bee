import { readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { beforeEach, expect, test } from 'vitest';
import { auditKeyIn } from '../../../src-main/audit/log-key.ts';
import { fingerprintOf } from '../../../src-main/audit/signing-key.ts';
import { auditCommand } from '../../../src-main/cli/audit.ts';
import { auditEvent, openTestStore, temporaryFolder } from '../../support/store.ts';
import { findingsOf } from '../store/integrity/used-folder.ts';
import { runCommand } from './run-command.ts';

let dir: string;
let old: string;
const keyFile = () => path.join(dir, 'audit-key.json');
const RUINED = '{"version":1,"name":"x"}';

/** A console has worked here, and then its key file was ruined. */
beforeEach(async () => {
  dir = await temporaryFolder();
  old = auditKeyIn(dir).verifierKey;
  await work();
  writeFileSync(keyFile(), RUINED);
});

async function work(): Promise<void> {
  const store = await openTestStore(dir, { auditKey: () => auditKeyIn(dir) });
  for (let n = 0; n < 3; n++) await store.write('audit.append', {}, auditEvent({ details: { n } }));
  await store.close();
}

const run = (argv: string[], stdin = '') => runCommand(auditCommand, argv, stdin);
const newKey = (...more: string[]) => run(['new-key', '--reason', 'the disk lost it', '--data', dir, ...more]);
async function exported(): Promise<string> {
  const out = path.join(await temporaryFolder(), 'log');
  await run(['export', '--segments', '--out', out, '--data', dir]);
  return out;
}
const verify = (place: string, ...keys: string[]) => run(['verify', place, ...keys.flatMap((key) => ['--key', key])]);

test('another key goes on: on record with the reason, over the whole log, and the old one is kept', async () => {
  const ran = await newKey('--yes');
  expect(ran.code).toBe(0);
  const next = auditKeyIn(dir).verifierKey;
  expect(ran.out).toEqual([expect.stringContaining(fingerprintOf(next)), next]);
  expect(next.split('+')[0]).toBe(old.split('+')[0]);
  const aside = readdirSync(dir).filter((name) => /^audit-key\.set-aside-\d+\.json/.test(name));
  expect(aside.map((name) => readFileSync(path.join(dir, name), 'utf8').trim()).toSorted()).toEqual(
    [RUINED, old].toSorted(),
  );

  await work();
  const place = await exported();
  expect((await verify(place, old, next)).out.at(-1)).toBe('OK: 7 records verified');
  const alone = await verify(place, next);
  expect(alone.code).toBe(1);
  expect(alone.out.filter((line) => line.startsWith('UNVOUCHED'))).toEqual([
    expect.stringContaining('the records before 4 were signed by another key'),
  ]);
  expect((await verify(place, old)).out.join()).toContain('record 4 says, as anybody could');
  expect(await findingsOf(dir)).toEqual([]);

  const store = await openTestStore(dir);
  const [record] = await store.read('audit.page', { limit: 1, action: 'audit.new-key' });
  expect(record).toMatchObject({
    id: 4,
    reason: 'the disk lost it',
    actor: { origin: 'command-line' },
    details: {
      oldKey: old,
      newKey: next,
      oldFingerprint: fingerprintOf(old),
      newFingerprint: fingerprintOf(next),
      systemUser: os.userInfo().username,
      findings: 0,
    },
  });
});

test('where even the old verifier key is lost, the log goes on all the same, and says which key it was', async () => {
  rmSync(`${keyFile()}.pub`);
  expect((await newKey('--yes')).code).toBe(0);
  await work();
  const next = auditKeyIn(dir).verifierKey;
  expect((await verify(await exported(), old, next)).code).toBe(0);
  expect((await findingsOf(dir)).filter(({ check }) => check === 'audit-proof')).toEqual([]);
});

test('it asks first, and a wrong word changes nothing', async () => {
  const asked = ['new-key', '--reason', 'the disk lost it', '--data', dir];
  const ran = await run(asked, 'no\n');
  expect(ran).toMatchObject({ code: 1, out: [] });
  expect(readFileSync(keyFile(), 'utf8')).toBe(RUINED);
  expect((await run(asked, 'yes\n')).code).toBe(0);
  expect(readFileSync(keyFile(), 'utf8')).not.toBe(RUINED);
});

test.each([
  ['without a reason', ['new-key', '--yes'], 2, '--reason'],
  ['with a reason of spaces', ['new-key', '--yes', '--reason', '  '], 2, '--reason'],
])('%s nothing is done', async (_, argv, code, words) => {
  const ran = await run([...argv, '--data', dir]);
  expect(ran.code).toBe(code);
  expect(ran.err.join()).toContain(words);
  expect(readFileSync(keyFile(), 'utf8')).toBe(RUINED);
});

test('a key that can be used is not replaced by a slip', async () => {
  rmSync(keyFile());
  const fresh = await temporaryFolder();
  const key = auditKeyIn(fresh).verifierKey;
  const store = await openTestStore(fresh, { auditKey: () => auditKeyIn(fresh) });
  await store.write('audit.append', {}, auditEvent());
  await store.close();
  const argv = ['new-key', '--reason', 'somebody copied it', '--yes', '--data', fresh];
  const ran = await run(argv);
  expect(ran.code).toBe(1);
  expect(ran.err.join()).toContain('--replace-usable');
  expect(auditKeyIn(fresh).verifierKey).toBe(key);
  expect((await run([...argv, '--replace-usable'])).code).toBe(0);
  expect(auditKeyIn(fresh).verifierKey).not.toBe(key);
});

test('after a restore elsewhere, where the console has made itself a key that signs nothing, another one goes on', async () => {
  for (const name of [keyFile(), `${keyFile()}.pub`]) rmSync(name);
  await work();
  expect(auditKeyIn(dir).verifierKey.split('+')[0]).not.toBe(old.split('+')[0]);
  expect((await newKey('--yes')).code).toBe(0);
  const next = auditKeyIn(dir).verifierKey;
  expect(next.split('+')[0]).toBe(old.split('+')[0]);
  expect((await verify(await exported(), old, next)).code).toBe(0);
});

test('a key that was put in the place of the old one by hand signs nothing', async () => {
  rmSync(keyFile());
  writeFileSync(`${keyFile()}.pub`, `${old}\n`);
  const thief = await temporaryFolder();
  const file = auditKeyIn(thief);
  const store = await openTestStore(dir, { auditKey: () => ({ ...file, name: old.split('+')[0] ?? '' }) });
  await store.write('audit.append', {}, auditEvent());
  await store.signAudit();
  expect((await store.status()).checkpoints.failure).toContain('nothing says that');
  await store.close();
});
