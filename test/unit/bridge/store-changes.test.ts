import { expect, test } from 'vitest';
import { storeChanges } from '../../../src-main/bridge/store-changes.ts';
import { createFakeStore } from '../../support/fake-store.ts';

const FULL = { state: 'refusing', reason: 'ENOSPC', since: 1 } as const;

test('whether changes are kept is told first as it is, then only when it is another', () => {
  const store = createFakeStore();
  const changes = storeChanges(store);
  let told = 0;
  const stop = changes.subscribe(() => (told += 1));
  expect(changes.news()).toEqual({ state: 'accepting' });
  expect(changes.news()).toBeUndefined();

  store.become(FULL);
  expect(told).toBe(1);
  expect(changes.news()).toEqual(FULL);
  store.become({ ...FULL });
  expect(changes.news(), 'the same in another object is no news').toBeUndefined();
  store.become({ ...FULL, reason: 'EIO' });
  expect(changes.news()).toMatchObject({ reason: 'EIO' });

  stop();
  expect(store.listeners).toBe(0);
});

test('each reader is told for itself', () => {
  const store = createFakeStore();
  storeChanges(store).news();
  expect(storeChanges(store).news()).toEqual({ state: 'accepting' });
});
