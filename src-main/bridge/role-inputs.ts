/** What may be asked of roles and scopes with. */
import { z } from 'zod';
import { ACTIONS, RESOURCES } from '../access/roles.ts';
import { SCOPE_MAX_ENTRIES } from '../access/scope.ts';
import { text } from './inputs.ts';

const short = text.min(1).max(64);
export const roleId = short;

const names = z.array(short).max(SCOPE_MAX_ENTRIES);
/** Null: the whole plant. */
export const scope = z.strictObject({ robots: names, groups: names }).nullable();

const draft = {
  name: text.min(1).max(256),
  inherits: roleId,
  changes: z
    .array(
      z.strictObject({
        resource: z.enum(RESOURCES),
        action: z.enum(ACTIONS),
        granted: z.boolean(),
        reason: text.min(1).max(1024),
      }),
    )
    .max(RESOURCES.length * ACTIONS.length),
};

export const role = z.strictObject({ id: roleId });
export const newRole = z.strictObject(draft);
export const editedRole = role.extend(draft);
export const roleWish = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('create'), ...draft }),
  z.strictObject({ kind: z.literal('edit'), id: roleId, ...draft }),
  z.strictObject({ kind: z.literal('delete'), id: roleId }),
]);

/** The one robot that a call is about, for procedures that say `onRobot`: the gate reads it before the schema does. */
export const onRobot = z.strictObject({ robot: short });
