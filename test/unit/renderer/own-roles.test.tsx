import { describe, expect, it } from 'vitest';
import { MATRIX } from '../../../src-main/access/matrix.ts';
import { createRoles, type Roles } from '../../../src-main/access/roles/governed-roles.ts';
import { customRoles, type CustomRole } from '../../../src-main/access/roles/custom-role.ts';
import { createRoleBook } from '../../../src-main/access/roles/role-book.ts';
import { roleViews } from '../../../src-main/access/roles/role-views.ts';
import type { Permission, RolePreview, RoleView } from '../../../src-main/bridge/contract.ts';
import { consoleClient } from '../../../src-renderer/bridge/client.ts';
import { scopeWordsIn } from '../../../src-renderer/i18n/scope-words.ts';
import { createI18n } from '../../../src-renderer/i18n/i18n.ts';
import { sentenceOf } from '../../../src-renderer/i18n/sentence.ts';
import { originOf, rightOf } from '../../../src-renderer/screens/roles/right-origin.ts';
import {
  draftOf,
  fieldOf,
  problemsOf,
  typedRole,
  type TypedRole,
} from '../../../src-renderer/screens/roles/role-draft.ts';
import {
  beginEditing,
  edited,
  isComplete,
  maySave,
  previewed,
  shownProblems,
} from '../../../src-renderer/screens/roles/role-editing.ts';
import { RoleEffect } from '../../../src-renderer/screens/roles/role-effect.tsx';
import { RoleMatrix } from '../../../src-renderer/screens/roles/role-matrix.tsx';
import { ScopeLimits } from '../../../src-renderer/screens/scope-limits.tsx';
import { createVirtualClock } from '../../support/virtual-clock.ts';
import { draw, wordsOf } from './support/draw.tsx';
import { createConsole, PASSWORD } from './support/memory-wire.ts';

const WHY = 'The night shift sets robots up alone.';
const granted = (reason: string) => ({ state: 'granted', reason }) as const;
const withheld = (reason: string) => ({ state: 'withheld', reason }) as const;
const NIGHT: TypedRole = {
  name: 'Night shift',
  inherits: 'operator',
  choices: { 'configuration:view': granted(WHY), 'activity:view': withheld('It has its own log book.') },
};
const KEPT: CustomRole = { id: 'role-night', ...draftOf(NIGHT, MATRIX) };
const HEIR: CustomRole = { id: 'role-heir', name: 'Trainee', inherits: 'role-night', changes: [] };
const VIEWS = roleViews(customRoles([KEPT, HEIR]), () => 1);
const viewOf = (id: string): RoleView => {
  const view = VIEWS.find((role) => role.id === id);
  if (!view) throw new Error(`no role ${id}`);
  return view;
};

const PREVIEW: RolePreview = { roles: [], people: [], peopleTotal: 0, refusal: null };

describe('a role as it is written', () => {
  it('is sent as the rights that differ, in the order of the table, whatever the order of the presses', () => {
    expect(draftOf(NIGHT, MATRIX)).toEqual({
      name: 'Night shift',
      inherits: 'operator',
      changes: [
        { resource: 'configuration', action: 'view', granted: true, reason: WHY },
        { resource: 'activity', action: 'view', granted: false, reason: 'It has its own log book.' },
      ],
    });
  });

  it('comes back from the console as it was written', () => {
    expect(typedRole(viewOf('role-night'))).toEqual(NIGHT);
  });

  it('keeps the words of a right that is set back to as inherited, and does not send them', () => {
    const back: TypedRole = { ...NIGHT, choices: { 'configuration:view': { state: 'inherited', reason: WHY } } };
    expect(draftOf(back, MATRIX).changes).toEqual([]);
  });

  it('lacks a name, or a reason that says something, before anything is sent', () => {
    const typed: TypedRole = { ...NIGHT, name: '  ', choices: { 'user:view': granted('too   short  ') } };
    expect(problemsOf(draftOf(typed, MATRIX))).toEqual({
      name: { code: 'ROLE_INVALID', details: { rule: 'name-empty' } },
      'user:view': { code: 'ROLE_INVALID', details: { rule: 'reason-short', right: 'user:view', minimum: 10 } },
    });
    expect(problemsOf(draftOf(NIGHT, MATRIX))).toEqual({});
  });

  it.each([
    ['name', 'ROLE_NAME_TAKEN', { name: 'Night shift' }],
    ['name', 'ROLE_INVALID', { rule: 'name-characters' }],
    ['inherits', 'ROLE_INVALID', { rule: 'circle' }],
    ['inherits', 'ROLE_INVALID', { rule: 'depth', maximum: 8 }],
    ['user:view', 'ROLE_INVALID', { rule: 'reason-long', right: 'user:view', maximum: 500 }],
    [null, 'ROLE_INVALID', { rule: 'right-unknown', right: 'robot:dance' }],
    [null, 'ROLE_BEYOND_OWN', {}],
  ] as const)('is refused beside the field that it is about: %s for %s %j', (field, code, details) => {
    expect(fieldOf({ code, details }, MATRIX)).toBe(field);
  });
});

describe('a preview', () => {
  const written = edited(beginEditing(null, MATRIX), NIGHT);

  it('makes saving possible, until anything is changed', () => {
    expect(maySave(written)).toBe(false);
    const seen = previewed(written, written.typed, PREVIEW);
    expect(maySave(seen)).toBe(true);
    for (const part of [{ name: 'Night' }, { inherits: 'viewer' }, { choices: {} }]) {
      expect(maySave(edited(seen, part))).toBe(false);
    }
  });

  it('that comes after something was changed counts for nothing', () => {
    const changed = edited(written, { name: 'Late shift' });
    expect(previewed(changed, written.typed, PREVIEW)).toBe(changed);
  });

  it('that refuses makes nothing possible', () => {
    const refusal = { code: 'ROLE_BEYOND_OWN', details: {} } as const;
    expect(maySave(previewed(written, written.typed, { ...PREVIEW, refusal }))).toBe(false);
  });

  it('is what brings out what is missing', () => {
    const empty = beginEditing(null, MATRIX);
    expect(isComplete(empty)).toBe(false);
    expect(shownProblems(empty, null)).toEqual({});
    expect(Object.keys(shownProblems({ ...empty, tried: true }, null))).toEqual(['name']);
  });
});

describe('over the wire', () => {
  /** The rules of the console itself over roles that nobody stores. */
  function rulesOver(kept: readonly CustomRole[]): Roles {
    const store = {
      read: async (name: string) => (name === 'roles.list' ? kept : []),
      write: () => Promise.reject(new Error('nothing is written here')),
    } as unknown as Parameters<typeof createRoles>[0]['store'];
    return createRoles({
      store,
      book: createRoleBook(store, () => {}),
      limitsOf: async () => ({ hold: () => true, require: () => {} }),
      randomBytes: (count) => new Uint8Array(count),
      inTurn: (work) => work(),
    });
  }

  async function connected() {
    const clock = createVirtualClock();
    const client = consoleClient(createConsole(clock, { roles: rulesOver([KEPT, HEIR]) }).plug(), clock);
    await client.session.signIn({ username: 'administrator', password: PASSWORD });
    return client;
  }

  /** What stands beside the fields of a new role after its preview. */
  async function problemsAfterPreview(typed: TypedRole) {
    const client = await connected();
    const { rights } = await client.roles.list();
    const written = edited(beginEditing(null, rights), typed);
    const preview = await client.roles.preview({ change: { kind: 'create', ...draftOf(typed, rights) } });
    return { problems: shownProblems(previewed(written, written.typed, preview), null), preview };
  }

  it('the console says which rights a new role has, and nothing stands beside a field', async () => {
    const { problems, preview } = await problemsAfterPreview({ ...NIGHT, name: 'Late shift' });
    expect(problems).toEqual({});
    expect(preview.roles.map(({ name, gains }) => [name, gains.includes('configuration:view')])).toEqual([
      ['Late shift', true],
    ]);
  });

  it.each([
    ['name', { ...NIGHT, name: 'NIGHT  shift' }, 'A role is already called “NIGHT shift”.'],
    ['name', { ...NIGHT, name: 'Người vận hành' }, 'A role is already called “Người vận hành”.'],
    ['name', { ...NIGHT, name: '<night>' }, 'starts with a letter or digit'],
    ['inherits', { ...NIGHT, name: 'Late', inherits: 'role-gone' }, 'is not there (any more).'],
  ] satisfies [string, TypedRole, string][])('a refusal stands beside its field: %s', async (field, typed, words) => {
    const { t } = createI18n('en');
    const { problems } = await problemsAfterPreview(typed);
    const told = Object.entries(problems).map(([at, problem]) => [at, sentenceOf(t, problem)]);
    expect(told).toEqual([[field, expect.stringContaining(words)]]);
  });
});

describe('the matrix', () => {
  const right = (name: Permission) => {
    const found = MATRIX.find((one) => rightOf(one) === name);
    if (!found) throw new Error(`no right ${name}`);
    return found;
  };

  it('knows who decides: the table, the role itself, or one that it inherits from', () => {
    expect(originOf(viewOf('operator'), right('robot:view'), VIEWS)).toEqual({
      granted: true,
      how: 'plant',
      from: 'operator',
      reason: null,
    });
    expect(originOf(viewOf('role-night'), right('configuration:view'), VIEWS)).toEqual({
      granted: true,
      how: 'changed',
      from: 'role-night',
      reason: WHY,
    });
    expect(originOf(viewOf('role-heir'), right('activity:view'), VIEWS)).toEqual({
      granted: false,
      how: 'inherited',
      from: 'role-night',
      reason: 'It has its own log book.',
    });
    expect(originOf(viewOf('role-heir'), right('user:view'), VIEWS)).toMatchObject({
      granted: false,
      from: 'operator',
    });
  });

  it('says of every role and right what the console says', () => {
    for (const role of VIEWS) {
      const held = role.rights.map(({ resource, action, from }) => `${resource}:${action} from ${from}`);
      const shown = MATRIX.map((one) => ({ one, origin: originOf(role, one, VIEWS) }));
      expect(
        shown.filter(({ origin }) => origin.granted).map(({ one, origin }) => `${rightOf(one)} from ${origin.from}`),
      ).toEqual(held);
    }
  });

  it('is a table with a head for every role, resource and right, and one stop of the Tab key', () => {
    const html = draw(<RoleMatrix list={{ roles: VIEWS, rights: MATRIX }} open={() => {}} />);
    const count = (part: string | RegExp) => html.split(part).length - 1;
    expect(count('scope="col"')).toBe(1 + VIEWS.length);
    expect(count('scope="colgroup"')).toBe(2);
    expect(count('scope="rowgroup"')).toBe(new Set(MATRIX.map(({ resource }) => resource)).size);
    expect(count('scope="row"')).toBe(MATRIX.length);
    expect(count('data-row=')).toBe(MATRIX.length * VIEWS.length);
    expect(count('tabindex="0"')).toBe(1);
    expect(wordsOf(html)).toMatch(/The plant’s table \(fixed\).*Night shift from Operator · 1 person/);
    expect(count('data-granted="true" data-how="changed"')).toBe(1);
    expect(count('data-granted="false" data-how="changed"')).toBe(1);
  });
});

describe('the effect of a change', () => {
  const person = (n: number) => ({
    id: `id-${n}`,
    username: `user${n}`,
    displayName: `User ${n}`,
    role: 'role-night',
    gains: ['configuration:view'] as const,
    loses: [],
  });

  it('names the roles, what they gain and lose, and the people, as many as were told', () => {
    const shown = wordsOf(
      draw(
        <RoleEffect
          preview={{
            ...PREVIEW,
            roles: [{ id: 'role-night', name: 'Night shift', gains: ['configuration:view'], loses: ['activity:view'] }],
            people: [person(1), person(2)],
            peopleTotal: 140,
          }}
        />,
      ),
    );
    expect(shown).toContain('140 people gain or lose rights. The first 2 of 140 people are named.');
    expect(shown).toMatch(
      /Night shift \+ Gains: See the configuration − Loses: See one’s own actions .*User 1 \(user1\)/,
    );
  });

  it('says why it would be refused, with the right in words', () => {
    const refusal = {
      code: 'ROLE_INVALID',
      details: { rule: 'reason-short', right: 'user:view', minimum: 10 },
    } as const;
    const words = wordsOf(draw(<RoleEffect preview={{ ...PREVIEW, refusal }} />, 'vi'));
    expect(words).toContain('Hãy nêu lý do thay đổi “Xem người dùng”, ít nhất 10 ký tự.');
  });
});

describe('a scope in words', () => {
  const words = (scope: Parameters<typeof scopeWordsIn>[1]) =>
    scopeWordsIn(createI18n('en').t, scope, (id) => ({ 'hoist-1': 'Hoist 1' })[id] ?? id);

  it.each([
    [null, 'The whole plant'],
    [{ robots: [], groups: [] }, 'No robot'],
    [{ robots: ['hoist-1', 'gone-7'], groups: ['Hall A'] }, 'Only Group Hall A, Hoist 1, gone-7'],
    [{ robots: ['a', 'b', 'c', 'd', 'e'], groups: [] }, 'Only a, b, c and 2 more'],
  ])('%j', (scope, expected) => {
    expect(words(scope)).toBe(expected);
  });
});

describe('the robots and groups to choose from', () => {
  const places = [
    { id: 'hoist-1', name: 'Hoist 1', group: 'Hall A' },
    { id: 'hoist-2', name: 'Hoist 2', group: '' },
  ];
  const html = (seesPlant: boolean, robots: readonly string[] = ['hoist-2', 'gone-7']) =>
    draw(
      <ScopeLimits
        scope={{ robots, groups: robots.length === 0 ? [] : ['Old hall'] }}
        change={() => {}}
        places={places}
        seesPlant={seesPlant}
      />,
    );

  it('are those that are there, and what is chosen and gone, which can be left out', () => {
    expect(wordsOf(html(true))).toBe(
      'Groups of robots Hall A Old hall – no robot is in this group any more ' +
        'Robots Hoist 1 (in Hall A) Hoist 2 gone-7 – no robot has this id any more',
    );
    expect(html(true).split('checked=""').length - 1).toBe(3);
  });

  it('are not called gone by somebody who sees a part of the plant only', () => {
    expect(wordsOf(html(false))).toContain('gone-7 – not among the robots you see');
  });

  it('say that nothing chosen is nothing seen', () => {
    expect(wordsOf(html(true, []))).toContain('No robot: this person will see none.');
  });
});
