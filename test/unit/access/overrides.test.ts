import { expect, test } from 'vitest';
import { createOverrides } from '../../../src-main/access/overrides/overrides.ts';
import type { Principal } from '../../../src-main/access/principal.ts';
import type { Permission, RoleId } from '../../../src-main/access/roles.ts';
import { BUILT_IN_RIGHTS } from '../../../src-main/access/roles/role-book.ts';
import { createSessions } from '../../../src-main/access/sessions.ts';
import type { AuditEvent } from '../../../src-main/audit/record.ts';
import { createGate } from '../../../src-main/bridge/gate.ts';
import { ConsoleError } from '../../../src-main/errors.ts';
import { NO_SIGNATURES } from '../../support/no-signatures.ts';
import { principal } from '../../support/people.ts';
import { createRecordingLog } from '../../support/recording-log.ts';
import { createVirtualClock, type VirtualClock } from '../../support/virtual-clock.ts';

const MINUTE = 60_000;
const PLACE = { seat: { id: 'seat' }, origin: 'loopback' } as const;
const KIM: Principal = principal('kim', 'operator', { userId: 'kim', displayName: 'Kim' });
const SAM: Principal = principal('sam', 'supervisor', { userId: 'sam', displayName: 'Sam' });
const BACKUP = { requires: { resource: 'backup', action: 'create' } } as const;

/** kim sits at the seat; sam has proved who it is. */
function stand(change: (clock: VirtualClock) => VirtualClock = (as) => as) {
  const clock = change(createVirtualClock());
  const sessions = createSessions({ clock });
  const log = createRecordingLog();
  const events: AuditEvent[] = [];
  let disk: ConsoleError | null = null;
  let rightsOf: (role: RoleId) => readonly Permission[] = BUILT_IN_RIGHTS.permissions;
  const overrides = createOverrides({
    store: {
      async write(_name, _args, event) {
        if (disk !== null) throw disk;
        events.push(event);
        return undefined as never;
      },
    },
    clock,
    log,
    sessions,
    prove: async () => SAM,
    groupOf: () => undefined,
    rightsOf: (role) => rightsOf(role),
  });
  const gate = createGate({ sessions, overrides, signatures: NO_SIGNATURES, softwareStop: 'permitted' });
  sessions.begin('seat', KIM);
  const lend = (minutes: number) =>
    overrides.grant(
      { permission: 'backup:create', minutes, reason: 'for the test', username: 'sam', password: '' },
      PLACE,
    );
  const codeAtTheGate = () => {
    try {
      gate.admit(PLACE.seat, BACKUP).release();
      return null;
    } catch (error) {
      return error instanceof ConsoleError ? error.code : error;
    }
  };
  const failDisk = () => void (disk = new ConsoleError('STORE_UNAVAILABLE', 'the disk is full'));
  const take = () => void (rightsOf = () => []);
  return { take, clock, sessions, overrides, gate, events, log, lend, codeAtTheGate, failDisk };
}

test('a timer that is late lends nothing any longer: a machine that slept is asked for the time first', async () => {
  const { clock, lend, codeAtTheGate, events } = stand((real) => ({ ...real, after: () => () => {} }));
  await lend(1);
  await clock.advance(MINUTE - 1);
  expect(codeAtTheGate()).toBeNull();
  await clock.advance(1);
  expect(codeAtTheGate()).toBe('PERMISSION_DENIED');
  expect(events.map(({ action, details }) => [action, details['by']])).toEqual([['override.end', 'expired']]);
});

test('what the lender’s role has lost is not lent any longer, whoever changed the role', async () => {
  const { lend, take, codeAtTheGate, events } = stand();
  await lend(1);
  expect(codeAtTheGate()).toBeNull();
  take();
  expect(codeAtTheGate()).toBe('PERMISSION_DENIED');
  expect(events.map(({ details }) => details['by'])).toEqual(['lender']);
});

test('a store in trouble keeps nothing lent: its end is an error in the log then', async () => {
  const { clock, lend, codeAtTheGate, failDisk, log } = stand();
  await lend(1);
  failDisk();
  await clock.advance(MINUTE);
  expect(codeAtTheGate()).toBe('PERMISSION_DENIED');
  expect(JSON.stringify(log.lines)).toContain('the end of an override is not on record');
});

test('the seat of a call carries what is lent, for the records of what is done by it', async () => {
  const { gate, lend, sessions } = stand();
  expect(gate.admit(PLACE.seat, { requires: 'session' }).seat).toEqual(PLACE.seat);
  const { overrides } = await lend(5);
  expect(gate.admit(PLACE.seat, { requires: 'session' }).seat).toEqual({
    ...PLACE.seat,
    authority: { overrideIds: overrides[0]?.id },
  });
  expect(gate.admit(PLACE.seat, { requires: 'public' }).seat).toEqual(PLACE.seat);
  expect(sessions.current('seat')?.permissions).toEqual([...BUILT_IN_RIGHTS.permissions('operator'), 'backup:create']);
});
