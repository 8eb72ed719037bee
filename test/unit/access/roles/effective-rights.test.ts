import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { MATRIX } from '../../../../src-main/access/matrix.ts';
import { ROLES } from '../../../../src-main/access/roles.ts';
import { customRoles, type CustomRole, type RoleChange } from '../../../../src-main/access/roles/custom-role.ts';
import {
  effectiveRights,
  lineageOf,
  MAX_DEPTH,
  permissionsOf,
} from '../../../../src-main/access/roles/effective-rights.ts';

const change = (right: string, granted: boolean, reason = 'because of the night shift'): RoleChange => {
  const [resource, action] = right.split(':') as [RoleChange['resource'], RoleChange['action']];
  return { resource, action, granted, reason };
};
const role = (id: string, inherits: string, ...changes: RoleChange[]): CustomRole => ({
  id,
  name: id,
  inherits,
  changes,
});

test.each(ROLES)('the built-in role %s has what the plant’s table says, whatever else there is', (id) => {
  const roles = customRoles([role('x', id, change('user:view', true)), role(id, 'viewer')]);
  const granted = MATRIX.filter(({ roles: holders }) => holders.includes(id));
  expect(effectiveRights(id, roles)).toEqual(
    granted.map(({ resource, action, reason }) => ({ resource, action, reason, from: id })),
  );
});

describe('a role of the plant’s own', () => {
  const roles = customRoles([
    role('lead', 'operator', change('alarm:view', true, 'answers for the hall at night')),
    role('night', 'lead', change('robot:view', false), change('audit:view', true)),
    role('deaf', 'night', change('alarm:view', false)),
  ]);

  test('has the rights of the one that it inherits from, with its changes, and says where each comes from', () => {
    const rights = effectiveRights('night', roles);
    const from = Object.fromEntries(rights.map((right) => [`${right.resource}:${right.action}`, right.from]));
    expect(from).toMatchObject({ 'activity:view': 'operator', 'alarm:view': 'lead', 'audit:view': 'night' });
    expect(from).not.toHaveProperty('robot:view');
    expect(rights.find(({ resource }) => resource === 'alarm')?.reason).toBe('answers for the hall at night');
    expect(permissionsOf('deaf', roles)).not.toContain('alarm:view');
    expect(permissionsOf('lead', roles)).toEqual(
      expect.arrayContaining([...permissionsOf('operator', roles), 'alarm:view']),
    );
  });

  test('has no right where nobody knows it, or its lineage has no end', () => {
    const circle = customRoles([role('a', 'b', change('user:view', true)), role('b', 'a'), role('c', 'gone')]);
    for (const id of ['a', 'b', 'c', 'nobody', '']) expect(effectiveRights(id, circle)).toEqual([]);
  });

  test(`rests on a built-in role over at most ${MAX_DEPTH} of its kind`, () => {
    const chain = Array.from({ length: MAX_DEPTH + 1 }, (_, index) =>
      role(`r${index}`, index === 0 ? 'viewer' : `r${index - 1}`),
    );
    const deep = customRoles(chain);
    expect(lineageOf(`r${MAX_DEPTH - 1}`, deep)?.builtIn).toBe('viewer');
    expect(lineageOf(`r${MAX_DEPTH}`, deep)).toBeNull();
  });

  test('a right that no row of the matrix names cannot be made by a change', () => {
    const odd = customRoles([role('odd', 'viewer', change('robot:delete', true))]);
    expect(permissionsOf('odd', odd)).toEqual(permissionsOf('viewer', odd));
  });

  test('of many roles, the nearest change decides about each right', () => {
    const rights = MATRIX.map(({ resource, action }) => `${resource}:${action}`);
    const wish = fc.array(fc.tuple(fc.constantFrom(...rights), fc.boolean()), { maxLength: 8 });
    const lineage = fc.tuple(fc.constantFrom(...ROLES), fc.array(wish, { minLength: 1, maxLength: MAX_DEPTH }));
    fc.assert(
      fc.property(lineage, ([builtIn, wishes]) => {
        const chain = wishes.map((changes, index) =>
          role(
            `r${index}`,
            index === 0 ? builtIn : `r${index - 1}`,
            ...Array.from(new Map(changes), ([right, granted]) => change(right, granted)),
          ),
        );
        const wanted = new Set(
          MATRIX.filter((row) => row.roles.includes(builtIn)).map((row) => `${row.resource}:${row.action}`),
        );
        for (const changes of wishes) {
          for (const [right, granted] of new Map(changes)) {
            if (granted) wanted.add(right);
            else wanted.delete(right);
          }
        }
        const has = permissionsOf(`r${chain.length - 1}`, customRoles(chain));
        expect([...has].toSorted()).toEqual([...wanted].toSorted());
      }),
      { numRuns: 200 },
    );
  });
});
