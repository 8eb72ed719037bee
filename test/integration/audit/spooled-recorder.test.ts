import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import type { AuditEvent } from '../../../src-main/audit/record.ts';
import { SPOOL_NAME, spoolFileIn, type SpoolFile } from '../../../src-main/audit/spool-file.ts';
import { openSpooledRecorder, type SpooledRecorder } from '../../../src-main/audit/spooled-recorder.ts';
import { ConsoleError } from '../../../src-main/errors.ts';
import { openInThread, type InThreadStore } from '../../support/local-store.ts';
import { createRecordingLog } from '../../support/recording-log.ts';
import { createVirtualClock } from '../../support/virtual-clock.ts';

let folder: string;
let store: InThreadStore;
let recorders: SpooledRecorder[];

beforeEach(async () => {
  folder = await mkdtemp(path.join(os.tmpdir(), 'spool-'));
  store = await openInThread(folder);
  recorders = [];
});
afterEach(async () => {
  for (const recorder of recorders) await recorder.close();
  await store.close();
  await rm(folder, { recursive: true });
});

const event = (action: string): AuditEvent => ({
  actor: { userId: null, username: 'person at the workstation', role: null, sessionId: null, origin: 'loopback' },
  action,
  subject: 'hoist-1',
  robot: 'hoist-1',
  outcome: 'succeeded',
  details: { stop: 'stop-1' },
});

/** How the store treats a write: as it is, not at all, or so that nobody knows. */
type Treatment = 'takes' | 'refuses' | 'takes, and says that nobody knows' | 'hangs';

async function open(spool: SpoolFile = spoolFileIn(folder, createRecordingLog())) {
  const clock = createVirtualClock();
  const listeners = new Set<() => void>();
  let treatment: Treatment = 'takes';
  let ids = 0;
  const name = `${recorders.length}`;
  const release = Promise.withResolvers<void>();
  const recorder = await openSpooledRecorder({
    store: {
      read: store.read,
      write: (async (named, args, written) => {
        const now = treatment;
        if (now === 'refuses') throw new ConsoleError('STORE_UNAVAILABLE', 'the disk is full', { reason: 'ENOSPC' });
        if (now === 'hangs') await release.promise;
        const writing = store.write(named, args, written);
        if (now !== 'takes, and says that nobody knows') return writing;
        await writing;
        throw new ConsoleError('STORE_INTERRUPTED', 'it ended');
      }) as InThreadStore['write'],
      onChange(listener) {
        listeners.add(listener);
        return () => listeners.delete(listener);
      },
    },
    spool,
    clock,
    log: createRecordingLog(),
    newId: () => `key-${name}-${++ids}`,
  });
  recorders.push(recorder);
  return {
    recorder,
    clock,
    release: () => release.resolve(),
    treat(next: Treatment) {
      treatment = next;
      for (const listener of listeners) listener();
    },
  };
}

const recorded = async () => {
  const records = await store.read('audit.page', { limit: 50 });
  return records
    .map(({ action }) => action)
    .toReversed()
    .filter((action) => action.startsWith('stop.'));
};
const spooled = async () =>
  (await readFile(path.join(folder, SPOOL_NAME), 'utf8')).split('\n').filter((line) => line !== '');

it('a store that works gets the records at once, in their order, and the spool nothing', async () => {
  const { recorder } = await open();
  recorder.record(event('stop.requested'));
  recorder.record(event('stop.outcome'));
  await recorder.settled();
  expect(await recorded()).toEqual(['stop.requested', 'stop.outcome']);
  expect(await spooled()).toEqual([]);
});

it('while the store refuses they are on the disk, and in the log once it works again, when it happened beside them', async () => {
  const { recorder, treat } = await open();
  treat('refuses');
  recorder.record(event('stop.requested'));
  recorder.record(event('stop.outcome'));
  await recorder.settled();
  expect(await recorded()).toEqual([]);
  expect((await spooled()).map((line) => JSON.parse(line).event.action)).toEqual(['stop.requested', 'stop.outcome']);
  treat('takes');
  recorder.record(event('stop.later'));
  await recorder.settled();
  expect(await recorded()).toEqual(['stop.requested', 'stop.outcome', 'stop.later']);
  expect(await spooled()).toEqual([]);
  const [record] = await store.read('audit.page', { action: 'stop.outcome', limit: 1 });
  expect(record).toMatchObject({ details: { stop: 'stop-1', happenedAt: expect.any(Number) } });
});

it('without any news of the store it is tried again after a while', async () => {
  const { recorder, treat, clock } = await open();
  treat('refuses');
  recorder.record(event('stop.requested'));
  await recorder.settled();
  treat('takes');
  await clock.advance(6000);
  await expect.poll(recorded).toEqual(['stop.requested']);
});

it('a console that ends while they wait leaves them to the next one, which takes each in once', async () => {
  const first = await open();
  first.treat('refuses');
  first.recorder.record(event('stop.requested'));
  first.recorder.record(event('stop.outcome'));
  await first.recorder.settled();
  // the next one dies when it has taken in the first of the two: the spool still holds both
  const [line = ''] = await spooled();
  const { key, event: waiting } = JSON.parse(line) as { key: string; event: AuditEvent };
  await store.write('audit.append', {}, { ...waiting, details: { ...waiting.details, record: key } });
  const second = await open();
  await second.recorder.settled();
  expect(await recorded()).toEqual(['stop.requested', 'stop.outcome']);
  expect(await spooled()).toEqual([]);
});

it('a record that the store has taken without saying so is not doubled', async () => {
  const { recorder, treat } = await open();
  treat('takes, and says that nobody knows');
  recorder.record(event('stop.requested'));
  await recorder.settled();
  treat('takes');
  await recorder.settled();
  expect(await recorded()).toEqual(['stop.requested']);
  expect(await spooled()).toEqual([]);
});

it('a store that hangs delays nothing: after a second they are on the disk, and are not doubled when it wakes', async () => {
  const { recorder, treat, clock, release } = await open();
  treat('hangs');
  recorder.record(event('stop.requested'));
  await clock.advance(1100);
  await expect.poll(spooled).toHaveLength(1);
  treat('takes');
  release();
  await recorder.settled();
  expect(await recorded()).toEqual(['stop.requested']);
  expect(await spooled()).toEqual([]);
});

it('a disk that takes nothing at all loses none while the console lives', async () => {
  const real = spoolFileIn(folder, createRecordingLog());
  let full = true;
  const { recorder, treat } = await open({
    ...real,
    append: (one) => (full ? Promise.reject(new Error('ENOSPC')) : real.append(one)),
  });
  treat('refuses');
  recorder.record(event('stop.requested'));
  await recorder.settled();
  full = false;
  await recorder.settled();
  expect(await spooled()).toHaveLength(1);
  treat('takes');
  await recorder.settled();
  expect(await recorded()).toEqual(['stop.requested']);
});

it('a line that a power cut has torn takes no other along', async () => {
  const spool = spoolFileIn(folder, createRecordingLog());
  await spool.load();
  await spool.append({ key: 'a', at: 1, event: event('stop.requested') });
  const whole = await readFile(path.join(folder, SPOOL_NAME), 'utf8');
  await rm(path.join(folder, SPOOL_NAME));
  await writeFile(path.join(folder, SPOOL_NAME), `${whole.trim()}\n{"key":"b","at":`);
  const again = spoolFileIn(folder, createRecordingLog());
  expect((await again.load()).map(({ key }) => key)).toEqual(['a']);
  await again.append({ key: 'c', at: 2, event: event('stop.outcome') });
  expect((await spoolFileIn(folder, createRecordingLog()).load()).map(({ key }) => key)).toEqual(['a', 'c']);
});
