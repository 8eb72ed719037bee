import { GENESIS_HASH, isUntouched } from '../../../src-main/audit/chain.ts';
import { ConsoleError } from '../../../src-main/errors.ts';
import type { SeekableFiles } from '../../../src-main/store/files.ts';
import type { AuditRecord } from '../../../src-main/store/repositories/audit.ts';
import type { SnapshotPolicy } from '../../../src-main/store/snapshot/snapshots.ts';
import { openInThread, type InThreadStore } from '../../support/local-store.ts';
import { auditEvent, newUser } from '../../support/store-data.ts';
import { createVirtualClock } from '../../support/virtual-clock.ts';

export const FOLDER = '/plant/data';
/** Small segments, and snapshots only when the workload asks: every run does the same. */
const POLICY: SnapshotPolicy = { afterBytes: 1e9, afterMs: 1e9, notBeforeMs: 1e9, segmentRows: 4 };

/** What a workload was told, by the names of what it made. */
export interface Told {
  readonly kept: Set<string>;
  readonly refused: Set<string>;
  /** Told that nobody knows. */
  readonly open: Set<string>;
}

export const toldNothing = (): Told => ({ kept: new Set(), refused: new Set(), open: new Set() });

export function openOn(files: SeekableFiles): Promise<InThreadStore> {
  return openInThread(FOLDER, { files, clock: createVirtualClock(), policy: POLICY });
}

/** Makes `count` users and records, in groups of one to three, with snapshots in between; notes what it is told. */
export async function work(store: InThreadStore, count: number, told: Told, prefix = 'one'): Promise<void> {
  for (let done = 0; done < count;) {
    const group = Array.from({ length: 1 + (done % 3) }, (_, index) => `${prefix}-${done + index}`);
    done += group.length;
    const outcomes = await store.together(
      group.map((name, index) => {
        const event = auditEvent({ action: index === 0 ? 'user.create' : 'session.sign-out', subject: name });
        const write = { kind: 'write', at: 1_767_225_600_000, event } as const;
        if (index === 0) return { ...write, name: 'users.create', args: newUser(name) };
        return { ...write, name: 'audit.append', args: {} };
      }),
    );
    for (const [index, name] of group.entries()) note(told, name, outcomes[index]);
    if (done % 10 < 3) await store.snapshot();
  }
}

function note(told: Told, name: string, outcome: object | undefined): void {
  if (outcome && 'value' in outcome) told.kept.add(name);
  else {
    const error = outcome && 'error' in outcome ? outcome.error : null;
    if (!(error instanceof ConsoleError)) throw new Error(`${name}: no typed answer`, { cause: error });
    if (error.code === 'STORE_INTERRUPTED') told.open.add(name);
    else if (error.code === 'STORE_UNAVAILABLE') told.refused.add(name);
    else throw error;
  }
}

/** Every promise that the store does not keep, in words. */
export async function broken(store: InThreadStore, told: Told): Promise<string[]> {
  const records = await allRecords(store);
  const subjects = records.map(({ subject }) => String(subject));
  const users = (await store.read('users.list', {})).map(({ username }) => username);
  const created = records.filter(({ action }) => action === 'user.create').map(({ subject }) => String(subject));
  return [
    ...[...told.kept].filter((name) => !subjects.includes(name)).map((name) => `${name} was kept and is lost`),
    ...[...told.refused].filter((name) => subjects.includes(name)).map((name) => `${name} was refused and is there`),
    ...subjects
      .filter((name) => !told.kept.has(name) && !told.open.has(name) && !told.refused.has(name))
      .map((name) => `${name} comes from nowhere`),
    ...(new Set(subjects).size === subjects.length ? [] : ['a record is there twice']),
    ...(same(users, created) ? [] : [`users ${users.join()} but records ${created.join()}`]),
    ...records.flatMap(({ id }, index) => (id === records.length - index ? [] : [`record ${id} is out of its place`])),
    ...records.flatMap(({ previousHash, hash, ...record }, index) => {
      const follows = previousHash === (records[index + 1]?.hash ?? GENESIS_HASH);
      return follows && isUntouched({ record, previousHash, hash }) ? [] : [`record ${record.id} breaks the chain`];
    }),
  ];
}

async function allRecords(store: InThreadStore): Promise<AuditRecord[]> {
  const all: AuditRecord[] = [];
  for (;;) {
    const before = all.at(-1)?.id;
    const page = await store.read('audit.page', { limit: 7, ...(before === undefined ? {} : { before }) });
    all.push(...page);
    if (page.length < 7) return all;
  }
}

function same(some: readonly string[], others: readonly string[]): boolean {
  return some.toSorted().join() === others.toSorted().join();
}
