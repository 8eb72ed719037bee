import { expect, test } from 'vitest';
import { createMonitoring } from '../../../src-main/alarms/monitoring-rules.ts';
import { defaultMonitoring } from '../../../src-main/alarms/monitoring-settings.ts';
import { parseWorkingHours } from '../../../src-main/alarms/working-hours.ts';
import { auditEvent } from '../../support/store-data.ts';

const ANNA = {
  userId: 'id-anna',
  username: 'anna',
  role: 'administrator',
  sessionId: 's',
  origin: 'loopback',
} as const;
const MINUTE = 60_000;

const minuteOfDay = (at: number) => (at / MINUTE) % 1440;
const monitoring = (hours = '') => createMonitoring({ settings: () => defaultMonitoring(hours), minuteOfDay });
const refused = auditEvent({ actor: ANNA, action: 'session.sign-in', outcome: 'refused' });

test('five refusals within five minutes are told once, and the next five again', () => {
  const findingsIn = monitoring();
  const told = Array.from({ length: 10 }, (_, n) => findingsIn(refused, n * 1000).map(({ kind }) => kind));
  expect(told.flatMap((kinds, n) => kinds.map((kind) => [n + 1, kind]))).toEqual([
    [5, 'refusal-burst'],
    [10, 'refusal-burst'],
  ]);
});

test('slips of the finger that are spread over the shift are told by nobody, nor is what succeeded', () => {
  const findingsIn = monitoring();
  for (let n = 0; n < 20; n++) expect(findingsIn(refused, (n * 5 * MINUTE) / 4 + n)).toEqual([]);
  for (let n = 0; n < 20; n++) expect(findingsIn(auditEvent({ actor: ANNA, action: 'audit.view' }), n)).toEqual([]);
});

test('a clock set back does not keep refusals of the future for the next burst', () => {
  const findingsIn = monitoring();
  for (let n = 0; n < 4; n++) expect(findingsIn(refused, 60 * MINUTE)).toEqual([]);
  expect(findingsIn(refused, 0)).toEqual([]);
});

test.each([
  ['06:00-22:00', 5 * 60 + 59, true],
  ['06:00-22:00', 6 * 60, false],
  ['06:00-22:00', 22 * 60, true],
  ['22:00-06:00', 23 * 60, false],
  ['22:00-06:00', 60, false],
  ['22:00-06:00', 12 * 60, true],
  ['', 3 * 60, false],
])('with working hours %s, a sign-in at minute %i is told: %s', (hours, minute, told) => {
  const event = auditEvent({ actor: ANNA, action: 'session.sign-in' });
  const wanted = { kind: 'outside-hours', subject: 'anna', by: 'anna', at: minute * MINUTE };
  expect(monitoring(hours)(event, minute * MINUTE)).toEqual(told ? [wanted] : []);
});

test('how many refusals within how long are too many can be set while it watches', () => {
  let settings = defaultMonitoring('');
  const findingsIn = createMonitoring({ settings: () => settings, minuteOfDay });
  settings = { ...settings, refusals: { count: 2, withinMinutes: 1 } };
  expect(findingsIn(refused, 0)).toEqual([]);
  expect(findingsIn(refused, MINUTE)).toEqual([]);
  expect(findingsIn(refused, 2 * MINUTE - 1)).toMatchObject([{ kind: 'refusal-burst' }]);
});

test.each(['override.grant', 'user.assign-scope'])('what %s gives or takes is told', (action) => {
  const event = auditEvent({ actor: ANNA, action, details: { username: 'night shift' } });
  expect(monitoring()(event, 1)).toMatchObject([{ kind: 'privilege-change', subject: 'night shift', by: 'anna' }]);
});

test('a role of the plant’s own may have any right, so that giving it is told', () => {
  const change = { oldValue: { role: 'viewer' }, newValue: { role: 'role-7' } };
  const event = auditEvent({ actor: ANNA, action: 'user.assign-role', details: { username: 'binh' }, ...change });
  expect(monitoring()(event, 1)).toMatchObject([{ kind: 'privilege-change', subject: 'binh' }]);
});

test('a clock that was set is told', () => {
  expect(monitoring()(auditEvent({ action: 'clock.change' }), 1)).toMatchObject([{ kind: 'clock-change' }]);
});

test('a refused sign-in in the night is nobody’s sign-in', () => {
  expect(monitoring('06:00-22:00')(refused, 0)).toEqual([]);
});

test.each([
  ['25:00-06:00', null],
  ['6:00-22:00', null],
  ['06:00', null],
  ['06:00-22:00', { from: 360, to: 1320 }],
])('%s are working hours: %o', (text, hours) => expect(parseWorkingHours(text)).toEqual(hours));

test.each([
  ['made administrator', { oldValue: { role: 'viewer' }, newValue: { role: 'administrator' } }, true],
  ['administrator no more', { oldValue: { role: 'administrator' }, newValue: { role: 'operator' } }, true],
  ['given a role of the plant’s own', { oldValue: { role: 'viewer' }, newValue: { role: 'Hall lead' } }, true],
  ['made operator', { oldValue: { role: 'viewer' }, newValue: { role: 'operator' } }, false],
])('a person %s is told: %3$s', (_what, change, told) => {
  const event = auditEvent({ actor: ANNA, action: 'user.assign-role', details: { username: 'binh' }, ...change });
  const wanted = { kind: 'privilege-change', subject: 'binh', by: 'anna', at: 7 };
  expect(monitoring()(event, 7)).toEqual(told ? [wanted] : []);
});

test('a new supervisor is told; the first administrator, whom nobody makes, is not', () => {
  const created = { action: 'user.create', details: { username: 'binh', role: 'supervisor' } };
  expect(monitoring()(auditEvent({ ...created, actor: ANNA }), 1)).toMatchObject([{ kind: 'privilege-change' }]);
  const first = { ...ANNA, userId: null, username: null };
  expect(monitoring()(auditEvent({ ...created, actor: first }), 1)).toEqual([]);
});

test('a role that is made, changed or deleted is told by its name', () => {
  for (const action of ['role.create', 'role.edit', 'role.delete']) {
    const event = auditEvent({ actor: ANNA, action, details: { name: 'Hall lead' } });
    const wanted = { kind: 'privilege-change', subject: 'Hall lead', by: 'anna', at: 7 };
    expect(monitoring()(event, 7)).toEqual([wanted]);
    expect(monitoring()({ ...event, outcome: 'refused' }, 7)).toEqual([]);
  }
});

test('damage that a check of the records found is told', () => {
  const event = auditEvent({ action: 'integrity.verify', outcome: 'failed' });
  expect(monitoring()(event, 1)).toMatchObject([{ kind: 'integrity' }]);
});
