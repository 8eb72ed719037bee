import { expect, test } from 'vitest';
import { actorOf } from '../../../src-main/access/place.ts';
import { createSessions } from '../../../src-main/access/sessions.ts';
import { createControl } from '../../../src-main/bridge/control.ts';
import { createLeases } from '../../../src-main/firmware/commands/leases.ts';
import { principal } from '../../support/people.ts';
import { createVirtualClock } from '../../support/virtual-clock.ts';

/** kim and lee at seats of their own, and a disk that takes a record when it is told to. */
function stand() {
  const clock = createVirtualClock();
  const sessions = createSessions({ clock });
  const waiting: (() => void)[] = [];
  const write = () => new Promise<void>((done) => waiting.push(done));
  const robots = () => [{ id: 'hoist-1', name: 'Hoist 1' }];
  const leases = createLeases({ robots, store: { write: write as never }, clock, record: () => {} });
  const control = createControl(leases, sessions, {
    mayCommand: ({ permissions }) => permissions.includes('robot:control'),
    machineOf: () => 'one',
  });
  const come = (username: string) => {
    const seat = { id: username };
    const session = sessions.begin(seat.id, principal(username, 'operator', { userId: username }));
    return { seat, by: actorOf(session, { seat, origin: 'loopback' }) };
  };
  const written = () => {
    for (const done of waiting.splice(0)) done();
  };
  const holder = () => leases.views()[0]?.holder?.username ?? null;
  return { sessions, control, come, written, holder };
}

test('a session that ends while its request is written has nothing when it is', async () => {
  const { sessions, control, come, written, holder } = stand();
  const kim = come('kim');
  const asked = control.request('hoist-1', kim.by, kim.seat);
  sessions.end('kim');
  written();
  await asked;
  expect(holder()).toBeNull();
});

test('nor has whoever it is handed to, when that session ends or loses the right meanwhile', async () => {
  for (const leave of ['end', 'right'] as const) {
    const { sessions, control, come, written, holder } = stand();
    const [kim, lee] = [come('kim'), come('lee')];
    for (const { by, seat } of [kim, lee]) {
      const asked = control.request('hoist-1', by, seat);
      written();
      await asked;
    }
    const handed = control.release('hoist-1', kim.by);
    if (leave === 'end') sessions.end('lee');
    else sessions.changed(principal('lee', 'viewer', { userId: 'lee' }));
    written();
    await handed;
    expect(holder(), leave).toBeNull();
  }
});
