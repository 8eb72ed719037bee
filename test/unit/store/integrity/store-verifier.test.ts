import { expect, test } from 'vitest';
import type { Actor } from '../../../../src-main/audit/record.ts';
import { ConsoleError } from '../../../../src-main/errors.ts';
import { createStoreVerifier } from '../../../../src-main/store/integrity/store-verifier.ts';
import type { StoreReads, StoreWrites } from '../../../../src-main/store/store.ts';
import { createRecordingLog } from '../../../support/recording-log.ts';
import { refusalOf } from '../../../support/store.ts';
import { createVirtualClock } from '../../../support/virtual-clock.ts';

const BY: Actor = { userId: null, username: null, role: null, sessionId: null, origin: 'console' };

/** A store whose disk takes nothing. */
const full: StoreReads & StoreWrites = {
  read: async () => null as never,
  write: () => Promise.reject(new ConsoleError('STORE_UNAVAILABLE', 'the disk is full', { reason: 'ENOSPC' })),
};

test('where the disk refuses, the report is given and remembered all the same, and the log says so', async () => {
  const log = createRecordingLog();
  const clock = createVirtualClock();
  const verified = { findings: [], untold: 0, steps: 9, repairs: [] };
  const verifier = createStoreVerifier({
    store: full,
    verify: async () => verified,
    clock,
    log,
    canonicalName: undefined,
  });
  expect(await verifier.last()).toBeNull();
  const report = await verifier.verify({ kind: 'quick', by: BY });
  expect(report).toEqual({ ...verified, kind: 'quick', at: clock.now(), tookMs: 0 });
  expect(await verifier.last()).toBe(report);
  expect(log.lines.map(({ level, message }) => [level, message])).toEqual([
    ['info', 'store verified'],
    ['warn', 'the verification could not be recorded'],
  ]);
});

test('a verification that could not be carried out is a failure on the record', async () => {
  const events: unknown[] = [];
  const store: StoreReads & StoreWrites = {
    read: full.read,
    write: async (_name, _args, event) => events.push(event) as never,
  };
  const verify = () => Promise.reject(new ConsoleError('STORE_UNAVAILABLE', 'the thread has ended'));
  const log = createRecordingLog();
  const verifier = createStoreVerifier({ store, verify, clock: createVirtualClock(), log, canonicalName: undefined });
  expect((await refusalOf(verifier.verify({ kind: 'full', by: BY }))).code).toBe('STORE_UNAVAILABLE');
  expect(events).toEqual([
    {
      actor: BY,
      action: 'integrity.verify',
      subject: null,
      outcome: 'failed',
      details: { kind: 'full', reason: 'STORE_UNAVAILABLE' },
    },
  ]);
});
