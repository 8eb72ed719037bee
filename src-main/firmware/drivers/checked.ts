import { z } from 'zod';
import { ConsoleError } from '../../errors.ts';
import { excerpt } from '../excerpt.ts';

/** Firmware that answers `{"success":false}` says why in one of these, or not at all. */
const refusal = z.object({
  success: z.literal(false),
  message: z.string().optional().catch(undefined),
  error: z.string().optional().catch(undefined),
});

/**
 * The answer of `path` as `schema` describes it, which must not take one with `"success":false` for what it wants.
 *
 * @throws ConsoleError FIRMWARE_REPORTED_FAILURE {path, message} when the firmware says that it failed;
 * FIRMWARE_SCHEMA {path, rule}, where the rule names the field, when the answer is not what it should be.
 */
export function checked<T>(schema: z.ZodType<T>, path: string, answer: unknown): T {
  const parsed = schema.safeParse(answer);
  if (parsed.success) return parsed.data;
  const refused = refusal.safeParse(answer);
  if (refused.success) {
    const message = excerpt(refused.data.message ?? refused.data.error ?? '');
    throw new ConsoleError('FIRMWARE_REPORTED_FAILURE', `${path} reports a failure: ${message}`, { path, message });
  }
  const issue = parsed.error.issues[0];
  // a path may hold names that the robot has made
  const rule = excerpt([issue?.path.map(String).join('.'), issue?.message].filter(Boolean).join(': '));
  throw new ConsoleError('FIRMWARE_SCHEMA', `${path} answers against its schema: ${rule}`, { path, rule });
}
