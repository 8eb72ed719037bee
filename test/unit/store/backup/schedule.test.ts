import { expect, test } from 'vitest';
import { ConsoleError } from '../../../../src-main/errors.ts';
import type { BackupListing } from '../../../../src-main/store/backup/list-backups.ts';
import { scheduleBackups } from '../../../../src-main/store/backup/schedule.ts';
import type { BackupRequest, StoreBackups } from '../../../../src-main/store/backup/store-backups.ts';
import { createRecordingLog } from '../../../support/recording-log.ts';
import { createVirtualClock } from '../../../support/virtual-clock.ts';

const HOUR = 60 * 60_000;

function stand(made: Partial<BackupListing>[] = []) {
  const clock = createVirtualClock();
  const log = createRecordingLog();
  const asked: BackupRequest[] = [];
  let refuse: ConsoleError | null = null;
  const backups: StoreBackups = {
    list: async () => made as BackupListing[],
    async create(request) {
      asked.push(request);
      if (refuse) throw refuse;
      const listing = { createdAt: clock.now(), reason: request.reason } as BackupListing;
      made.push(listing);
      return listing;
    },
  };
  const stop = scheduleBackups({ backups, everyMs: 24 * HOUR, passphrase: 'a long enough passphrase', clock, log });
  return { clock, log, asked, stop, refuseWith: (error: ConsoleError | null) => (refuse = error) };
}

test('the first backup follows the start, the next a day later each, sealed and in the console’s own name', async () => {
  const { clock, asked, stop } = stand();
  await clock.advance(30_000);
  expect(asked).toHaveLength(0);
  await clock.advance(HOUR);
  expect(asked).toHaveLength(1);
  expect(asked[0]).toMatchObject({ reason: 'scheduled', passphrase: 'a long enough passphrase' });
  expect(asked[0]?.by.origin).toBe('console');
  await clock.advance(3 * 24 * HOUR);
  expect(asked).toHaveLength(4);
  stop();
  await clock.advance(48 * HOUR);
  expect(asked).toHaveLength(4);
});

test('what was backed up before the start counts, what somebody asked for does not, nor what a wrong clock made', async () => {
  const start = Date.UTC(2026, 0, 1);
  const recent = stand([{ createdAt: start - 20 * HOUR, reason: 'scheduled' }]);
  await recent.clock.advance(3 * HOUR);
  expect(recent.asked).toHaveLength(0);
  await recent.clock.advance(2 * HOUR);
  expect(recent.asked).toHaveLength(1);

  const others = stand([
    { createdAt: start - HOUR, reason: 'on-demand' },
    { createdAt: start + 100 * HOUR, reason: 'scheduled' },
  ]);
  await others.clock.advance(HOUR);
  expect(others.asked).toHaveLength(1);
  recent.stop();
  others.stop();
});

test('one that fails is logged and tried again soon; one that the end of the console cancels is no failure', async () => {
  const { clock, log, asked, stop, refuseWith } = stand();
  refuseWith(new ConsoleError('BACKUP_NOT_WRITTEN', 'the disk is full'));
  await clock.advance(15 * 60_000);
  expect(asked.length).toBeGreaterThan(1);
  expect(log.lines.filter(({ level }) => level === 'error')).toHaveLength(asked.length);
  refuseWith(null);
  await clock.advance(15 * 60_000);
  const tries = asked.length;
  await clock.advance(2 * HOUR);
  expect(asked).toHaveLength(tries);
  stop();
});
