import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { setTimeout as pause } from 'node:timers/promises';
import { afterEach, expect, test } from 'vitest';
import { createPasswordHasher, type PasswordHasher } from '../../../src-main/access/password-hasher.ts';

const open: PasswordHasher[] = [];
const create = (options: Parameters<typeof createPasswordHasher>[0]) => {
  const hasher = createPasswordHasher(options);
  open.push(hasher);
  return hasher;
};
afterEach(() => Promise.all(open.splice(0).map((hasher) => hasher.close())));

/** A thread that answers every question with yes, and dies of the password `die` or `throw`. */
const fragile = new URL(
  `data:text/javascript,${encodeURIComponent(`
    import { parentPort } from 'node:worker_threads';
    parentPort.on('message', ({ id, password }) => {
      if (password === 'die') process.exit(3);
      if (password === 'throw') throw new Error('out of order');
      parentPort.postMessage({ id, answer: true });
    });`)}`,
);

test('a password matches its own hash and no other', async () => {
  const hasher = create({ cost: 4 });
  const hash = await hasher.hash('tôi thích cà phê sữa đá');
  expect(hash).toMatch(/^\$2b\$04\$.{53}$/);
  expect(await hasher.verify('tôi thích cà phê sữa đá', hash)).toBe(true);
  expect(await hasher.verify('tôi thích cà phê sữa đà', hash)).toBe(false);
});

test('the same password never has the same hash twice', async () => {
  const hasher = create({ cost: 4 });
  expect(await hasher.hash('purple robot 7')).not.toBe(await hasher.hash('purple robot 7'));
});

test('without a cost it takes 12, the hash says so', async () => {
  const hasher = create({});
  const hash = await hasher.hash('purple robot 7');
  expect(hash.slice(0, 7)).toBe('$2b$12$');
  expect(hasher.decoy.slice(0, 7)).toBe('$2b$12$');
});

test('beyond 72 bytes nothing is hashed and nothing matches, although bcrypt itself would cut', async () => {
  const hasher = create({ cost: 4 });
  const longest = 'ế'.repeat(24);
  const hash = await hasher.hash(longest);
  expect(await hasher.verify(longest, hash)).toBe(true);
  expect(await hasher.verify(`${longest}x`, hash)).toBe(false);
  await expect(hasher.hash(`${longest}x`)).rejects.toMatchObject({
    code: 'PASSWORD_TOO_LONG',
    details: { maximumBytes: 72 },
  });
});

test('the decoy has the form and the cost of a real hash and matches nothing', async () => {
  const hasher = create({ cost: 4 });
  const hash = await hasher.hash('x');
  expect(hasher.decoy).toHaveLength(hash.length);
  expect(hasher.decoy.slice(0, 7)).toBe(hash.slice(0, 7));
  for (const guess of ['', 'x', 'decoy', '.'.repeat(53)]) expect(await hasher.verify(guess, hasher.decoy)).toBe(false);
});

test('the main thread stays free while the thread works for half a second', async () => {
  const hasher = create({ cost: 11 });
  let beats = 0;
  const timer = setInterval(() => beats++, 5);
  await Promise.all([1, 2, 3].map(() => hasher.hash('purple robot 7')));
  clearInterval(timer);
  // On the main thread there would be one beat between two hashes.
  expect(beats).toBeGreaterThan(15);
});

test('a stored hash that is none is refused without harm to the questions beside it', async () => {
  const hasher = create({ cost: 4 });
  const hash = await hasher.hash('purple robot 7');
  const [damaged, intact] = await Promise.allSettled([
    hasher.verify('purple robot 7', '?'.repeat(60)),
    hasher.verify('purple robot 7', hash),
  ]);
  expect(damaged).toMatchObject({ status: 'rejected', reason: { code: 'INTERNAL' } });
  expect(intact).toEqual({ status: 'fulfilled', value: true });
});

test.each(['die', 'throw'])(
  'when the thread dies (%s) everybody waiting is refused, and the next question is answered',
  async (how) => {
    const hasher = create({ entry: fragile });
    const refused = await Promise.allSettled([hasher.verify(how, ''), hasher.verify('behind it', '')]);
    for (const result of refused) expect(result).toMatchObject({ status: 'rejected', reason: { code: 'INTERNAL' } });
    expect(await hasher.verify('afterwards', '')).toBe(true);
  },
);

test('a flood is refused beyond 64 waiting, and afterwards there is room again', async () => {
  const hasher = create({ cost: 4 });
  const results = await Promise.allSettled(Array.from({ length: 100 }, () => hasher.verify('guess', hasher.decoy)));
  const refused = results.filter(({ status }) => status === 'rejected');
  expect(refused).toHaveLength(36);
  for (const result of refused) expect(result).toMatchObject({ reason: { code: 'SIGN_IN_BUSY' } });
  expect(await hasher.verify('guess', hasher.decoy)).toBe(false);
});

test('closing ends the thread at once and refuses who still waits', async () => {
  const hasher = createPasswordHasher({ cost: 14 });
  const waiting = hasher.hash('purple robot 7');
  const refused = expect(waiting).rejects.toMatchObject({ code: 'INTERNAL' });
  await pause(50);
  const started = performance.now();
  await hasher.close();
  await refused;
  expect(performance.now() - started).toBeLessThan(500);
  await expect(hasher.hash('purple robot 7')).rejects.toMatchObject({ code: 'INTERNAL' });
});

test('a process ends by itself after its last question was answered, without closing', async () => {
  const program = `
    import { createPasswordHasher } from ${JSON.stringify(new URL('../../../src-main/access/password-hasher.ts', import.meta.url).href)};
    const hasher = createPasswordHasher({ cost: 4 });
    console.log(await hasher.verify('purple robot 7', await hasher.hash('purple robot 7')));`;
  const child = spawn(process.execPath, ['--input-type=module', '--eval', program], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  let printed = '';
  child.stdout.setEncoding('utf8').on('data', (text: string) => (printed += text));
  expect(await once(child, 'close')).toEqual([0, null]);
  expect(printed).toBe('true\n');
});
