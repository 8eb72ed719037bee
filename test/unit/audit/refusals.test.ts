import { expect, test } from 'vitest';
import type { AuditEvent } from '../../../src-main/audit/record.ts';
import { createRefusals, type Refusal } from '../../../src-main/audit/refusals.ts';
import { createVirtualClock } from '../../support/virtual-clock.ts';

const actor = { userId: 'u', username: 'binh', role: 'viewer', sessionId: 's-1', origin: 'loopback' } as const;
const refusal: Refusal = { actor, procedure: 'users.list', details: { resource: 'user', action: 'view' } };

test('who asks for what he may not is on record by name, with the missing right', () => {
  const events: AuditEvent[] = [];
  createRefusals((event) => events.push(event), createVirtualClock())(refusal);
  expect(events).toEqual([
    {
      actor,
      action: 'access.deny',
      subject: 'users.list',
      outcome: 'refused',
      details: { resource: 'user', action: 'view' },
    },
  ]);
});

test('the same again within a minute is one record; another person, another thing and a later try are others', async () => {
  const clock = createVirtualClock();
  const events: AuditEvent[] = [];
  const refused = createRefusals((event) => events.push(event), clock);
  for (let n = 0; n < 100; n++) refused(refusal);
  expect(events).toHaveLength(1);
  refused({ ...refusal, procedure: 'users.create' });
  refused({ ...refusal, actor: { ...actor, sessionId: 's-2' } });
  expect(events).toHaveLength(3);
  await clock.advance(60_000);
  refused(refusal);
  expect(events).toHaveLength(4);
});

test('who tries robots that he makes up fills no log with them, and hides nothing else', () => {
  const events: AuditEvent[] = [];
  const refused = createRefusals((event) => events.push(event), createVirtualClock());
  const ofRobot = (robot: string, by: string = actor.sessionId): Refusal => ({
    actor: { ...actor, sessionId: by },
    procedure: 'robots.one',
    details: { robot, rule: 'scope' },
  });
  for (let n = 0; n < 3000; n++) refused(ofRobot(`made-up-${n}`));
  expect(events.length).toBeLessThan(100);
  const before = events.length;
  refused(refusal);
  refused(ofRobot('hoist-2', 's-2'));
  expect(events.length).toBe(before + 2);
});
