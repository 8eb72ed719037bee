import { expect, test } from 'vitest';
import type { Actor } from '../../../src-main/audit/record.ts';
import type { Scope } from '../../../src-main/access/scope.ts';
import { trainingChanges } from '../../../src-main/bridge/training-handlers.ts';
import { trainingOver } from '../../support/fake-training.ts';

const TRAINER: Actor = { userId: 'u1', username: 'sue', role: 'supervisor', sessionId: 's1', origin: 'loopback' };

test('A trainer hears of the robots in scope alone, also in what comes next, and at once of another scope', async () => {
  const training = trainingOver();
  let scope: Scope = { robots: ['OHT-SIM-02'], groups: [] };
  let told = 0;
  const listeners = new Set<() => void>();
  const changes = trainingChanges(training, {
    scope: () => scope,
    onChange(changed) {
      listeners.add(changed);
      return () => listeners.delete(changed);
    },
  });
  const unsubscribe = changes.subscribe(() => (told += 1));
  await training.play('rough-shift', TRAINER);
  expect(changes.news()?.robots.map(({ id }) => id)).toEqual(['OHT-SIM-02']);
  // its first step is about OHT-SIM-01
  expect(JSON.stringify(changes.news())).not.toContain('OHT-SIM-01');
  const before = told;
  scope = null;
  for (const listener of listeners) listener();
  expect(told).toBe(before + 1);
  expect(changes.news()?.playing?.next?.robots).toEqual(['OHT-SIM-01']);
  unsubscribe();
  expect(listeners.size).toBe(0);
  training.close();
});
