import { expect, test } from 'vitest';
import { createSessions } from '../../../src-main/access/sessions.ts';
import { onPrivileges } from '../../../src-main/bridge/privileges.ts';
import { principal } from '../../support/people.ts';
import { createVirtualClock } from '../../support/virtual-clock.ts';

function watched() {
  const clock = createVirtualClock();
  const sessions = createSessions({ clock });
  let told = 0;
  const end = onPrivileges(sessions, 'seat', clock, () => () => void (told += 1));
  return { clock, sessions, end, told: () => told };
}

test('a sign-in, an unlocking and other rights are told; a lock and a sign-out are not', async () => {
  const { clock, sessions, told } = watched();
  const after = async (change: () => unknown) => {
    const before = told();
    change();
    await clock.advance(2000);
    return told() - before;
  };
  expect(await after(() => sessions.begin('seat', principal('anna', 'operator')))).toBe(1);
  expect(await after(() => sessions.lock('seat'))).toBe(0);
  expect(await after(() => sessions.reauthenticated('seat'))).toBe(1);
  expect(await after(() => sessions.changed(principal('anna', 'supervisor')))).toBe(1);
  expect(await after(() => sessions.changed(principal('anna', 'supervisor', { displayName: 'Anna' })))).toBe(0);
  expect(await after(() => sessions.end('seat'))).toBe(0);
});

test('rights that are given and taken back before the page can have seen it ask for no other cookie', async () => {
  const { clock, sessions, told, end } = watched();
  sessions.begin('seat', principal('anna', 'operator'));
  await clock.advance(2000);
  sessions.changed(principal('anna', 'supervisor'));
  await clock.advance(40);
  sessions.changed(principal('anna', 'operator'));
  await clock.advance(60_000);
  expect(told()).toBe(1);
  sessions.changed(principal('anna', 'supervisor'));
  end();
  await clock.advance(60_000);
  expect(told()).toBe(1);
});

test('the listener hears of a change before the page can, and once more when it has settled', async () => {
  const clock = createVirtualClock();
  const sessions = createSessions({ clock });
  const heard: string[] = [];
  onPrivileges(sessions, 'seat', clock, () => {
    heard.push('changed');
    return () => heard.push('settled');
  });
  sessions.begin('seat', principal('anna', 'operator'));
  expect(heard).toEqual(['changed']);
  await clock.advance(2000);
  expect(heard).toEqual(['changed', 'settled']);
});
