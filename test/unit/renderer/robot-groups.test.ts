import { expect, it } from 'vitest';
import { inGroups } from '../../../src-renderer/screens/robot-groups.ts';

it('stands robots together that belong together, as people count, and what belongs nowhere at the end', () => {
  const ids = ['a', 'b', 'c', 'd', 'e'];
  expect(inGroups(ids, ['Hall 10', '', 'Hall 9', 'Hall 10', 'Đóng gói'], 'vi')).toEqual([
    { name: 'Đóng gói', ids: ['e'] },
    { name: 'Hall 9', ids: ['c'] },
    { name: 'Hall 10', ids: ['a', 'd'] },
    { name: '', ids: ['b'] },
  ]);
  expect(inGroups(ids, [], 'en')).toEqual([{ name: '', ids }]);
});
