import { expect, test } from 'vitest';
import type { Session } from '../../../src-main/access/principal.ts';
import { BUILT_IN_RIGHTS } from '../../../src-main/access/roles/role-book.ts';
import { createSessions } from '../../../src-main/access/sessions.ts';
import { principal } from '../../support/people.ts';
import { createVirtualClock } from '../../support/virtual-clock.ts';

const anna = principal('anna', 'supervisor', { userId: '1' });
const kim = principal('kim', 'viewer', { userId: '2' });

test('nobody is signed in at a seat until a session begins there, and at no other seat', () => {
  const sessions = createSessions({ clock: createVirtualClock() });
  expect(sessions.current('left')).toBeNull();
  const session = sessions.begin('left', anna);
  expect(sessions.current('left')).toEqual(session);
  expect(sessions.current('right')).toBeNull();
});

test('a session says who, since when and with which rights', async () => {
  const clock = createVirtualClock();
  await clock.advance(5000);
  const session = createSessions({ clock }).begin('seat', anna);
  expect(session).toMatchObject({
    principal: anna,
    permissions: BUILT_IN_RIGHTS.permissions('supervisor'),
    overrides: [],
    locked: false,
    changeReason: null,
    signedInAt: Date.UTC(2026, 0, 1) + 5000,
  });
});

test('session ids are 128 random bits and never come twice', () => {
  const sessions = createSessions({ clock: createVirtualClock() });
  const ids = Array.from({ length: 500 }, () => sessions.begin('seat', anna).id);
  expect(new Set(ids).size).toBe(500);
  for (const id of ids) expect(Buffer.from(id, 'base64url')).toHaveLength(16);
});

test('signing out ends the session once', () => {
  const sessions = createSessions({ clock: createVirtualClock() });
  const session = sessions.begin('seat', anna);
  expect(sessions.end('seat')).toEqual(session);
  expect(sessions.current('seat')).toBeNull();
  expect(sessions.end('seat')).toBeNull();
});

test('every tab of a seat hears of each change there, and of no other seat', () => {
  const sessions = createSessions({ clock: createVirtualClock() });
  const heard: (Session | null)[][] = [[], []];
  sessions.onChange('seat', (session) => heard[0]?.push(session));
  sessions.onChange('seat', (session) => heard[1]?.push(session));
  sessions.begin('elsewhere', kim);
  const first = sessions.begin('seat', anna);
  const second = sessions.begin('seat', kim);
  sessions.end('seat');
  sessions.end('seat');
  expect(heard).toEqual([
    [first, second, null],
    [first, second, null],
  ]);
});

test('a tab that has left hears nothing more, and its neighbour still does', () => {
  const sessions = createSessions({ clock: createVirtualClock() });
  const heard: string[] = [];
  const leave = sessions.onChange('seat', () => heard.push('left'));
  sessions.onChange('seat', () => heard.push('stayed'));
  leave();
  leave();
  sessions.begin('seat', anna);
  expect(heard).toEqual(['stayed']);
});

test('a tab that leaves and one that comes while a change is told do not disturb the others', () => {
  const sessions = createSessions({ clock: createVirtualClock() });
  const heard: string[] = [];
  const leave = sessions.onChange('seat', () => {
    heard.push('first');
    leave();
  });
  sessions.onChange('seat', () => heard.push('second'));
  sessions.begin('seat', anna);
  sessions.end('seat');
  expect(heard).toEqual(['first', 'second', 'second']);
});

test('time locks a session and ends it, tells the seat and whoever keeps the record, once each', async () => {
  const clock = createVirtualClock();
  const told: string[] = [];
  const sessions = createSessions({ clock, onTime: ({ kind, open }) => told.push(`${kind} ${open.seatId}`) });
  const heard: (boolean | null)[] = [];
  sessions.onChange('seat', (session) => heard.push(session?.locked ?? null));
  sessions.begin('seat', anna);
  await clock.advance(10 * 60_000);
  expect(heard).toEqual([false, true]);
  await clock.advance(12 * 60 * 60_000);
  expect(heard).toEqual([false, true, null]);
  expect(told).toEqual(['locked seat', 'expired seat']);
});

test('the sessions of an account end together, or those that are picked, and nobody else’s', () => {
  const sessions = createSessions({ clock: createVirtualClock() });
  const here = sessions.begin('here', anna);
  sessions.begin('there', anna);
  sessions.begin('elsewhere', kim);
  expect(sessions.endOf('1', ({ id }) => id !== here.id).map(({ seatId }) => seatId)).toEqual(['there']);
  expect(sessions.of('1').map(({ seatId }) => seatId)).toEqual(['here']);
  sessions.endOf('1');
  expect([sessions.current('here'), sessions.current('elsewhere')?.principal]).toEqual([null, kim]);
});

test('input keeps a session open, and opens no lock; only a new proof does', async () => {
  const clock = createVirtualClock();
  const sessions = createSessions({ clock });
  sessions.begin('seat', anna);
  await clock.advance(9 * 60_000);
  sessions.touch('seat');
  await clock.advance(9 * 60_000);
  expect(sessions.current('seat')?.locked).toBe(false);
  expect(sessions.lock('seat')?.session.locked).toBe(true);
  expect(sessions.lock('seat')).toBeNull();
  sessions.touch('seat');
  expect(sessions.current('seat')?.locked).toBe(true);
  expect(sessions.reauthenticated('seat').locked).toBe(false);
  await clock.advance(9 * 60_000);
  expect(sessions.current('seat')?.locked).toBe(false);
});

test('rights that are lent come on top of the role’s, stay through a change of it, and are gone with the session', () => {
  const sessions = createSessions({ clock: createVirtualClock() });
  const seen: (string | null)[] = [];
  sessions.begin('seat', anna);
  sessions.onChange('seat', (session) => seen.push(session?.permissions.at(-1) ?? null));
  const lent = { id: 'one', permission: 'user:view', grantedBy: 'Boss', endsAt: 0 } as const;
  expect(sessions.lend('seat', [lent]).permissions).toEqual([
    ...BUILT_IN_RIGHTS.permissions('supervisor'),
    'user:view',
  ]);
  sessions.changed({ ...anna, role: 'viewer' });
  expect(sessions.current('seat')?.permissions).toEqual([...BUILT_IN_RIGHTS.permissions('viewer'), 'user:view']);
  expect(sessions.begin('seat', anna)).toMatchObject({
    permissions: BUILT_IN_RIGHTS.permissions('supervisor'),
    overrides: [],
  });
  expect(seen.slice(0, 2)).toEqual(['user:view', 'user:view']);
  sessions.end('seat');
  expect(() => sessions.lend('seat', [lent])).toThrow(expect.objectContaining({ code: 'SESSION_REQUIRED' }));
});
