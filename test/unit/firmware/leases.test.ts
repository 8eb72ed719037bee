import { beforeEach, describe, expect, it } from 'vitest';
import type { Actor, AuditEvent } from '../../../src-main/audit/record.ts';
import { ConsoleError } from '../../../src-main/errors.ts';
import { createLeases, LEASE_IDLE_MS, type Leases } from '../../../src-main/firmware/commands/leases.ts';
import { createVirtualClock, type VirtualClock } from '../../support/virtual-clock.ts';

const person = (username: string, role = 'operator', sessionId = `session of ${username}`): Actor => ({
  userId: username,
  username,
  role,
  sessionId,
  origin: 'loopback',
});
const LAN = person('lan');
const KIM = person('kim');
const BOSS = person('boss', 'supervisor');

let clock: VirtualClock;
let leases: Leases;
let events: AuditEvent[];
let refusal: Error | null;

beforeEach(() => {
  clock = createVirtualClock();
  events = [];
  refusal = null;
  const write = async (_name: string, _args: unknown, event: AuditEvent) => {
    if (refusal) throw refusal;
    events.push(event);
  };
  leases = createLeases({
    robots: () => [
      { id: 'one', name: 'Hoist 1' },
      { id: 'two', name: 'Hoist 2' },
    ],
    store: { write: write as never },
    clock,
    record: (event) => void events.push(event),
  });
});

const holderOf = (robot: string) => leases.views().find((view) => view.robot === robot)?.holder?.username ?? null;
const codeOf = (work: () => unknown): string | null => {
  try {
    work();
    return null;
  } catch (error) {
    return error instanceof ConsoleError ? error.code : String(error);
  }
};

describe('command authority over a robot', () => {
  it('is for whoever takes it first, over that robot alone, and nobody commands without it', async () => {
    expect(codeOf(() => leases.use('one', LAN))).toBe('CONTROL_NEEDED');
    await leases.request('one', LAN);
    expect(codeOf(() => leases.use('one', LAN))).toBeNull();
    expect(codeOf(() => leases.use('one', KIM))).toBe('CONTROL_HELD');
    expect(codeOf(() => leases.use('two', LAN))).toBe('CONTROL_NEEDED');
    expect(leases.views()).toMatchObject([{ robot: 'one', holder: { username: 'lan' } }, { holder: null }]);
  });

  it('is of one session: another one of the same person does not have it', async () => {
    await leases.request('one', LAN);
    expect(codeOf(() => leases.use('one', person('lan', 'operator', 'another session')))).toBe('CONTROL_HELD');
  });

  it('is asked for while somebody has it, and handed over by that somebody', async () => {
    await leases.request('one', LAN);
    expect(await leases.request('one', KIM)).toMatchObject({ holder: { username: 'lan' }, asker: { username: 'kim' } });
    await expect(leases.release('one', KIM)).rejects.toMatchObject({ code: 'CONTROL_NEEDED' });
    expect(await leases.release('one', LAN)).toMatchObject({ holder: { username: 'kim' }, asker: null });
    expect(codeOf(() => leases.use('one', LAN))).toBe('CONTROL_HELD');
  });

  it('is given up to nobody where nobody has asked', async () => {
    await leases.request('one', LAN);
    expect(await leases.release('one', LAN)).toMatchObject({ holder: null });
  });

  it('is taken over for a reason, which is on record', async () => {
    await leases.request('one', LAN);
    await leases.takeOver('one', 'lan was called away', BOSS);
    expect(holderOf('one')).toBe('boss');
    expect(events.at(-1)).toMatchObject({
      action: 'control.taken-over',
      actor: BOSS,
      robot: 'one',
      reason: 'lan was called away',
      details: { from: 'lan', to: 'boss' },
    });
  });

  it('ends five minutes after its last use, and not before', async () => {
    await leases.request('one', LAN);
    await clock.advance(LEASE_IDLE_MS - 1);
    leases.use('one', LAN);
    await clock.advance(LEASE_IDLE_MS - 1);
    expect(holderOf('one')).toBe('lan');
    await clock.advance(1);
    expect(holderOf('one')).toBeNull();
    expect(events.at(-1)).toMatchObject({ action: 'control.expired', details: { why: 'idle' } });
  });

  it('ends with the session, and so does a wish for it', async () => {
    await leases.request('one', LAN);
    await leases.request('one', KIM);
    leases.sessionEnded(KIM.sessionId ?? '');
    expect(leases.views()[0]).toMatchObject({ holder: { username: 'lan' }, asker: null });
    leases.sessionEnded(LAN.sessionId ?? '');
    expect(holderOf('one')).toBeNull();
  });

  it('that is on no record is nobody’s', async () => {
    refusal = new ConsoleError('STORE_UNAVAILABLE', 'the disk is full');
    await expect(leases.request('one', LAN)).rejects.toBe(refusal);
    expect(holderOf('one')).toBeNull();
  });

  it('wanted by two at one moment is one’s', async () => {
    const both = await Promise.allSettled([leases.request('one', LAN), leases.request('one', KIM)]);
    expect(both.map(({ status }) => status).toSorted()).toEqual(['fulfilled', 'rejected']);
    expect(holderOf('one')).toBe('lan');
  });

  it('tells everyone of every change', async () => {
    let told = 0;
    leases.onChange(() => (told += 1));
    await leases.request('one', LAN);
    await leases.release('one', LAN);
    expect(told).toBeGreaterThanOrEqual(2);
  });
});
