import { describe, expect, test } from 'vitest';
import { ROLES, type Role } from '../../../src-main/access/roles.ts';
import { createSessions } from '../../../src-main/access/sessions.ts';
import type { Requirement } from '../../../src-main/bridge/contract.ts';
import { createGate } from '../../../src-main/bridge/gate.ts';
import { createVirtualClock } from '../../support/virtual-clock.ts';

const SEAT = { id: 'seat' };
const VIEW_USERS: Requirement = { resource: 'user', action: 'view' };

function atTheGate() {
  const sessions = createSessions({ clock: createVirtualClock() });
  const gate = createGate({ sessions });
  const signIn = (role: Role) => sessions.begin(SEAT.id, { userId: '1', username: 'anna', displayName: 'Anna', role });
  const refusal = (requires: Requirement | undefined) => {
    try {
      gate.admit(SEAT, requires).release();
      return null;
    } catch (error) {
      return error;
    }
  };
  return { sessions, gate, signIn, refusal };
}

describe('The gate', () => {
  test('lets anyone call what is public, and nothing else', () => {
    const { refusal } = atTheGate();
    expect(refusal('public')).toBeNull();
    expect(refusal('session')).toMatchObject({ code: 'SESSION_REQUIRED' });
    expect(refusal(VIEW_USERS)).toMatchObject({ code: 'SESSION_REQUIRED' });
  });

  test('lets nobody call what does not say who may', () => {
    const { signIn, refusal } = atTheGate();
    signIn('administrator');
    expect(refusal(undefined)).toMatchObject({ code: 'PERMISSION_DENIED' });
  });

  test('asks the matrix about the role, and names what is missing', () => {
    const { signIn, refusal } = atTheGate();
    signIn('administrator');
    expect(refusal(VIEW_USERS)).toBeNull();
    for (const role of ROLES.filter((other) => other !== 'administrator')) {
      signIn(role);
      expect(refusal('session')).toBeNull();
      expect(refusal(VIEW_USERS)).toMatchObject({
        code: 'PERMISSION_DENIED',
        details: { resource: 'user', action: 'view' },
      });
    }
  });

  test('knows only the session of the seat that asks', () => {
    const { gate, signIn } = atTheGate();
    signIn('administrator');
    expect(() => gate.admit({ id: 'another' }, 'session')).toThrow(
      expect.objectContaining({ code: 'SESSION_REQUIRED' }),
    );
  });

  test('takes its leave back at sign-out', () => {
    const { sessions, gate, signIn } = atTheGate();
    signIn('administrator');
    const { signal } = gate.admit(SEAT, VIEW_USERS);
    expect(signal.aborted).toBe(false);
    sessions.end(SEAT.id);
    expect(signal.reason).toMatchObject({ code: 'SESSION_REQUIRED' });
  });

  test('takes its leave back when the next person may not, and leaves what they may', () => {
    const { gate, signIn } = atTheGate();
    signIn('administrator');
    const users = gate.admit(SEAT, VIEW_USERS);
    const robots = gate.admit(SEAT, { resource: 'robot', action: 'view' });
    const anyone = gate.admit(SEAT, 'public');
    signIn('viewer');
    expect(users.signal.reason).toMatchObject({ code: 'PERMISSION_DENIED' });
    expect(robots.signal.aborted).toBe(false);
    expect(anyone.signal.aborted).toBe(false);
  });

  test('forgets a call that is over', () => {
    const { sessions, gate, signIn } = atTheGate();
    signIn('viewer');
    const { signal, release } = gate.admit(SEAT, 'session');
    release();
    sessions.end(SEAT.id);
    expect(signal.aborted).toBe(false);
  });
});
