import { readFileSync, readdirSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';
import { totpCode, totpStep } from '../../src-main/access/second-factor/totp.ts';
import { connectSocket, takeSeat } from '../support/bridge-client.ts';
import { startConsoleProcess } from '../support/console-process.ts';

/** Everything that must be known to whoever was given it, and to nobody who reads what the console leaves behind. */
const TYPED = {
  password: 'planted-first-password-1',
  chosen: 'planted-second-password-2',
  wrong: 'planted-wrong-password-3',
  passphrase: 'planted passphrase with quite unlikely words 4',
};

function filesBelow(folder: string): string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => path.join(entry.parentPath, entry.name));
}

test('no secret that people typed or were given is found in what the console says, keeps, logs or exports', async () => {
  await using console = await startConsoleProcess();
  const { url, dataDir } = console.ready;
  let printed = '';
  for (const stream of [console.process.stdout, console.process.stderr]) {
    stream?.on('data', (chunk: Buffer) => (printed += chunk.toString()));
  }
  const loopback = { url, origin: new URL(url).origin, mintLaunchUrl: () => url, stop: async () => {} };
  const cookie = await takeSeat(loopback);
  const tab = await connectSocket(loopback, cookie);
  /** What a second page of the same browser is told meanwhile. */
  const told: string[] = [];
  const { client } = tab;

  await client.console.createFirstAdministrator({ username: 'anna', password: TYPED.password });
  await client.account.changePassword({ present: TYPED.password, password: TYPED.chosen });
  const watching = await connectSocket(loopback, cookie);
  watching.hear((message) => told.push(message));
  await watching.client.robots.list();
  await client.session.again({ password: TYPED.wrong }).catch(() => {});
  const { key } = await client.account.offerSecondFactor();
  const code = totpCode(key, totpStep(Date.now()));
  const { recoveryCodes } = await client.account.confirmSecondFactor({ code });
  const { oneTimePassword } = await client.users.create({ username: 'binh', role: 'operator' });
  const ended = async (events: AsyncIterable<unknown>) => {
    for await (const _event of events);
  };
  await ended(await client.backups.create({ passphrase: TYPED.passphrase }));
  for (const format of ['jsonl', 'csv', 'html'] as const)
    await ended(await client.audit.export({ format, language: 'en' }));
  await client.security.export({ language: 'en' });
  await client.users.export();
  for (const page of [await watching.client.audit.page({ limit: 500 }), await watching.client.users.list({})]) {
    told.push(JSON.stringify(page));
  }
  told.push(JSON.stringify(await watching.client.configuration.list()));
  await console.end();

  const secrets = {
    ...TYPED,
    key,
    code: `"${code}"`,
    oneTimePassword,
    cookie: cookie.split('=')[1] ?? '',
    launchToken: new URLSearchParams(new URL(url).hash.slice(1)).get('token') ?? '',
    ...Object.fromEntries(recoveryCodes.map((one, n) => [`recovery code ${n}`, one])),
  };
  expect(Object.values(secrets).every((secret) => secret.length >= 8)).toBe(true);
  const found: string[] = [];
  const look = (where: string, content: string) => {
    for (const [name, secret] of Object.entries(secrets))
      if (content.includes(secret)) found.push(`${name} in ${where}`);
  };
  look('what it printed', printed);
  look('what another page was told', told.join('\n'));
  const files = filesBelow(dataDir);
  for (const file of files) look(path.relative(dataDir, file), readFileSync(file, 'latin1'));
  expect(found).toEqual([]);
  // what may be found is found
  expect(files.filter((file) => readFileSync(file, 'latin1').includes('anna')).length).toBeGreaterThan(3);
  // the files that were looked through are those that matter
  const kinds = ['logs/console.log', 'exports/', 'backups/', 'snapshot-', 'journal-'];
  expect(kinds.filter((kind) => !files.some((file) => path.relative(dataDir, file).startsWith(kind)))).toEqual([]);
});
