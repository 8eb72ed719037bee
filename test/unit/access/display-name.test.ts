import { expect, test } from 'vitest';
import { checkDisplayName } from '../../../src-main/access/display-name.ts';

test.each(['Dr. Anna Kowalska (Schicht 2)', 'Nguyễn Thị Hồng Đào', 'محمد', '😀 Kim'])(
  '%s is a display name',
  (name) => {
    expect(checkDisplayName(`  ${name} `)).toBe(name);
  },
);

test('an absent name stays empty', () => {
  expect(checkDisplayName('   ')).toBe('');
});

test.each([
  ['Anna\nadministrator', 'characters'],
  ['Anna\u001b[2J', 'characters'],
  ['\u202egnirts', 'characters'],
  ['a'.repeat(129), 'too-long'],
])('%j is refused by the rule %s', (name, rule) => {
  const expected = { code: 'INPUT_INVALID', details: { field: 'displayName', rule } };
  expect(() => checkDisplayName(name)).toThrow(expect.objectContaining(expected));
});
