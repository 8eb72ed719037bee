import { expect, test } from 'vitest';
import type { CustomRole } from '../../../../src-main/access/roles/custom-role.ts';
import { createRoleBook, type RoleBookStore } from '../../../../src-main/access/roles/role-book.ts';

const LEAD: CustomRole = { id: 'role-1', name: 'Hall lead', inherits: 'operator', changes: [] };

function stand() {
  let kept: readonly CustomRole[] = [LEAD];
  let well = true;
  let told = 0;
  const listeners = new Set<() => void>();
  const read = async () => (well ? kept : Promise.reject(new Error('the store is being started again')));
  const store = {
    read,
    onChange(listener: () => void) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  } as unknown as RoleBookStore;
  const book = createRoleBook(store, () => (told += 1));
  const become = async (health: boolean, roles = kept) => {
    [well, kept] = [health, roles];
    for (const listener of listeners) listener();
    await new Promise((resolve) => setImmediate(resolve));
  };
  return { book, become, told: () => told, listeners };
}

test('the book knows what was read last, and tells when that is something else', async () => {
  const { book, become, told } = stand();
  expect(book.permissions('role-1')).toEqual([]);
  await book.refresh();
  expect(book.permissions('role-1')).toEqual(book.permissions('operator'));
  expect([book.nameOf('role-1'), book.nameOf('viewer'), book.nameOf('gone')]).toEqual(['Hall lead', 'Viewer', 'gone']);
  await book.refresh();
  expect(told()).toBe(1);
  await become(true, []);
  await book.refresh();
  expect([told(), book.permissions('role-1')]).toEqual([2, []]);
});

test('after a change in doubt it reads again as soon as the store is well, once', async () => {
  const { book, become, told, listeners } = stand();
  await book.refresh();
  await become(false, [{ ...LEAD, inherits: 'viewer' }]);
  await book.refreshWhenPossible();
  expect(told()).toBe(1);
  await become(false);
  expect([told(), listeners.size]).toEqual([1, 1]);
  await become(true);
  expect(book.permissions('role-1')).toEqual(book.permissions('viewer'));
  expect([told(), listeners.size]).toEqual([2, 0]);
});
