import { expect, test } from 'vitest';
import { refuseReused, remember } from '../../../src-main/access/password-history.ts';

/** A stand-in for bcrypt: slow and salted in truth, plain here, and it says whom it asked. */
function verifier() {
  const asked: string[] = [];
  const verify = async (password: string, hash: string) => {
    asked.push(hash);
    return hash === `hash of ${password}`;
  };
  return { asked, verify };
}

const history = ['hash of d', 'hash of c', 'hash of b', 'hash of a'];

test.each(['d', 'c', 'b'])(
  'one of the last three (%s) is refused, and the refusal says how many count',
  async (used) => {
    const { verify } = verifier();
    await expect(refuseReused(used, history, 3, verify)).rejects.toMatchObject({
      code: 'PASSWORD_REUSED',
      details: { remembered: 3 },
    });
  },
);

test('the fourth last may come again, and costs no further comparison', async () => {
  const { asked, verify } = verifier();
  await expect(refuseReused('a', history, 3, verify)).resolves.toBeUndefined();
  expect(asked).toEqual(history.slice(0, 3));
});

test('a profile that remembers nothing compares nothing', async () => {
  const { asked, verify } = verifier();
  await refuseReused('d', history, 0, verify);
  expect(asked).toEqual([]);
});

test('when a comparison fails the password is not accepted', async () => {
  const failing = () => Promise.reject(new Error('the thread died'));
  await expect(refuseReused('x', history, 3, failing)).rejects.toThrow('the thread died');
});

test('the newest hash comes first, and no more are kept than are compared', () => {
  expect(remember(history, 'hash of e', 3)).toEqual(['hash of e', 'hash of d', 'hash of c']);
  expect(remember([], 'hash of e', 3)).toEqual(['hash of e']);
  expect(remember(history, 'hash of e', 0)).toEqual(['hash of e']);
});
