import { describe, expect, test } from 'vitest';
import { ROLES, type BuiltInRole } from '../../../src-main/access/roles.ts';
import type { Scope } from '../../../src-main/access/scope.ts';
import { createSessions } from '../../../src-main/access/sessions.ts';
import type { ProcedureMeta, Requirement } from '../../../src-main/bridge/contract.ts';
import { createGate } from '../../../src-main/bridge/gate.ts';
import { NO_OVERRIDES, NO_SIGNATURES } from '../../support/no-signatures.ts';
import { principal } from '../../support/people.ts';
import { createVirtualClock } from '../../support/virtual-clock.ts';

const SEAT = { id: 'seat' };
const NOTHING_WANTED = { signatures: NO_SIGNATURES, overrides: NO_OVERRIDES };
const MINUTE = 60_000;
const VIEW_USERS: Requirement = { resource: 'user', action: 'view' };

const meta = (requires: Requirement | undefined): ProcedureMeta => (requires === undefined ? {} : { requires });

function atTheGate() {
  const clock = createVirtualClock();
  const sessions = createSessions({ clock });
  const gate = createGate({ sessions, softwareStop: 'permitted', ...NOTHING_WANTED });
  const signIn = (role: BuiltInRole) => sessions.begin(SEAT.id, principal('anna', role));
  const refusal = (requires: Requirement | undefined) => {
    try {
      gate.admit(SEAT, meta(requires)).release();
      return null;
    } catch (error) {
      return error;
    }
  };
  return { clock, sessions, gate, signIn, refusal };
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
    expect(() => gate.admit({ id: 'another' }, { requires: 'session' })).toThrow(
      expect.objectContaining({ code: 'SESSION_REQUIRED' }),
    );
  });

  describe('of a call about one robot', () => {
    const MOVE: ProcedureMeta = { requires: { resource: 'robot', action: 'view' }, onRobot: true };
    const placed = [
      { id: 'hoist-1', group: 'Hall A' },
      { id: 'hoist-2', group: '' },
    ];
    const about = (robot: string) => ({ procedure: 'robots.command', input: { robot } });
    function withRobots(scope: Scope) {
      const sessions = createSessions({ clock: createVirtualClock() });
      const gate = createGate({
        sessions,
        softwareStop: 'permitted',
        ...NOTHING_WANTED,
        robotOf: (id) => placed.find((robot) => robot.id === id),
      });
      sessions.begin(SEAT.id, principal('anna', 'operator', { scope }));
      const refused = (input: unknown) => {
        try {
          gate.admit(SEAT, MOVE, { procedure: 'robots.command', input }).release();
          return null;
        } catch (error) {
          return error;
        }
      };
      return { sessions, gate, refused };
    }

    test('admits it where the scope reaches, and refuses the robot by name elsewhere', () => {
      const { refused } = withRobots({ robots: [], groups: ['Hall A'] });
      expect(refused({ robot: 'hoist-1' })).toBeNull();
      const details = { resource: 'robot', action: 'view', robot: 'hoist-2', rule: 'scope' };
      expect(refused({ robot: 'hoist-2' })).toMatchObject({ code: 'PERMISSION_DENIED', details });
    });

    test('tells a robot that does not exist from one that is out of reach to those of the whole plant alone', () => {
      const limited = withRobots({ robots: ['nowhere'], groups: ['Hall A'] });
      expect(limited.refused({ robot: 'nowhere' })).toMatchObject({ code: 'PERMISSION_DENIED' });
      expect(withRobots(null).refused({ robot: 'nowhere' })).toBeNull();
    });

    test.each([undefined, null, 7, 'hoist-2', [], {}, { robot: 7 }, { robot: null }])(
      'leaves what names no robot to the schema: %j',
      (input) => expect(withRobots({ robots: [], groups: [] }).refused(input)).toBeNull(),
    );

    test('asks for the scope also where any signed-in person may call', () => {
      const { gate } = withRobots({ robots: [], groups: ['Hall A'] });
      const stop: ProcedureMeta = { requires: 'session', onRobot: true };
      gate.admit(SEAT, stop, about('hoist-1')).release();
      expect(() => gate.admit(SEAT, stop, about('hoist-2'))).toThrow(
        expect.objectContaining({ code: 'PERMISSION_DENIED', details: { robot: 'hoist-2', rule: 'scope' } }),
      );
    });

    test('takes its leave back when the scope reaches the robot no more', () => {
      const { sessions, gate } = withRobots(null);
      const near = gate.admit(SEAT, MOVE, about('hoist-1'));
      const far = gate.admit(SEAT, MOVE, about('hoist-2'));
      sessions.changed(principal('anna', 'operator', { scope: { robots: [], groups: ['Hall A'] } }));
      expect(near.signal.aborted).toBe(false);
      expect(far.signal.reason).toMatchObject({ code: 'PERMISSION_DENIED', details: { robot: 'hoist-2' } });
    });
  });

  test('takes its leave back at sign-out', () => {
    const { sessions, gate, signIn } = atTheGate();
    signIn('administrator');
    const { signal } = gate.admit(SEAT, { requires: VIEW_USERS });
    expect(signal.aborted).toBe(false);
    sessions.end(SEAT.id);
    expect(signal.reason).toMatchObject({ code: 'SESSION_REQUIRED' });
  });

  test('takes its leave back when the next person may not, and leaves what they may', () => {
    const { gate, signIn } = atTheGate();
    signIn('administrator');
    const users = gate.admit(SEAT, { requires: VIEW_USERS });
    const robots = gate.admit(SEAT, { requires: { resource: 'robot', action: 'view' } });
    const anyone = gate.admit(SEAT, { requires: 'public' });
    signIn('viewer');
    expect(users.signal.reason).toMatchObject({ code: 'PERMISSION_DENIED' });
    expect(robots.signal.aborted).toBe(false);
    expect(anyone.signal.aborted).toBe(false);
  });

  test('lets a locked session do only what is possible despite the lock, and takes the rest back', () => {
    const { sessions, gate, signIn } = atTheGate();
    signIn('administrator');
    const users = gate.admit(SEAT, { requires: VIEW_USERS });
    const robots = gate.admit(SEAT, { requires: { resource: 'robot', action: 'view' }, despite: ['lock'] });
    sessions.lock(SEAT.id);
    expect(users.signal.reason).toMatchObject({ code: 'SESSION_LOCKED' });
    expect(robots.signal.aborted).toBe(false);
    expect(() => gate.admit(SEAT, { requires: VIEW_USERS })).toThrow(
      expect.objectContaining({ code: 'SESSION_LOCKED' }),
    );
    gate.admit(SEAT, { requires: 'session', despite: ['lock'] }).release();
    sessions.reauthenticated(SEAT.id);
    gate.admit(SEAT, { requires: VIEW_USERS }).release();
  });

  test('locks after ten minutes without input and ends after twelve hours, by the monotonic clock', async () => {
    const { clock, sessions, refusal, signIn } = atTheGate();
    signIn('administrator');
    await clock.advance(10 * MINUTE - 1);
    clock.jumpWall(-24 * 60 * MINUTE);
    expect(refusal(VIEW_USERS)).toBeNull();
    sessions.touch(SEAT.id);
    await clock.advance(10 * MINUTE - 1);
    expect(refusal(VIEW_USERS)).toBeNull();
    await clock.advance(1);
    expect(refusal(VIEW_USERS)).toMatchObject({ code: 'SESSION_LOCKED' });
    sessions.touch(SEAT.id);
    expect(refusal(VIEW_USERS)).toMatchObject({ code: 'SESSION_LOCKED' });
    await clock.advance(12 * 60 * MINUTE);
    expect(refusal('session')).toMatchObject({ code: 'SESSION_REQUIRED' });
  });

  test('wants a young authentication for what is sensitive, after the right itself', async () => {
    const { clock, sessions, gate, signIn } = atTheGate();
    const sensitive: ProcedureMeta = { requires: VIEW_USERS, sensitive: true };
    const code = () => {
      try {
        gate.admit(SEAT, sensitive).release();
        return null;
      } catch (error) {
        return error;
      }
    };
    signIn('administrator');
    expect(code()).toBeNull();
    const admission = gate.admit(SEAT, sensitive);
    await clock.advance(5 * MINUTE);
    expect(code()).toMatchObject({ code: 'REAUTHENTICATION_REQUIRED', details: { maximumAgeMinutes: 5 } });
    expect(admission.signal.aborted).toBe(false);
    sessions.reauthenticated(SEAT.id);
    expect(code()).toBeNull();
    signIn('viewer');
    await clock.advance(5 * MINUTE);
    expect(code()).toMatchObject({ code: 'PERMISSION_DENIED' });
  });

  test('lets a person who must change the password do nothing before', () => {
    const { sessions, gate, refusal } = atTheGate();
    sessions.begin(SEAT.id, principal('anna', 'administrator'), { changeReason: 'one-time' });
    for (const requires of ['session', VIEW_USERS] as const) {
      expect(refusal(requires)).toMatchObject({ code: 'PASSWORD_CHANGE_REQUIRED', details: { rule: 'one-time' } });
    }
    gate.admit(SEAT, { requires: 'session', despite: ['password-change'] }).release();
    sessions.passwordChosen(SEAT.id);
    expect(refusal(VIEW_USERS)).toBeNull();
  });

  test('follows a change of role in a session that is open', () => {
    const { sessions, gate, signIn, refusal } = atTheGate();
    signIn('administrator');
    const users = gate.admit(SEAT, { requires: VIEW_USERS });
    sessions.changed(principal('anna', 'viewer'));
    expect(users.signal.reason).toMatchObject({ code: 'PERMISSION_DENIED' });
    expect(refusal(VIEW_USERS)).toMatchObject({ code: 'PERMISSION_DENIED' });
  });

  test('forgets a call that is over', () => {
    const { sessions, gate, signIn } = atTheGate();
    signIn('viewer');
    const { signal, release } = gate.admit(SEAT, { requires: 'session' });
    release();
    sessions.end(SEAT.id);
    expect(signal.aborted).toBe(false);
  });
});
