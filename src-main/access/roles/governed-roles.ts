import type { JsonValue } from '../../audit/canonical-json.ts';
import type { Actor } from '../../audit/record.ts';
import { ConsoleError, type ErrorCode, type ErrorDetails } from '../../errors.ts';
import type { RandomBytes } from '../../random.ts';
import type { Store } from '../../store/store.ts';
import { MATRIX } from '../matrix.ts';
import type { LimitsOf } from '../own-limits.ts';
import type { RoleId } from '../roles.ts';
import type { CustomRole, CustomRoles, RoleDraft } from './custom-role.ts';
import type { RoleBook } from './role-book.ts';
import { effectOf, type AffectedPerson, type AffectedRole, type RoleEffect } from './role-effect.ts';
import { canonicalRoleName, roleNamed } from './role-name.ts';
import { roleViews, type KnownRight, type RoleView } from './role-views.ts';
import { planOf, type RolePlan, type RoleWish } from './role-wish.ts';

export interface RoleList {
  readonly roles: readonly RoleView[];
  /** Every right that there is, in the order to show. */
  readonly rights: readonly KnownRight[];
}

/** What a change would do, and whether it would be done. */
export interface RolePreview {
  /** Whose rights change; a new role has the id {@link NEW_ROLE}. */
  readonly roles: readonly AffectedRole[];
  /** The first {@link PREVIEWED_PEOPLE} of those whose rights change. */
  readonly people: readonly AffectedPerson[];
  readonly peopleTotal: number;
  /** Why it would not be done. */
  readonly refusal: { readonly code: ErrorCode; readonly details: ErrorDetails } | null;
}

export const PREVIEWED_PEOPLE = 100;
/** Stands in a preview for the id that a role does not have yet. */
export const NEW_ROLE = 'role-new';

/**
 * The roles, and what those who govern them do with them. The built-in ones stay as they are. A change records who asked
 * and what was there before and after, and bites at once, in open sessions too.
 */
export interface Roles {
  list(): Promise<RoleList>;
  /** The role that somebody means by a name, in either language for a built-in one; null: none. */
  named(name: string): Promise<RoleId | null>;
  /** What the change would do; changes nothing. */
  preview(wish: RoleWish, by: Actor): Promise<RolePreview>;
  /** @throws ConsoleError ROLE_INVALID naming the rule, ROLE_NAME_TAKEN, ROLE_BEYOND_OWN */
  create(draft: RoleDraft, by: Actor): Promise<RoleView>;
  /** @throws ConsoleError as {@link create}; ROLE_UNKNOWN, ROLE_BUILT_IN */
  edit(id: RoleId, draft: RoleDraft, by: Actor): Promise<RoleView>;
  /** @throws ConsoleError ROLE_UNKNOWN, ROLE_BUILT_IN, ROLE_BEYOND_OWN; ROLE_IN_USE {people, deleted, roles} */
  delete(id: RoleId, by: Actor): Promise<void>;
}

export interface RolesDependencies {
  readonly store: Pick<Store, 'read' | 'write'>;
  readonly book: RoleBook;
  readonly limitsOf: LimitsOf;
  readonly randomBytes: RandomBytes;
  /** Runs one change of roles or accounts after the other: what a change was judged by holds until it is done. */
  readonly inTurn: <T>(work: () => Promise<T>) => Promise<T>;
}

export function createRoles({ store, book, limitsOf, randomBytes, inTurn }: RolesDependencies): Roles {
  async function judged(wish: RoleWish, id: RoleId): Promise<{ readonly plan: RolePlan; readonly effect: RoleEffect }> {
    const roles = await book.refresh();
    const plan = planOf(wish, roles, id);
    return { plan, effect: effectOf(plan, roles, await store.read('users.list', {})) };
  }

  /** What the store itself would say to the end of a role. */
  async function requireUnused(id: RoleId, roles: CustomRoles): Promise<void> {
    const used = (await store.read('roles.people', {})).find(({ role }) => role === id);
    const heirs = [...roles.values()].filter(({ inherits }) => inherits === id).length;
    const facts = { people: used?.people ?? 0, deleted: used?.deleted ?? 0, roles: heirs };
    if (facts.people + facts.deleted + heirs === 0) return;
    throw new ConsoleError('ROLE_IN_USE', 'accounts or roles rest on this role', facts);
  }

  async function views(): Promise<RoleView[]> {
    const people = await store.read('roles.people', {});
    return roleViews(await book.refresh(), (id) => people.find(({ role }) => role === id)?.people ?? 0);
  }

  async function done(wish: RoleWish, by: Actor): Promise<RoleId> {
    const newId = `role-${Buffer.from(randomBytes(12)).toString('base64url')}`;
    const { plan, effect } = await judged(wish, newId);
    if (wish.kind === 'delete') await requireUnused(wish.id, book.roles);
    (await limitsOf(by)).require(...effect.standings);
    const { id, before, after } = plan;
    const event = {
      actor: by,
      action: `role.${wish.kind}`,
      subject: id,
      outcome: 'succeeded',
      details: { name: (after ?? before)?.name ?? '' },
      oldValue: before && valueOf(before),
      newValue: after && valueOf(after),
    } as const;
    try {
      if (after === null) await store.write('roles.delete', { id }, event);
      else {
        const kept = { ...after, canonicalName: canonicalRoleName(after.name) };
        await store.write(before ? 'roles.edit' : 'roles.create', kept, event);
      }
    } finally {
      await book.refreshWhenPossible();
    }
    return id;
  }

  async function saved(wish: RoleWish, by: Actor): Promise<RoleView> {
    const id = await inTurn(() => done(wish, by));
    const view = (await views()).find((role) => role.id === id);
    if (!view) throw new ConsoleError('ROLE_UNKNOWN', 'the role has gone meanwhile');
    return view;
  }

  return {
    list: async () => ({ roles: await views(), rights: MATRIX }),

    named: async (name) => roleNamed(name, await book.refresh()),

    async preview(wish, by) {
      try {
        const { effect } = await judged(wish, NEW_ROLE);
        const refusal = await refusalOf(async () => {
          if (wish.kind === 'delete') await requireUnused(wish.id, book.roles);
          (await limitsOf(by)).require(...effect.standings);
        });
        const { roles, people } = effect;
        return { roles, people: people.slice(0, PREVIEWED_PEOPLE), peopleTotal: people.length, refusal };
      } catch (error) {
        if (!(error instanceof ConsoleError) || !error.code.startsWith('ROLE_')) throw error;
        const { code, details } = error;
        return { roles: [], people: [], peopleTotal: 0, refusal: { code, details } };
      }
    },

    create: (draft, by) => saved({ kind: 'create', ...draft }, by),
    edit: (id, draft, by) => saved({ kind: 'edit', id, ...draft }, by),
    delete: async (id, by) => void (await inTurn(() => done({ kind: 'delete', id }, by))),
  };
}

async function refusalOf(asked: () => Promise<void>): Promise<RolePreview['refusal']> {
  try {
    await asked();
    return null;
  } catch (error) {
    if (!(error instanceof ConsoleError) || !error.code.startsWith('ROLE_')) throw error;
    return { code: error.code, details: error.details };
  }
}

/** The role as the audit log shows it. */
function valueOf({ name, inherits, changes }: CustomRole): JsonValue {
  return {
    name,
    inherits,
    changes: changes.map(({ resource, action, granted, reason }) => ({
      right: `${resource}:${action}`,
      granted,
      reason,
    })),
  };
}
