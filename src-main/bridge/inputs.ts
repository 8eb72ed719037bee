/** What may be asked with: the schemas by which the gate checks every input. */
import { z } from 'zod';
import { OVERRIDE_MINUTES } from '../access/overrides/minutes.ts';
import { ACTIONS, RESOURCES } from '../access/roles.ts';
import { DEMANDS, MEANINGS, REASON_MAX, REASON_MIN } from '../access/signatures/demands.ts';
import { USER_ORDERS, USER_STATUSES } from '../access/users.ts';
import { OUTCOMES } from '../audit/record.ts';
import type { VerifyKind } from '../store/integrity/finding.ts';

/** Half a character is none: it has no UTF-8, and neither the log nor a password could carry it. */
export const text = z.string().refine((value) => value.isWellFormed(), { error: 'not well-formed Unicode' });
export const password = text.min(1).max(1024);
const username = text.min(1).max(256);
export const displayName = text.max(256);
export const credentials = z.strictObject({ username, password });
export const firstUser = credentials.extend({ displayName: displayName.optional() });
const role = text.min(1).max(64);
export const newUser = z.strictObject({ username, displayName: displayName.optional(), role });
export const account = z.strictObject({ id: text.min(1).max(64) });
/** A code of the app, or a recovery code. */
export const code = z.strictObject({ code: text.min(1).max(64) });
/** A message of the bridge has at most 64 KiB; a longer list comes in several files. */
export const IMPORT_MAX_TEXT = 30_000;
export const csv = z.strictObject({ text: text.max(IMPORT_MAX_TEXT) });
export const USERS_PER_PAGE_MAX = 100;
export const userQuery = z.strictObject({
  search: text.max(128).default(''),
  role: role.nullable().default(null),
  status: z.enum([...USER_STATUSES, 'present']).default('present'),
  order: z.enum(USER_ORDERS).default('username'),
  descending: z.boolean().default(false),
  offset: z.int().min(0).max(1_000_000).default(0),
  limit: z.int().min(1).max(USERS_PER_PAGE_MAX).default(25),
});

export const VERIFY_KINDS = ['quick', 'full'] as const satisfies readonly VerifyKind[];
export const check = z.strictObject({ kind: z.enum(VERIFY_KINDS) });

/** By the wall clock, ms; the last one is the last that ECMAScript can name (ECMA-262, 21.4.1.1). */
const moment = z.int().min(0).max(8_640_000_000_000_000);
/** What is wanted of the audit log; what is absent does not matter. */
export const auditFilter = z.strictObject({
  from: moment.optional(),
  to: moment.optional(),
  /** A username, or the id of an account that is there no more. */
  person: text.max(256).optional(),
  action: text.max(128).optional(),
  robot: text.max(128).optional(),
  outcome: z.enum(OUTCOMES).optional(),
  text: text.min(1).max(200).optional(),
});
export type AuditWish = z.infer<typeof auditFilter>;

/** In the person's own words; spaces alone are none. */
const reason = text
  .min(REASON_MIN)
  .max(REASON_MAX)
  .refine((value) => value.trim().length >= REASON_MIN, { error: `at least ${REASON_MIN} characters` });
const procedureName = text.min(1).max(64);
/** Who stands for something at the seat of somebody else's session, or of one's own. */
const proof = credentials.extend({ code: text.max(64).optional(), reason });

/** `input`: of the call to sign, as it will be made. */
export const signature = proof.extend({
  procedure: procedureName,
  input: z.unknown(),
  meaning: z.enum(MEANINGS),
});
export const demandChanges = z.strictObject({
  changes: z
    .array(z.strictObject({ procedure: procedureName, demand: z.enum(DEMANDS) }))
    .min(1)
    .max(100),
});
export const override = proof.extend({
  resource: z.enum(RESOURCES),
  action: z.enum(ACTIONS),
  minutes: z.int().min(OVERRIDE_MINUTES.minimum).max(OVERRIDE_MINUTES.maximum).default(OVERRIDE_MINUTES.default),
});
