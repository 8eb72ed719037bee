import { ORPCError } from '@orpc/contract';
import { beforeEach, describe, expect, it } from 'vitest';
import type { Session } from '../../../src-main/bridge/contract.ts';
import { consoleClient } from '../../../src-renderer/bridge/client.ts';
import { callBehind, rememberCall } from '../../../src-renderer/bridge/refused-call.ts';
import { lendableBehind } from '../../../src-renderer/stores/overriding.ts';
import { provedFirst } from '../../../src-renderer/stores/reauthentication.ts';
import { showSession } from '../../../src-renderer/stores/session.ts';
import { useSigning } from '../../../src-renderer/stores/signing.ts';
import { OverrideLine } from '../../../src-renderer/widgets/override-banner.tsx';
import { SignedFacts } from '../../../src-renderer/widgets/signed-facts.tsx';
import { createVirtualClock } from '../../support/virtual-clock.ts';
import { draw, wordsOf } from './support/draw.tsx';
import { createConsole } from './support/memory-wire.ts';

const SESSION: Session = {
  id: 'one',
  principal: { userId: '1', username: 'kim', displayName: 'Kim', role: 'operator', roleName: 'operator', scope: null },
  permissions: ['robot:view'],
  overrides: [],
  signedInAt: 0,
  locked: false,
  changeReason: null,
};
const CALL = { procedure: 'backups.create', input: { passphrase: null } };

/** A call that is refused until it is signed. */
function unsigned() {
  let made = 0;
  const act = async () => {
    made += 1;
    if (made > 1) return 'done';
    const data = { procedure: CALL.procedure, by: 'second' };
    const failure = new ORPCError('SIGNATURE_REQUIRED', { defined: true, data });
    rememberCall(failure, CALL);
    throw failure;
  };
  return { act, made: () => made };
}

/** Lets promises come as far as they can. */
const settle = () => new Promise((resolve) => setTimeout(resolve, 0));

beforeEach(() => showSession(SESSION));

describe('what wants a signature', () => {
  it('is asked for with the call that was refused, and done once more when it is signed', async () => {
    const { act, made } = unsigned();
    const done = provedFirst(act);
    await settle();
    expect(useSigning.getState().asked).toMatchObject({ call: CALL, by: 'second' });
    useSigning.getState().asked?.answer(true);
    expect(await done).toBe('done');
    expect(made()).toBe(2);
    expect(useSigning.getState().asked).toBeNull();
  });

  it('is not done when nobody signs, nor when the screen is locked meanwhile', async () => {
    for (const leave of [
      () => useSigning.getState().asked?.answer(false),
      () => showSession({ ...SESSION, locked: true }),
      () => showSession(null),
    ]) {
      showSession(SESSION);
      const { act, made } = unsigned();
      const done = expect(provedFirst(act)).rejects.toMatchObject({ code: 'SIGNATURE_REQUIRED' });
      await settle();
      leave();
      await done;
      expect(made()).toBe(1);
    }
  });

  it('is known by the very input that the page sent', async () => {
    const clock = createVirtualClock();
    const client = consoleClient(createConsole(clock).plug(), clock);
    const input = { search: 'kim' };
    const failure: unknown = await client.users.list(input).catch((error: unknown) => error);
    expect(callBehind(failure)).toEqual({ procedure: 'users.list', input });
  });

  it('is told in plain words, and shows no secret', () => {
    const facts = (input: unknown, procedure = 'backups.create') =>
      wordsOf(draw(<SignedFacts call={{ procedure, input }} />));
    expect(facts({ passphrase: null })).toBe('Make a backup Passphrase: none: whoever gets the file can read it');
    expect(facts({ passphrase: 'seven words' })).toBe('Make a backup Passphrase: (not shown)');
    expect(facts({ code: '123456' }, 'account.confirmSecondFactor')).not.toContain('123456');
    const changes = [{ procedure: 'users.delete', demand: 'second' }];
    expect(facts({ changes }, 'signatures.changePolicy')).toContain('Delete a user → of a second person');
    expect(facts({ username: 'lan', role: 'viewer' }, 'users.create')).toBe(
      'Create a user User name: lan Role: Viewer',
    );
  });
});

describe('an override', () => {
  it('is offered where a right was missing that can be lent, and nowhere else', () => {
    const denied = (resource: string, action: string) =>
      ({ code: 'PERMISSION_DENIED', details: { resource, action } }) as const;
    expect(lendableBehind(denied('backup', 'create'))).toBe('backup:create');
    expect(lendableBehind(denied('user', 'delete'))).toBeNull();
    expect(lendableBehind({ code: 'SESSION_LOCKED', details: { resource: 'backup', action: 'create' } })).toBeNull();
  });

  it('is marked in words while it lasts: which right, by whom, how long still', () => {
    const endsAt = Date.now() + 9.5 * 60_000;
    const override = { id: 'o', permission: 'backup:create', grantedBy: 'Sam Lê', endsAt } as const;
    const marker = draw(<OverrideLine override={override} />);
    expect(wordsOf(marker)).toMatch(/^OVERRIDE: Make backups · lent by Sam Lê · 9 min \d+ s left Give back$/);
    expect(marker).toContain('<svg');
    expect(wordsOf(draw(<OverrideLine override={override} />, 'vi'))).toContain('QUYỀN CHO MƯỢN: Tạo bản sao lưu');
  });
});
