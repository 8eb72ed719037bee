import { expect, onTestFinished, test } from 'vitest';
import { createPasswordHasher } from '../../../src-main/access/password-hasher.ts';
import { totpCode, totpStep } from '../../../src-main/access/second-factor/totp.ts';
import { createAccessStand, nobody, placeAt, SECRET } from '../../support/access-stand.ts';
import { auditEvent, newUser, refusalOf } from '../../support/store.ts';
import { createVirtualClock } from '../../support/virtual-clock.ts';

const median = (values: readonly number[]) => values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? NaN;

async function timed(work: () => Promise<unknown>): Promise<number> {
  const started = performance.now();
  await work();
  return performance.now() - started;
}

const KINDS = ['known', 'unknown', 'tooLong', 'withSecondFactor', 'oldCost', 'disabled'] as const;
type Kind = (typeof KINDS)[number];

test('the time of a refusal tells nothing about the account, nor whether the password was too long', async () => {
  const clock = createVirtualClock();
  const cost = 8;
  const { accounts, own, signIn, store } = await createAccessStand({ clock, cost });
  await accounts.createFirstAdministrator({ username: 'kim', password: SECRET }, nobody);
  const make = (username: string) => accounts.create({ username, password: SECRET, role: 'viewer' }, nobody);
  const { id } = await make('dan');
  await accounts.setDisabled(id, true, nobody);
  await make('tot');
  const seat = placeAt('tot');
  await signIn.withPassword({ username: 'tot', password: SECRET }, seat);
  const { key } = await own.offerSecondFactor(seat);
  await own.confirmSecondFactor(totpCode(key, totpStep(clock.now())), seat);
  const cheap = createPasswordHasher({ cost: 6 });
  onTestFinished(() => cheap.close());
  const old = newUser('old', { passwordHash: await cheap.hash(SECRET) });
  await store.write('users.create', old, auditEvent());

  const wrong = 'green robots eat 7 bananas';
  const attempts: Record<Kind, { username: string; password: string }> = {
    known: { username: 'kim', password: wrong },
    unknown: { username: 'tom', password: wrong },
    tooLong: { username: 'kim', password: wrong.repeat(20) },
    withSecondFactor: { username: 'tot', password: wrong },
    oldCost: { username: 'old', password: wrong },
    disabled: { username: 'dan', password: SECRET },
  };
  const hasher = createPasswordHasher({ cost });
  onTestFinished(() => hasher.close());
  const differences = new Map<Kind, number[]>(KINDS.map((kind) => [kind, []]));
  const oneHash: number[] = [];
  for (let round = 0; round < 24; round++) {
    const took = new Map<Kind, number>();
    // Each kind comes at each place equally often: a machine that gets busier must not favour one.
    for (let place = 0; place < KINDS.length; place++) {
      const kind = KINDS[(round + place) % KINDS.length] ?? 'known';
      await clock.advance(20 * 60_000);
      took.set(
        kind,
        await timed(async () => {
          const refusal = await refusalOf(signIn.withPassword(attempts[kind], placeAt('attacker')));
          expect(refusal.code).toBe('SIGN_IN_FAILED');
        }),
      );
    }
    for (const kind of KINDS) differences.get(kind)?.push((took.get(kind) ?? NaN) - (took.get('known') ?? NaN));
    oneHash.push(await timed(() => hasher.verify('guess', hasher.decoy)));
  }

  // Leaving the bcrypt run out for one kind, or running it twice, would make a difference of a whole one.
  const tolerance = median(oneHash) / 2;
  for (const kind of KINDS) {
    expect([kind, Math.abs(median(differences.get(kind) ?? [])) < tolerance]).toEqual([kind, true]);
  }
});
