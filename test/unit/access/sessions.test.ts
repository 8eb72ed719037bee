import { expect, test } from 'vitest';
import type { Principal, Session } from '../../../src-main/access/principal.ts';
import { createSessions } from '../../../src-main/access/sessions.ts';
import { createVirtualClock } from '../../support/virtual-clock.ts';

const anna: Principal = { userId: '1', username: 'anna', displayName: 'Anna', role: 'supervisor' };
const kim: Principal = { userId: '2', username: 'kim', displayName: 'Kim', role: 'viewer' };

test('nobody is signed in at a seat until a session begins there, and at no other seat', () => {
  const sessions = createSessions({ clock: createVirtualClock() });
  expect(sessions.current('left')).toBeNull();
  const session = sessions.begin('left', anna);
  expect(sessions.current('left')).toBe(session);
  expect(sessions.current('right')).toBeNull();
});

test('a session says who, since when and with which rights', async () => {
  const clock = createVirtualClock();
  await clock.advance(5000);
  const session = createSessions({ clock }).begin('seat', anna);
  expect(session).toMatchObject({
    principal: anna,
    permissions: ['robot:view', 'configuration:view', 'store:view', 'store:verify', 'backup:view', 'backup:create'],
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
  expect(sessions.end('seat')).toBe(session);
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
