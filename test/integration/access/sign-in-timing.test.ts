import { expect, onTestFinished, test } from 'vitest';
import { createAccounts } from '../../../src-main/access/accounts.ts';
import { createPasswordHasher } from '../../../src-main/access/password-hasher.ts';
import type { Actor } from '../../../src-main/audit/record.ts';
import { systemClock } from '../../../src-main/clock.ts';
import { openTestStore, refusalOf, temporaryFolder } from '../../support/store.ts';

const nobody: Actor = { userId: null, username: null, role: null, sessionId: null, origin: 'loopback' };

const median = (values: readonly number[]) => values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? NaN;

async function timed(work: () => Promise<unknown>): Promise<number> {
  const started = performance.now();
  await work();
  return performance.now() - started;
}

test('the time of a refusal does not tell whether the name exists, nor whether the password was too long', async () => {
  const hasher = createPasswordHasher({ cost: 8 });
  onTestFinished(() => hasher.close());
  const store = await openTestStore(await temporaryFolder());
  const accounts = createAccounts({ store, hasher, clock: systemClock, blocklist: new Set() });
  await accounts.createFirstAdministrator({ username: 'kim', password: 'purple robots eat 7 bananas' }, nobody);

  const attempts = {
    known: { username: 'kim', password: 'green robots eat 7 bananas' },
    unknown: { username: 'tom', password: 'green robots eat 7 bananas' },
    tooLong: { username: 'kim', password: 'green robots eat 7 bananas '.repeat(20) },
  };
  const kinds = ['known', 'unknown', 'tooLong'] as const;
  const unknownMinusKnown: number[] = [];
  const tooLongMinusKnown: number[] = [];
  const oneHash: number[] = [];
  for (let round = 0; round < 30; round++) {
    const took = { known: 0, unknown: 0, tooLong: 0 };
    // Each kind comes first, second and last equally often: a machine that gets busier must not favour one.
    for (let place = 0; place < kinds.length; place++) {
      const kind = kinds[(round + place) % kinds.length] ?? 'known';
      took[kind] = await timed(() => refusalOf(accounts.authenticate(attempts[kind], nobody)));
    }
    unknownMinusKnown.push(took.unknown - took.known);
    tooLongMinusKnown.push(took.tooLong - took.known);
    oneHash.push(await timed(() => hasher.verify('guess', hasher.decoy)));
  }

  // Leaving the bcrypt run out for one kind, or running it twice, would make a difference of a whole one.
  const tolerance = median(oneHash) / 2;
  expect(Math.abs(median(unknownMinusKnown))).toBeLessThan(tolerance);
  expect(Math.abs(median(tooLongMinusKnown))).toBeLessThan(tolerance);
});
