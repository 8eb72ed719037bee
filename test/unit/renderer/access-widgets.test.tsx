import { describe, expect, it } from 'vitest';
import { proveAgain, useReauthentication } from '../../../src-renderer/stores/reauthentication.ts';
import { Locked } from '../../../src-renderer/screens/locked.tsx';
import { UserStatusWords } from '../../../src-renderer/screens/user-status.tsx';
import { OneTimePassword } from '../../../src-renderer/widgets/one-time-password.tsx';
import { PasswordField } from '../../../src-renderer/widgets/password-field.tsx';
import { PasswordStrength } from '../../../src-renderer/widgets/password-strength.tsx';
import type { UserSummary } from '../../../src-main/bridge/contract.ts';
import { draw, wordsOf } from './support/draw.tsx';

const KIM: UserSummary = {
  id: '1',
  username: 'kim',
  displayName: 'Kim Nguyễn',
  role: 'operator',
  roleName: 'operator',
  scope: null,
  status: 'active',
  awaitsPassword: true,
  secondFactor: true,
  createdAt: 0,
  lastSignInAt: null,
};

describe('what is said about an account', () => {
  it('is its status in words, and how it is protected', () => {
    expect(wordsOf(draw(<UserStatusWords user={KIM} />))).toBe('active · no password chosen yet · second factor');
    const disabled = draw(<UserStatusWords user={{ ...KIM, status: 'disabled' }} />);
    expect(wordsOf(disabled)).toBe('disabled');
    expect(disabled).toContain('<svg');
  });

  it('is, of a one-time password, to whom it goes and how long it is good', () => {
    const words = wordsOf(draw(<OneTimePassword handed={{ user: KIM, oneTimePassword: 'k7wq-x9ce-2mzt-8hrv' }} />));
    expect(words).toContain('Hand this one-time password to Kim Nguyễn now.');
    expect(words).toContain('k7wq-x9ce-2mzt-8hrv');
    expect(words).toContain('within 24 hours');
  });
});

it('a password is hidden while it is typed, may come from a password manager, and can be shown', () => {
  const field = draw(<PasswordField label="Password" autoComplete="current-password" defaultValue="x" />);
  const input = /<input[^>]*>/.exec(field)?.[0];
  expect(input).toContain('type="password"');
  expect(input).toContain('autoComplete="current-password"');
  expect(field).toContain('aria-label="Show password"');
});

it('the strength of a password is said in words beside the meter, in both languages', () => {
  const password = 'kim kim kim kim kim';
  expect(wordsOf(draw(<PasswordStrength password={password} names={['kim']} />))).toContain('Strength: guessed early.');
  const vietnamese = draw(<PasswordStrength password="seven tired welders laugh" names={[]} />, 'vi');
  expect(vietnamese).toMatch(/<meter[^>]*value="4"/);
});

it('the locked screen says who is signed in, and draws nothing else', () => {
  const session = {
    id: 's',
    principal: {
      userId: '1',
      username: 'kim',
      displayName: 'Kim',
      role: 'operator',
      roleName: 'Operator',
      scope: null,
    },
    permissions: [],
    overrides: [],
    signedInAt: 0,
    locked: true,
    changeReason: null,
  } as const;
  const words = wordsOf(draw(<Locked session={session} />));
  expect(words).toContain('Kim (Operator) is signed in here.');
  expect(words).toContain('Unlock');
  const principal = { ...session.principal, role: 'role-1', roleName: 'Trưởng ca' };
  expect(wordsOf(draw(<Locked session={{ ...session, principal }} />, 'vi'))).toContain('(Trưởng ca)');
});

describe('the question for the password', () => {
  it('is answered once, and a second asker ends the first', async () => {
    const first = proveAgain();
    const second = proveAgain();
    expect(await first).toBe(false);
    useReauthentication.getState().asked?.answer(true);
    expect(await second).toBe(true);
    expect(useReauthentication.getState().asked).toBeNull();
  });
});
