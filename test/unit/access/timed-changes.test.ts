import { expect, test } from 'vitest';
import { createSessions } from '../../../src-main/access/sessions.ts';
import { recordTimedChanges } from '../../../src-main/access/timed-changes.ts';
import type { AuditEvent } from '../../../src-main/audit/record.ts';
import { ConsoleError } from '../../../src-main/errors.ts';
import { principal } from '../../support/people.ts';
import { createVirtualClock } from '../../support/virtual-clock.ts';

const HOUR = 3_600_000;

test('a lock and an end by time that the disk does not take happen all the same, and are kept for later', async () => {
  const clock = createVirtualClock();
  const kept: AuditEvent[] = [];
  const full = { write: () => Promise.reject(new ConsoleError('STORE_UNAVAILABLE', 'the disk is full')) };
  const onTime = recordTimedChanges(full, clock, (event) => kept.push(event));
  const sessions = createSessions({ clock, onTime });
  const { id } = sessions.begin('seat', principal('anna', 'operator'));
  await clock.advance(HOUR);
  expect(sessions.current('seat')?.locked).toBe(true);
  await clock.advance(12 * HOUR);
  expect(sessions.current('seat')).toBeNull();
  const by = { sessionId: id, origin: 'console' };
  expect(kept).toMatchObject([
    { action: 'session.lock', actor: by, details: { username: 'anna', by: 'time' } },
    { action: 'session.sign-out', actor: by, details: { username: 'anna', by: 'expired' } },
  ]);
});
