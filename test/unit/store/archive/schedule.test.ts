import { expect, test } from 'vitest';
import { ConsoleError } from '../../../../src-main/errors.ts';
import { scheduleArchiving } from '../../../../src-main/store/archive/schedule.ts';
import type { ArchivePlan, StoreArchive } from '../../../../src-main/store/archive/store-archive.ts';
import { createRecordingLog } from '../../../support/recording-log.ts';
import { createVirtualClock } from '../../../support/virtual-clock.ts';

const HOUR = 60 * 60_000;
const DUE: ArchivePlan['due'] = { segments: 1, firstId: 1, lastId: 4, lastAt: 1 };

function stand(due: ArchivePlan['due'] = DUE) {
  const clock = createVirtualClock();
  const log = createRecordingLog();
  const asked: Parameters<StoreArchive['move']>[0][] = [];
  let refusal: ConsoleError | null = null;
  const archive: StoreArchive = {
    plan: async () => ({ policy: null, archived: null, due }),
    async move(request) {
      asked.push(request);
      if (refusal) throw refusal;
      return { segments: 1, records: 4, files: ['one'] };
    },
  };
  const stop = scheduleArchiving({ archive, clock, log });
  return { clock, log, asked, stop, refuse: (error: ConsoleError) => (refusal = error) };
}

test('what is old enough is moved soon after the start, and then once a day, in the console’s own name', async () => {
  const { clock, asked, stop } = stand();
  await clock.advance(60_000);
  expect(asked).toHaveLength(0);
  await clock.advance(HOUR);
  expect(asked.map(({ by }) => by.origin)).toEqual(['console']);
  await clock.advance(48 * HOUR);
  expect(asked).toHaveLength(3);
  stop();
  expect(asked.at(-1)?.signal?.aborted).toBe(true);
  await clock.advance(48 * HOUR);
  expect(asked).toHaveLength(3);
});

test('nothing is asked for while nothing is old enough', async () => {
  const { clock, asked, stop } = stand(null);
  await clock.advance(48 * HOUR);
  expect(asked).toHaveLength(0);
  stop();
});

test('a failure is said, and tried again the next day', async () => {
  const { clock, asked, log, stop, refuse } = stand();
  refuse(new ConsoleError('AUDIT_NOT_ARCHIVED', 'no room'));
  await clock.advance(25 * HOUR);
  expect(asked).toHaveLength(2);
  expect(log.lines.filter(({ level }) => level === 'error')).toHaveLength(2);
  stop();
});
