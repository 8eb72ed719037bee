import { ROLES, isBuiltIn, type BuiltInRole, type RoleId } from '../roles.ts';
import { canonicalUsername } from '../username.ts';
import type { CustomRoles } from './custom-role.ts';
import { roleInvalid } from './role-invalid.ts';

/** The longest name of a role, in code points. */
export const ROLE_NAME_MAX_CODE_POINTS = 64;

/** What people call the built-in roles, in both languages of the console. */
export const BUILT_IN_NAMES: Readonly<Record<BuiltInRole, readonly [english: string, vietnamese: string]>> = {
  administrator: ['Administrator', 'Quản trị viên'],
  supervisor: ['Supervisor', 'Giám sát viên'],
  operator: ['Operator', 'Người vận hành'],
  viewer: ['Viewer', 'Người xem'],
};

/** What decides whether two names are the same role: width, case, composition and spacing do not count. */
export const canonicalRoleName = canonicalUsername;

/** No role of the plant's own may be taken for a built-in one. */
export const BUILT_IN_CANONICAL_NAMES: readonly string[] = ROLES.flatMap((role) =>
  BUILT_IN_NAMES[role].map(canonicalRoleName),
);

/**
 * The name to keep: trimmed, in compatibility form; letters and digits of any script, and between them spaces and
 * `. _ - ( ) / & + '`.
 *
 * @throws ConsoleError ROLE_INVALID; `rule` is `name-empty`, `name-too-long` (`maximum`) or `name-characters`
 */
export function checkRoleName(text: string): string {
  const name = text.normalize('NFKC').replaceAll(/\s+/g, ' ').trim();
  if (name === '') throw roleInvalid('name-empty');
  if (Array.from(name).length > ROLE_NAME_MAX_CODE_POINTS) {
    throw roleInvalid('name-too-long', { maximum: ROLE_NAME_MAX_CODE_POINTS });
  }
  if (!/^[\p{L}\p{Nd}][\p{L}\p{M}\p{Nd} ._()/&+'-]*$/u.test(name)) throw roleInvalid('name-characters');
  return name;
}

/** The name of a role, in English where it is a built-in one; the id itself where nobody knows the role. */
export function roleNameOf(id: RoleId, roles: CustomRoles): string {
  return isBuiltIn(id) ? BUILT_IN_NAMES[id][0] : (roles.get(id)?.name ?? id);
}

/** The role that somebody means by a name in either language, or by the id of a built-in one; null: none. */
export function roleNamed(name: string, roles: CustomRoles): RoleId | null {
  const canonical = canonicalRoleName(name);
  const builtIn = ROLES.find((role) =>
    [role, ...BUILT_IN_NAMES[role]].some((one) => canonicalRoleName(one) === canonical),
  );
  return builtIn ?? [...roles.values()].find((role) => canonicalRoleName(role.name) === canonical)?.id ?? null;
}
