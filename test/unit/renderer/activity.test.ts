import { expect, it } from 'vitest';
import type { ConsoleClient, Session } from '../../../src-main/bridge/contract.ts';
import { TELL_EVERY_MS, tellActivity } from '../../../src-renderer/bridge/activity.ts';
import { useConnection } from '../../../src-renderer/stores/connection.ts';
import { principal } from '../../support/people.ts';
import { showSession } from '../../../src-renderer/stores/session.ts';

const SESSION: Session = {
  id: 's',
  principal: principal('kim', 'operator'),
  permissions: [],
  overrides: [],
  signedInAt: 0,
  locked: false,
  changeReason: null,
};

function page() {
  let now = 0;
  let told = 0;
  const touch = async () => void told++;
  useConnection.setState({ phase: 'alive', client: { session: { touch } } as unknown as ConsoleClient });
  const target = new EventTarget();
  tellActivity(target, () => now);
  const press = (ms: number) => {
    now += ms;
    target.dispatchEvent(new Event('keydown'));
    return told;
  };
  return { press };
}

it('tells the console of a person’s input, at once and then seldom', () => {
  const { press } = page();
  showSession(SESSION);
  expect([press(0), press(TELL_EVERY_MS - 1), press(1), press(1)]).toEqual([1, 1, 2, 2]);
});

it('tells nothing while nobody is signed in, or while the session is locked', () => {
  const { press } = page();
  showSession(null);
  expect(press(0)).toBe(0);
  showSession({ ...SESSION, locked: true });
  expect(press(TELL_EVERY_MS)).toBe(0);
  showSession(SESSION);
  expect(press(1)).toBe(1);
});
