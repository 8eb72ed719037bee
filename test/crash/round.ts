import { spawn } from 'node:child_process';
import path from 'node:path';
import { createInterface } from 'node:readline';
import type { Random } from '../../src-main/random.ts';
import type { StoreReads } from '../../src-main/store/store.ts';
import { openInThread } from '../support/local-store.ts';
import type { AuditRecord } from '../../src-main/store/repositories/audit.ts';
import { RESTLESS } from './policy.ts';

/** What was ever acknowledged in a data folder, over all rounds. */
export interface Acknowledged {
  readonly users: Set<string>;
  readonly records: Set<string>;
  version: number;
}

export const nothingAcknowledged = (): Acknowledged => ({ users: new Set(), records: new Set(), version: 0 });

/** Longest time that the worker lives, ms: it covers its start, and some hundreds of changes. */
const LONGEST_LIFE_MS = 900;

/** Lets the worker change things, kills it at a random moment, even while it opens the store; notes what it was told. */
export async function workUntilKilled(dir: string, round: number, random: Random, told: Acknowledged): Promise<void> {
  const program = path.join(import.meta.dirname, 'worker.ts');
  const child = spawn(process.execPath, [program, dir, String(round), String(told.version)], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  // half of the kills count from the start, half from the first moment of work
  const fromStart = random() < 0.3;
  const lifeMs = random() * LONGEST_LIFE_MS;
  const kill = (): void => void child.kill('SIGKILL');
  if (fromStart) setTimeout(kill, lifeMs);
  for await (const line of createInterface(child.stdout)) {
    const [kind = '', key = ''] = line.split(' ');
    if (kind === 'ready' && !fromStart) setTimeout(kill, lifeMs / 2);
    if (kind === 'user') told.users.add(key);
    if (kind === 'record') told.records.add(key);
    if (kind === 'setting') told.version = Number(key);
  }
}

/** Opens what was left and answers, in words, every promise that was broken. */
export async function brokenPromises(dir: string, told: Acknowledged): Promise<string[]> {
  const store = await openInThread(dir, { policy: RESTLESS });
  try {
    const records = await allRecords(store);
    const users = new Set((await store.read('users.list', {})).map(({ username }) => username));
    const version = Number((await store.read('settings.read', { key: 'version' })) ?? 0);
    const subjects = (action: string): Set<string | null> =>
      new Set(records.filter((record) => record.action === action).map(({ subject }) => subject));
    const recordedUsers = subjects('user.create');
    const recordedVersions = subjects('setting.change');
    return [
      ...missing('the user', told.users, users),
      ...missing('the record', told.records, subjects('session.sign-out')),
      ...missing('the audit record of the user', users, recordedUsers),
      ...missing('the user of the audit record', recordedUsers, users),
      ...(version < told.version ? [`the setting went back from ${told.version} to ${version}`] : []),
      ...(recordedVersions.size === version ? [] : [`${recordedVersions.size} changes of the setting, now ${version}`]),
      ...records
        .toReversed()
        .flatMap(({ id }, index) => (id === index + 1 ? [] : [`record ${id} stands in the place of ${index + 1}`]))
        .slice(0, 3),
    ];
  } finally {
    await store.close();
  }
}

async function allRecords(store: StoreReads): Promise<AuditRecord[]> {
  const all: AuditRecord[] = [];
  for (;;) {
    const before = all.at(-1)?.id;
    const page = await store.read('audit.page', { limit: 1000, ...(before === undefined ? {} : { before }) });
    all.push(...page);
    if (page.length < 1000) return all;
  }
}

function missing<T>(what: string, wanted: ReadonlySet<T>, found: ReadonlySet<T>): string[] {
  return [...wanted].filter((one) => !found.has(one)).map((one) => `${what} ${String(one)} is not there`);
}
