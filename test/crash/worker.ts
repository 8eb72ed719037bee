/**
 * The process that is killed: changes users, settings and the audit log, several at a time, and prints a line for each
 * change once it is acknowledged. `npm run crash` and crash.test.ts run it.
 */
import { writeSync } from 'node:fs';
import { systemClock } from '../../src-main/clock.ts';
import { silentLog } from '../../src-main/log.ts';
import { openStore } from '../../src-main/store/store.ts';
import { auditEvent, newUser } from '../support/store-data.ts';
import { RESTLESS } from './policy.ts';

const [dir = '', round = '', versionText = '0'] = process.argv.slice(2);
const store = await openStore({ dir, clock: systemClock, log: silentLog, policy: RESTLESS });

/** Not console.log: a line that waits in a buffer when the kill comes would not count as acknowledged. */
const acknowledge = (kind: string, key: string | number): void => void writeSync(1, `${kind} ${key}\n`);

async function makeUsers(writer: number): Promise<never> {
  for (let count = 0; ; count++) {
    const name = `round-${round}-writer-${writer}-${count}`;
    await store.write('users.create', newUser(name), auditEvent({ subject: name }));
    acknowledge('user', name);
  }
}

async function changeSetting(): Promise<never> {
  for (let version = Number(versionText) + 1; ; version++) {
    const change = { key: 'version', value: version, at: version, by: null };
    await store.write('settings.change', change, auditEvent({ action: 'setting.change', subject: String(version) }));
    acknowledge('setting', version);
  }
}

async function signOut(writer: number): Promise<never> {
  for (let count = 0; ; count++) {
    const mark = `round-${round}-out-${writer}-${count}`;
    await store.write('audit.append', {}, auditEvent({ action: 'session.sign-out', subject: mark }));
    acknowledge('record', mark);
  }
}

acknowledge('ready', 0);
await Promise.all([makeUsers(1), makeUsers(2), changeSetting(), signOut(1), signOut(2)]);
